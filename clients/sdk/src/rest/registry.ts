import type { MessageInitShape } from "@bufbuild/protobuf";

import { DutySchema, ResponderListSchema, ResponderSchema } from "../gen/goldenfour/v1/responder_pb.js";
import type { Duty, Responder, ResponderList } from "../gen/goldenfour/v1/responder_pb.js";
import { TeamListSchema, TeamSchema } from "../gen/goldenfour/v1/team_pb.js";
import type { Team, TeamList } from "../gen/goldenfour/v1/team_pb.js";
import { messageBody, segment } from "./http.js";
import type { Call, CallOptions, Http } from "./http.js";

/** Of a list by pages. */
export interface PageQuery {
  /** Needed only when the token serves several. */
  jurisdiction?: string;
  /** The server has a default and a limit. */
  pageSize?: number;
  /** `nextPageToken` of the page before. */
  pageToken?: string;
}

export interface PutOptions extends CallOptions {
  /** The version that is replaced. Absent: the record must not exist yet (PRECONDITION_REQUIRED, ALREADY_EXISTS). */
  ifMatch?: bigint;
}

/** Responders. All reject with Problem or Unreachable. */
export class Responders {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** By id. `nextPageToken` is empty on the last page. */
  list(query: PageQuery = {}, options?: CallOptions): Promise<ResponderList> {
    return this.#http.message(listCall("/v1/responders", query), ResponderListSchema, options);
  }

  /** With a responder's token only their own, with what else is `held` about them; FORBIDDEN for any other. */
  get(id: string, options?: CallOptions): Promise<Responder> {
    return this.#http.message(recordCall("GET", "responders", id), ResponderSchema, options);
  }

  /** Enters or, with ifMatch, replaces; resolves with what is stored. */
  put(
    id: string,
    responder: MessageInitShape<typeof ResponderSchema>,
    options: PutOptions = {},
  ): Promise<Responder> {
    const call = {
      ...recordCall("PUT", "responders", id, options),
      body: messageBody(ResponderSchema, responder),
    };
    return this.#http.message(call, ResponderSchema, options);
  }

  remove(id: string, options?: CallOptions): Promise<void> {
    return this.#http.nothing(recordCall("DELETE", "responders", id), options);
  }

  /** Of oneself, or with a registrar's token of anybody. */
  setDuty(id: string, onDuty: boolean, options?: CallOptions): Promise<Duty> {
    const path = `/v1/responders/${segment("responder", id)}/duty`;
    const call: Call = { method: "PUT", path, body: messageBody(DutySchema, { onDuty }), repeatable: true };
    return this.#http.message(call, DutySchema, options);
  }
}

/** Rescue teams. All reject with Problem or Unreachable. */
export class Teams {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  list(query: PageQuery = {}, options?: CallOptions): Promise<TeamList> {
    return this.#http.message(listCall("/v1/teams", query), TeamListSchema, options);
  }

  get(id: string, options?: CallOptions): Promise<Team> {
    return this.#http.message(recordCall("GET", "teams", id), TeamSchema, options);
  }

  /** Enters or, with ifMatch, replaces; resolves with what is stored. */
  put(id: string, team: MessageInitShape<typeof TeamSchema>, options: PutOptions = {}): Promise<Team> {
    const call = { ...recordCall("PUT", "teams", id, options), body: messageBody(TeamSchema, team) };
    return this.#http.message(call, TeamSchema, options);
  }

  remove(id: string, options?: CallOptions): Promise<void> {
    return this.#http.nothing(recordCall("DELETE", "teams", id), options);
  }
}

function listCall(path: string, query: PageQuery): Call {
  return { method: "GET", path, query: { ...query }, repeatable: true };
}

/** A call on one record of a table. Only reading is repeatable: a second PUT or DELETE meets another state. */
export function recordCall(
  method: "GET" | "PUT" | "DELETE",
  table: string,
  id: string,
  options: PutOptions = {},
): Call {
  const path = `/v1/${table}/${segment("id", id)}`;
  if (method === "GET") return { method, path, repeatable: true };
  return options.ifMatch === undefined
    ? { method, path }
    : { method, path, headers: { "If-Match": `"${options.ifMatch}"` } };
}
