import { fromBinary, toBinary } from "@bufbuild/protobuf";

import type { Client } from "../client.js";
import { ClientFrameSchema, ServerFrameSchema } from "../gen/goldenfour/v1/stream_pb.js";
import type { ClientFrame, ServerFrame } from "../gen/goldenfour/v1/stream_pb.js";
import { Problem } from "../problem.js";
import type { StreamEvent } from "./events.js";
import type { WebSocketConstructor, WebSocketLike } from "./platform.js";

const SUBPROTOCOL = "goldenfour.v1.protobuf";
const OPEN = 1;
const ABNORMAL = 1006;

/** One attempt at a connection: takes a ticket, opens a socket, turns what happens into events. */
export class Connection {
  readonly #client: Client;
  readonly #number: number;
  readonly #tell: (event: StreamEvent) => void;
  readonly #asking = new AbortController();
  #socket: WebSocketLike | undefined;

  constructor(client: Client, number: number, tell: (event: StreamEvent) => void) {
    this.#client = client;
    this.#number = number;
    this.#tell = tell;
  }

  get number(): number {
    return this.#number;
  }

  takeTicket(): void {
    this.#client.streamTicket({ signal: this.#asking.signal }).then(
      ({ ticket }) => this.#tell({ type: "ticket", connection: this.#number, ticket }),
      (error: unknown) => {
        const refused = error instanceof Problem && (error.status === 401 || error.status === 403);
        this.#tell({ type: "ticketFailed", connection: this.#number, why: messageOf(error), refused });
      },
    );
  }

  open(constructor: WebSocketConstructor): void {
    const url = new URL("/v1/stream", this.#client.server);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    try {
      this.#socket = new constructor(url.href, [SUBPROTOCOL]);
    } catch (error) {
      return this.#tell({
        type: "closed",
        connection: this.#number,
        code: ABNORMAL,
        reason: messageOf(error),
      });
    }
    const socket = this.#socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#tell({ type: "opened", connection: this.#number });
    socket.onmessage = (event: { data: unknown }) => this.#receive(event.data);
    socket.onclose = (event: { code: number; reason: string }) => {
      this.#tell({
        type: "closed",
        connection: this.#number,
        code: event.code,
        reason: String(event.reason),
      });
    };
    socket.onerror = () => undefined; // a close event follows
  }

  /** What is sent on a socket that is closing is lost, as on any that breaks; the close event follows. */
  send(frame: ClientFrame): void {
    if (this.#socket?.readyState === OPEN) this.#socket.send(toBinary(ClientFrameSchema, frame));
  }

  /** No event comes from here any more. */
  close(code: number, reason: string): void {
    this.#asking.abort();
    const socket = this.#socket;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(code, reason);
  }

  #receive(data: unknown): void {
    const frame = frameOf(data);
    const connection = this.#number;
    this.#tell(frame ? { type: "received", connection, frame } : { type: "unreadable", connection });
  }
}

function frameOf(data: unknown): ServerFrame | undefined {
  if (!(data instanceof ArrayBuffer)) return undefined; // a text
  try {
    return fromBinary(ServerFrameSchema, new Uint8Array(data));
  } catch {
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
