import { TokenSchema } from "./gen/goldenfour/v1/admin_pb.js";
import type { Token } from "./gen/goldenfour/v1/admin_pb.js";
import { EnrolRequestSchema } from "./gen/goldenfour/v1/enrolment_pb.js";
import { StreamTicketRequestSchema, StreamTicketSchema } from "./gen/goldenfour/v1/stream_pb.js";
import type { StreamTicket } from "./gen/goldenfour/v1/stream_pb.js";
import { Aeds } from "./rest/aeds.js";
import { Alerts } from "./rest/alerts.js";
import { Http, messageBody } from "./rest/http.js";
import type { Call, CallOptions, TokenSource } from "./rest/http.js";
import { Incidents } from "./rest/incidents.js";
import { keyHeader } from "./rest/key.js";
import type { RepeatableOptions } from "./rest/key.js";
import { Responders, Teams } from "./rest/registry.js";

export interface ClientOptions {
  /** "https://host[:port]" or "http://host[:port]": an origin, without path, query or user. */
  server: string | URL;
  /** The bearer token, or where to get it before each request. Absent: only what is open to all. */
  token?: TokenSource;
  /** Of one attempt, in milliseconds. Default: 10,000. */
  timeoutMs?: number;
  /** How often a repeatable request is sent in all, when no answer or a retryable refusal came. Default: 3. */
  attempts?: number;
  /** Default: the global one. */
  fetch?: typeof fetch;
}

export type EnrolOptions = CallOptions & RepeatableOptions;

/** What GET /readyz says. */
export interface Readiness {
  ready: boolean;
  /** The server's clock; a drill's clock may run away from everybody else's. */
  time: Date;
  /** How much faster than real time it runs; 1 in service. */
  drillClock: number;
  drillsOnly: boolean;
  /** "LOCAL" or "REPLICATED". */
  durability: string;
  /** Why it is not ready; empty when it is. */
  reason: string;
}

/**
 * The REST interface of one server with one token. Messages are those of proto/goldenfour/v1; 64-bit
 * numbers are bigint, times are Timestamp (see timestampDate and timestampFromDate).
 */
export interface Client {
  readonly server: URL;
  readonly alerts: Alerts;
  readonly incidents: Incidents;
  readonly aeds: Aeds;
  readonly responders: Responders;
  readonly teams: Teams;
  /** A one-time ticket for the stream, good for 30 s; one attempt. openStream() takes its own. */
  streamTicket(options?: CallOptions): Promise<StreamTicket>;
  /**
   * Exchanges a one-time code, as its person writes it, for a token; `secret` is the only copy. Needs no
   * token. An attempt whose answer gets lost is repeated with the same Idempotency-Key and gets the same
   * token, until the code's time is over. Keep a key of your own, as secret as the token and of 16 characters
   * or more, to go on after a rejection. Rejects with Problem ENROLMENT_UNKNOWN for a code that is wrong, too
   * old, or used with another key.
   */
  enrol(code: string, options?: EnrolOptions): Promise<Token>;
  /** Whether the server takes alerts, also when it does not. Needs no token. */
  readiness(options?: CallOptions): Promise<Readiness>;
}

/** Throws TypeError for options that cannot be meant. Connects to nothing yet. */
export function createClient(options: ClientOptions): Client {
  const http = new Http({
    server: origin(options.server),
    token: options.token,
    timeoutMs: positive("timeoutMs", options.timeoutMs ?? 10_000),
    attempts: positive("attempts", options.attempts ?? 3),
    // Browsers refuse a fetch that is called as the method of another object.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  });
  return {
    server: http.server,
    alerts: new Alerts(http),
    incidents: new Incidents(http),
    aeds: new Aeds(http),
    responders: new Responders(http),
    teams: new Teams(http),
    streamTicket: (call) => takeTicket(http, call),
    enrol: (code, call) => enrol(http, code, call),
    readiness: async (call) => readinessOf(await http.probe("/readyz", call)),
  };
}

// Not repeatable: the stream, which asks for it, has a back-off of its own.
function takeTicket(http: Http, options?: CallOptions): Promise<StreamTicket> {
  const body = messageBody(StreamTicketRequestSchema, {});
  return http.message({ method: "POST", path: "/v1/stream-tickets", body }, StreamTicketSchema, options);
}

function enrol(http: Http, code: string, options: EnrolOptions = {}): Promise<Token> {
  const call: Call = {
    method: "POST",
    path: "/v1/enrolments",
    body: messageBody(EnrolRequestSchema, { code }),
    headers: keyHeader(options),
    repeatable: true,
  };
  return http.message(call, TokenSchema, options);
}

function origin(server: string | URL): URL {
  let url: URL;
  try {
    url = new URL(server);
  } catch (cause) {
    throw new TypeError(`server: "${server}" is no URL`, { cause });
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new TypeError("server: https:// or http://");
  const isOrigin = url.pathname === "/" && !url.search && !url.hash && !url.username && !url.password;
  if (!isOrigin) throw new TypeError("server: an origin like https://host:port, without path, query or user");
  return url;
}

function positive(name: string, value: number): number {
  if (!(Number.isFinite(value) && value >= 1)) throw new TypeError(`${name}: a number from 1`);
  return value;
}

function readinessOf(answer: unknown): Readiness {
  const fields = (typeof answer === "object" && answer !== null ? answer : {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    ready: fields["ready"] === true,
    time: new Date(text(fields["time"])),
    drillClock: typeof fields["drillClock"] === "number" ? fields["drillClock"] : 1,
    drillsOnly: fields["drillsOnly"] === true,
    durability: text(fields["durability"]),
    reason: text(fields["reason"]),
  };
}
