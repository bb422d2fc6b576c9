import type { MessageInitShape } from "@bufbuild/protobuf";

import type {
  ClientFrame,
  ClientFrameSchema,
  PresenceReportSchema,
  Result,
  ServerFrame,
} from "../gen/goldenfour/v1/stream_pb.js";

export type PresenceInit = MessageInitShape<typeof PresenceReportSchema>;

/** What wants a result: the body of a client frame. */
export type RequestBody = Extract<
  NonNullable<Exclude<MessageInitShape<typeof ClientFrameSchema>, ClientFrame>["body"]>,
  { case: "answer" | "progress" | "duty" }
>;

/** `retry` is set by `wait`, the others by `startTimer`. */
export type TimerName = "retry" | "connect" | "ping" | "dead";

/** Where the connection stands. The last three are ends: nothing happens until start(). */
export type LinkState = "connecting" | "connected" | "waiting" | "refused" | "replaced" | "stopped";

/** What happened outside. `connection` is the number that the action carried. */
export type StreamEvent =
  | { type: "start" }
  | { type: "stop" }
  /** There is a reason to believe that a connection is possible now: the device is online again. */
  | { type: "wake" }
  | { type: "ticket"; connection: number; ticket: string }
  /** `refused`: the server does not want this token. */
  | { type: "ticketFailed"; connection: number; why: string; refused: boolean }
  | { type: "opened"; connection: number }
  | { type: "received"; connection: number; frame: ServerFrame }
  | { type: "unreadable"; connection: number }
  | { type: "closed"; connection: number; code: number; reason: string }
  | { type: "timer"; timer: TimerName }
  /** `request`: a number from 1 that is never used again. */
  | { type: "request"; request: bigint; body: RequestBody }
  /** Nobody waits for the result any more; what is not sent yet stays unsent. */
  | { type: "withdraw"; request: bigint }
  | { type: "presence"; presence: PresenceInit | undefined }
  | { type: "seen"; offer: string };

/** How a request ended. */
export type Outcome = { type: "result"; result: Result } | { type: "unanswered"; why: string };

/** What to do outside, in this order. */
export type StreamAction =
  | { type: "takeTicket"; connection: number }
  | { type: "open"; connection: number }
  | { type: "send"; connection: number; frame: ClientFrame }
  /** Ends whatever there is of this connection: the question for a ticket, the socket. */
  | { type: "close"; connection: number; code: number; reason: string }
  /** Draws a pause between half of `longestMs` and all of it, tells the link, sets timer `retry`. */
  | { type: "wait"; longestMs: number; why: string }
  | { type: "startTimer"; timer: TimerName; ms: number }
  | { type: "stopTimer"; timer: TimerName }
  | { type: "link"; state: LinkState; why: string }
  | { type: "deliver"; frame: ServerFrame }
  | { type: "settle"; request: bigint; outcome: Outcome };

export interface StreamLimits {
  pingEveryMs: number;
  /** Without any frame, and with an unanswered ping. */
  deadAfterMs: number;
  /** As deadAfterMs, after wake(). */
  probeMs: number;
  /** From the question for a ticket to the welcome. */
  connectTimeoutMs: number;
  firstPauseMs: number;
  longestPauseMs: number;
  /** A connection that lasted so long starts the back-off anew. */
  stableAfterMs: number;
  /** Requests without a result, and offers seen while offline. */
  maxQueue: number;
}

export const DEFAULT_LIMITS: StreamLimits = {
  pingEveryMs: 15_000,
  deadAfterMs: 30_000,
  probeMs: 5_000,
  connectTimeoutMs: 10_000,
  firstPauseMs: 250,
  longestPauseMs: 10_000,
  stableAfterMs: 5_000,
  maxQueue: 256,
};
