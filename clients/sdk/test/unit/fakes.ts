import { create, fromBinary, toBinary } from "@bufbuild/protobuf";

import { createClient } from "../../src/client.js";
import type { Client } from "../../src/client.js";
import {
  ClientFrameSchema,
  ServerFrameSchema,
  StreamTicketSchema,
} from "../../src/gen/goldenfour/v1/stream_pb.js";
import type { ClientFrame, ServerFrame } from "../../src/gen/goldenfour/v1/stream_pb.js";
import type { Clock, WebSocketLike } from "../../src/stream/platform.js";

/** Time that passes when it is told to. */
export class FakeClock implements Clock {
  #now = 0;
  #next = 1;
  readonly #timers = new Map<number, { at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  setTimer(callback: () => void, ms: number): number {
    this.#timers.set(this.#next, { at: this.#now + ms, callback });
    return this.#next++;
  }

  clearTimer(timer: unknown): void {
    this.#timers.delete(timer as number);
  }

  get waiting(): number {
    return this.#timers.size;
  }

  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [due] = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at);
      if (!due) break;
      this.#timers.delete(due[0]);
      this.#now = due[1].at;
      due[1].callback();
    }
    this.#now = end;
  }
}

/** A socket whose other end is the test. */
export class FakeSocket implements WebSocketLike {
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    return FakeSocket.all.at(-1)!;
  }

  binaryType = "";
  readyState = 0;
  onopen: WebSocketLike["onopen"] = null;
  onmessage: WebSocketLike["onmessage"] = null;
  onclose: WebSocketLike["onclose"] = null;
  onerror: WebSocketLike["onerror"] = null;
  readonly sent: ClientFrame[] = [];
  closed: number | undefined;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {
    FakeSocket.all.push(this);
  }

  send(data: Uint8Array<ArrayBuffer>): void {
    this.sent.push(fromBinary(ClientFrameSchema, data));
  }

  close(code?: number): void {
    this.closed = code ?? 1005;
    this.readyState = 3;
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.({});
  }

  say(frame: ServerFrame): void {
    this.onmessage?.({ data: toBinary(ServerFrameSchema, frame).buffer });
  }

  end(code: number): void {
    this.readyState = 3;
    this.onclose?.({ code, reason: "" });
  }
}

export interface Asked {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** A fetch whose answers the test gives in turn; the last one stays. */
export function fakeFetch(...answers: (Response | Error | "hang")[]): typeof fetch & { asked: Asked[] } {
  const asked: Asked[] = [];
  const answer = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const body = init.body as Uint8Array | null;
    asked.push({
      method: init.method ?? "GET",
      url: String(input),
      headers: init.headers as Record<string, string>,
      body: body ?? new Uint8Array(),
    });
    const next = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (next === "hang") return hang(init.signal!);
    if (next instanceof Error) throw next;
    return next.clone();
  };
  return Object.assign(answer, { asked });
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });
}

export function message(bytes: Uint8Array<ArrayBuffer>, status = 200): Response {
  return new Response(bytes, { status, headers: { "Content-Type": "application/x-protobuf" } });
}

export function problem(status: number, fields: object): Response {
  return new Response(JSON.stringify(fields), {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}

/** A client whose server does nothing but give out tickets. */
export function ticketClient(): Client {
  const ticket = toBinary(StreamTicketSchema, create(StreamTicketSchema, { ticket: "t" }));
  return createClient({ server: "https://aed.example", token: "x", fetch: fakeFetch(message(ticket)) });
}
