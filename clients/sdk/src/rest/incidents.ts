import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import type { Message, MessageInitShape } from "@bufbuild/protobuf";

import {
  AssignRequestSchema,
  EscalateRequestSchema,
  MergeRequestSchema,
  RelocateRequestSchema,
  ReleaseRequestSchema,
} from "../gen/goldenfour/v1/act_pb.js";
import {
  AcknowledgeAlarmRequestSchema,
  CloseReason,
  CloseRequestSchema,
  DeclareMajorRequestSchema,
  ExplanationSchema,
  IncidentListSchema,
  IncidentReplySchema,
  IncidentSchema,
  IncidentUpdateSchema,
  TimelineSchema,
} from "../gen/goldenfour/v1/incident_pb.js";
import type {
  Explanation,
  Incident,
  IncidentList,
  IncidentReply,
  Timeline,
} from "../gen/goldenfour/v1/incident_pb.js";
import { messageBody, segment } from "./http.js";
import type { Call, CallOptions, Http } from "./http.js";
import type { PageQuery } from "./registry.js";

/** Of an act on an incident. */
export interface ActOptions extends CallOptions {
  /** The version that the act was decided upon; if it is another one by now: PRECONDITION_FAILED. */
  ifMatch?: bigint;
}

export interface IncidentQuery extends PageQuery {
  status?: "OPEN" | "HELD" | "CLOSED" | "CANCELLED";
}

/**
 * Incidents, and the dispatcher's hand on them. An act may be repeated without a second effect, so
 * one that met no answer is sent again, unless it carries `ifMatch`. All reject with Problem or Unreachable.
 */
export class Incidents {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** The newest first. `nextPageToken` is empty on the last page. */
  list(query: IncidentQuery = {}, options?: CallOptions): Promise<IncidentList> {
    const call: Call = { method: "GET", path: "/v1/incidents", query: { ...query }, repeatable: true };
    return this.#http.message(call, IncidentListSchema, options);
  }

  /** One incident with all its offers and tasks. */
  get(id: string, options?: CallOptions): Promise<Incident> {
    return this.#http.message(this.#read(id, ""), IncidentSchema, options);
  }

  timeline(id: string, options?: CallOptions): Promise<Timeline> {
    return this.#http.message(this.#read(id, "/timeline"), TimelineSchema, options);
  }

  /** Why the last plan asked whom it asked, as stored then. */
  explain(id: string, options?: CallOptions): Promise<Explanation> {
    return this.#http.message(this.#read(id, "/explain"), ExplanationSchema, options);
  }

  /** Absent fields stay. */
  update(
    id: string,
    update: MessageInitShape<typeof IncidentUpdateSchema>,
    options?: ActOptions,
  ): Promise<IncidentReply> {
    return this.#act(id, "update", IncidentUpdateSchema, update, options);
  }

  /** Nobody is needed: whoever was asked or is on the way is stood down. */
  cancel(id: string, options?: ActOptions): Promise<IncidentReply> {
    return this.#plainAct(id, "cancel", options);
  }

  close(id: string, reason: CloseReason, options?: ActOptions): Promise<IncidentReply> {
    return this.#act(id, "close", CloseRequestSchema, { reason }, options);
  }

  /** Keeps everybody back until resume(). */
  hold(id: string, options?: ActOptions): Promise<IncidentReply> {
    return this.#plainAct(id, "hold", options);
  }

  resume(id: string, options?: ActOptions): Promise<IncidentReply> {
    return this.#plainAct(id, "resume", options);
  }

  /** Asks a named person out of turn, or gives the holder of a task another one. */
  assign(
    id: string,
    request: MessageInitShape<typeof AssignRequestSchema>,
    options?: ActOptions,
  ): Promise<IncidentReply> {
    return this.#act(id, "assign", AssignRequestSchema, request, options);
  }

  /** Lets the holder of an offer or of a task go. */
  release(
    id: string,
    request: MessageInitShape<typeof ReleaseRequestSchema>,
    options?: ActOptions,
  ): Promise<IncidentReply> {
    return this.#act(id, "release", ReleaseRequestSchema, request, options);
  }

  /** Corrects the place; absent texts stay. */
  relocate(
    id: string,
    request: MessageInitShape<typeof RelocateRequestSchema>,
    options?: ActOptions,
  ): Promise<IncidentReply> {
    return this.#act(id, "relocate", RelocateRequestSchema, request, options);
  }

  /** More people and a larger radius; level 0 takes it back, absent is 1. */
  escalate(id: string, level?: number, options?: ActOptions): Promise<IncidentReply> {
    return this.#act(id, "escalate", EscalateRequestSchema, level === undefined ? {} : { level }, options);
  }

  /** The incident is the same emergency as `into` and goes on there. */
  merge(id: string, into: string, options?: ActOptions): Promise<IncidentReply> {
    return this.#act(id, "merge", MergeRequestSchema, { into }, options);
  }

  unmerge(id: string, options?: ActOptions): Promise<IncidentReply> {
    return this.#plainAct(id, "unmerge", options);
  }

  /** The ambulance crew is with the patient. */
  emsOnScene(id: string, options?: ActOptions): Promise<IncidentReply> {
    return this.#plainAct(id, "emsOnScene", options);
  }

  /** Many casualties: more people are called, and rescue teams. */
  declareMajor(
    id: string,
    request: MessageInitShape<typeof DeclareMajorRequestSchema>,
    options?: ActOptions,
  ): Promise<IncidentReply> {
    return this.#act(id, "declareMajor", DeclareMajorRequestSchema, request, options);
  }

  /** `number` as in Alarm.number, from 1. */
  acknowledgeAlarm(id: string, number: number, options?: ActOptions): Promise<IncidentReply> {
    return this.#act(id, "acknowledgeAlarm", AcknowledgeAlarmRequestSchema, { number }, options);
  }

  #read(id: string, part: string): Call {
    return { method: "GET", path: `/v1/incidents/${segment("incident", id)}${part}`, repeatable: true };
  }

  #plainAct(id: string, verb: string, options: ActOptions = {}): Promise<IncidentReply> {
    return this.#http.message(actCall(id, verb, options), IncidentReplySchema, options);
  }

  #act<M extends Message>(
    id: string,
    verb: string,
    schema: GenMessage<M>,
    request: MessageInitShape<GenMessage<M>>,
    options: ActOptions = {},
  ): Promise<IncidentReply> {
    const call = { ...actCall(id, verb, options), body: messageBody(schema, request) };
    return this.#http.message(call, IncidentReplySchema, options);
  }
}

function actCall(id: string, verb: string, options: ActOptions): Call {
  const path = `/v1/incidents/${segment("incident", id)}:${verb}`;
  const guarded = options.ifMatch !== undefined;
  return guarded
    ? { method: "POST", path, headers: { "If-Match": `"${options.ifMatch}"` } }
    : { method: "POST", path, repeatable: true };
}
