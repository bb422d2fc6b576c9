import type { MessageInitShape } from "@bufbuild/protobuf";

import { AedListSchema, AedSchema, ImportReportSchema } from "../gen/goldenfour/v1/aed_pb.js";
import type { Aed, AedList, ImportReport } from "../gen/goldenfour/v1/aed_pb.js";
import { messageBody } from "./http.js";
import type { Call, CallOptions, Http, Query } from "./http.js";
import { recordCall } from "./registry.js";
import type { PutOptions } from "./registry.js";

/** The names in which a datum is written in queries. */
export type DatumName = "WGS84" | "CGCS2000" | "GCJ02" | "BD09";

interface AedQueryBase {
  /** In which the coordinates of the query are written. */
  datum: DatumName;
  /** At most so many. Default: 20. */
  limit?: number;
  /** Usability at that time; those that can be used then come first. Default: now, nearest first. */
  usableAt?: Date;
}

/** Around a place, nearest first; degrees, and metres (default: 1000). */
export interface AedsNear extends AedQueryBase {
  near: { latitude: number; longitude: number };
  radiusMeters?: number;
}

/** In a rectangle; degrees. */
export interface AedsInBox extends AedQueryBase {
  box: { west: number; south: number; east: number; north: number };
}

/** The whole registry, or what of it lies in a box, by id and page by page. */
export interface AedPage {
  /** `nextPageToken` of the page before. A page may be short or empty and yet not be the last. */
  pageToken?: string;
  /** Default: what the server allows at most. */
  pageSize?: number;
  usableAt?: Date;
  box?: AedsInBox["box"];
}

export interface ImportOptions extends CallOptions {
  /** In which the table's coordinates are written. */
  datum: DatumName;
  /** Needed only when the token serves several. */
  jurisdiction?: string;
}

/** The registry of AEDs. All reject with Problem or Unreachable. */
export class Aeds {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  list(query: AedsNear | AedsInBox, options?: CallOptions): Promise<AedList> {
    const call: Call = { method: "GET", path: "/v1/aeds", query: queryOf(query), repeatable: true };
    return this.#http.message(call, AedListSchema, options);
  }

  /** `nextPageToken` of the answer is empty on the last page. */
  page(query: AedPage = {}, options?: CallOptions): Promise<AedList> {
    const { box, usableAt, pageToken, pageSize = 500 } = query;
    const where: Query = box ? { bbox: boxText(box), datum: "WGS84" } : {};
    const page: Query = { ...where, pageToken, pageSize, usableAt: usableAt?.toISOString() };
    const call: Call = { method: "GET", path: "/v1/aeds", query: page, repeatable: true };
    return this.#http.message(call, AedListSchema, options);
  }

  get(id: string, options?: CallOptions): Promise<Aed> {
    return this.#http.message(recordCall("GET", "aeds", id), AedSchema, options);
  }

  /** Enters an AED under an id that the server makes, unless it has one. Not repeated by itself. */
  create(aed: MessageInitShape<typeof AedSchema>, options?: CallOptions): Promise<Aed> {
    const call: Call = { method: "POST", path: "/v1/aeds", body: messageBody(AedSchema, aed) };
    return this.#http.message(call, AedSchema, options);
  }

  /** Enters or, with ifMatch, replaces; resolves with what is stored. */
  put(id: string, aed: MessageInitShape<typeof AedSchema>, options: PutOptions = {}): Promise<Aed> {
    const call = { ...recordCall("PUT", "aeds", id, options), body: messageBody(AedSchema, aed) };
    return this.#http.message(call, AedSchema, options);
  }

  /** `version`: the one that is struck off. */
  remove(id: string, version: bigint, options?: CallOptions): Promise<void> {
    return this.#http.nothing(recordCall("DELETE", "aeds", id, { ifMatch: version }), options);
  }

  /**
   * Enters or updates rows of a CSV table with OpenStreetMap's columns; removes nothing. At most
   * 256 KB at once. Refused rows stand in the report and stop no other.
   */
  importCsv(csv: string, options: ImportOptions): Promise<ImportReport> {
    const query: Query = { datum: options.datum, jurisdiction: options.jurisdiction };
    const body = { type: "text/csv; charset=utf-8", content: csv };
    const call: Call = { method: "POST", path: "/v1/aeds:import", query, body, repeatable: true };
    return this.#http.jsonMessage(call, ImportReportSchema, options);
  }
}

function queryOf(query: AedsNear | AedsInBox): Query {
  const common: Query = { datum: query.datum, limit: query.limit, usableAt: query.usableAt?.toISOString() };
  if ("box" in query) {
    return { ...common, bbox: boxText(query.box) };
  }
  const { latitude, longitude } = query.near;
  return { ...common, near: `${latitude},${longitude}`, radius: query.radiusMeters };
}

function boxText({ west, south, east, north }: AedsInBox["box"]): string {
  return [west, south, east, north].join(",");
}
