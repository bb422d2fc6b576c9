export { createClient } from "./client.js";
export type { Client, ClientOptions, EnrolOptions, Readiness } from "./client.js";
export { Problem, Unanswered, Unreachable } from "./problem.js";
export type { ProblemDetails } from "./problem.js";
export type { CallOptions, TokenSource } from "./rest/http.js";
export type { AedPage, AedsInBox, AedsNear, DatumName, ImportOptions } from "./rest/aeds.js";
export type { AlertOptions } from "./rest/alerts.js";
export { randomKey } from "./rest/key.js";
export type { RepeatableOptions } from "./rest/key.js";
export type { ActOptions, IncidentQuery } from "./rest/incidents.js";
export type { PageQuery, PutOptions } from "./rest/registry.js";
export { openStream } from "./stream/stream.js";
export type {
  FrameInfo,
  Link,
  RequestOptions,
  Stream,
  StreamHandlers,
  StreamOptions,
} from "./stream/stream.js";
export { DEFAULT_LIMITS } from "./stream/events.js";
export type { LinkState, PresenceInit, StreamLimits } from "./stream/events.js";
export type { Place } from "./stream/cursor.js";
export type { Clock, WebSocketConstructor, WebSocketLike } from "./stream/platform.js";

// The words of the contract: every message, its schema and every enum of proto/goldenfour/v1, except
// what only the admin socket speaks.
export { TokenRole } from "./gen/goldenfour/v1/admin_pb.js";
export type { Token } from "./gen/goldenfour/v1/admin_pb.js";
export * from "./gen/goldenfour/v1/act_pb.js";
export * from "./gen/goldenfour/v1/aed_pb.js";
export * from "./gen/goldenfour/v1/alert_pb.js";
export * from "./gen/goldenfour/v1/common_pb.js";
export * from "./gen/goldenfour/v1/incident_pb.js";
export * from "./gen/goldenfour/v1/responder_pb.js";
export * from "./gen/goldenfour/v1/stream_pb.js";
export * from "./gen/goldenfour/v1/team_pb.js";

// What one needs to make and read them.
export { create, fromBinary, toBinary, toJson } from "@bufbuild/protobuf";
export type { MessageInitShape } from "@bufbuild/protobuf";
export { timestampDate, timestampFromDate } from "@bufbuild/protobuf/wkt";
