import { create, fromBinary, fromJson, toBinary } from "@bufbuild/protobuf";
import type { DescMessage, JsonValue, MessageInitShape, MessageShape } from "@bufbuild/protobuf";

import { Problem, Unreachable, problemOf } from "../problem.js";

const PROTOBUF = "application/x-protobuf";

/** Of every call. */
export interface CallOptions {
  /** Gives up; the promise rejects with the signal's reason. What was sent may have been done. */
  signal?: AbortSignal;
  /** Of one attempt, in milliseconds, from connecting to the last byte. Default: the client's. */
  timeoutMs?: number;
}

/** A secret, or where to get it before each request. */
export type TokenSource = string | (() => string | Promise<string>);

export interface HttpOptions {
  server: URL;
  token: TokenSource | undefined;
  timeoutMs: number;
  attempts: number;
  fetch: typeof fetch;
}

export type Query = Record<string, string | number | undefined>;

export interface Call {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  query?: Query;
  body?: { type: string; content: Uint8Array<ArrayBuffer> | string };
  headers?: Record<string, string>;
  /** Doing it twice is the same as once: a broken connection is tried again. */
  repeatable?: boolean;
}

/** A message as a request's body. Throws what protobuf throws on a value that does not fit its field. */
export function messageBody<Desc extends DescMessage>(
  schema: Desc,
  init: MessageInitShape<Desc>,
): NonNullable<Call["body"]> {
  return { type: PROTOBUF, content: toBinary(schema, create(schema, init)) };
}

/** One part of a path, percent-encoded; an empty one would name the collection. */
export function segment(name: string, value: string): string {
  if (typeof value !== "string" || value === "")
    throw new TypeError(`${name} must be a text that is not empty`);
  return encodeURIComponent(value);
}

/** Requests with protobuf bodies. Stateless; calls may run at the same time. */
export class Http {
  readonly #options: HttpOptions;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  get server(): URL {
    return this.#options.server;
  }

  /** Rejects with Problem, Unreachable, the signal's reason, or TypeError for what cannot be sent. */
  async message<Desc extends DescMessage>(
    call: Call,
    reply: Desc,
    options: CallOptions = {},
  ): Promise<MessageShape<Desc>> {
    const response = await this.#send(call, options);
    try {
      return fromBinary(reply, response.body);
    } catch (cause) {
      throw new Unreachable(`the answer is no ${reply.name}`, { cause });
    }
  }

  /** As message(), of a method that answers in JSON alone. */
  async jsonMessage<Desc extends DescMessage>(
    call: Call,
    reply: Desc,
    options: CallOptions = {},
  ): Promise<MessageShape<Desc>> {
    const response = await this.#send(call, options, "application/json");
    return fromJson(reply, readJson(response.body) as JsonValue, { ignoreUnknownFields: true });
  }

  async nothing(call: Call, options: CallOptions = {}): Promise<void> {
    await this.#send(call, options);
  }

  /** JSON of a probe, which also answers with a status of its own when it says no. */
  async probe(path: string, options: CallOptions = {}): Promise<unknown> {
    const response = await this.#attempt({ method: "GET", path }, "application/json", options);
    if (response.status !== 200 && response.status !== 503) throw refusal(response);
    return readJson(response.body);
  }

  async #send(call: Call, options: CallOptions, accept = PROTOBUF): Promise<Answer> {
    const attempts = call.repeatable ? this.#options.attempts : 1;
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.#attempt(call, accept, options);
        if (answer.status < 400) return answer;
        throw refusal(answer);
      } catch (error) {
        if (attempt >= attempts || !mayBeRepeated(error)) throw error;
      }
      await pause(pauseMs(attempt), options.signal);
    }
  }

  async #attempt(call: Call, accept: string, options: CallOptions): Promise<Answer> {
    options.signal?.throwIfAborted();
    const url = urlOf(this.#options.server, call);
    const headers = await this.#headers(call, accept);
    const timer = new Deadline(options.timeoutMs ?? this.#options.timeoutMs, options.signal);
    try {
      const response = await this.#options.fetch(url, {
        method: call.method,
        headers,
        body: call.body?.content ?? null,
        signal: timer.signal,
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
      });
      const body = new Uint8Array(await response.arrayBuffer());
      return { status: response.status, type: response.headers.get("Content-Type") ?? "", body };
    } catch (cause) {
      options.signal?.throwIfAborted();
      const why = timer.expired ? "no answer in time" : "no connection";
      throw new Unreachable(`${call.method} ${url.pathname}: ${why}`, { cause, timedOut: timer.expired });
    } finally {
      timer.end();
    }
  }

  async #headers(call: Call, accept: string): Promise<Record<string, string>> {
    const headers: Record<string, string> = { Accept: accept, ...call.headers };
    const source = this.#options.token;
    const token = typeof source === "function" ? await source() : source;
    if (token !== undefined) {
      if (!/^[\x21-\x7e]+$/.test(token)) throw new TypeError("token: printable ASCII without spaces");
      headers["Authorization"] = `Bearer ${token}`;
    }
    if (call.body) headers["Content-Type"] = call.body.type;
    return headers;
  }
}

interface Answer {
  status: number;
  type: string;
  body: Uint8Array<ArrayBuffer>;
}

/** One attempt's end: the time is up, or the caller gave up. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #outer: AbortSignal | undefined;
  readonly #forward = () => this.#controller.abort();
  expired = false;

  constructor(ms: number, outer: AbortSignal | undefined) {
    this.#outer = outer;
    if (outer?.aborted) this.#forward();
    else outer?.addEventListener("abort", this.#forward);
    this.#timer = setTimeout(() => {
      this.expired = true;
      this.#controller.abort();
    }, ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#forward);
  }
}

function refusal(answer: Answer): Problem {
  return problemOf(answer.status, answer.type, new TextDecoder().decode(answer.body));
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch (cause) {
    throw new Unreachable("the answer is not JSON", { cause });
  }
}

function urlOf(server: URL, call: Call): URL {
  const url = new URL(call.path, server);
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

function mayBeRepeated(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Problem && error.retryable);
}

// 0.3 s, 0.6 s, ... at most 3 s, less up to a half: a crowd that broke off together shall not come back together.
function pauseMs(attempt: number): number {
  return Math.min(300 * 2 ** (attempt - 1), 3000) * (0.5 + Math.random() / 2);
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}
