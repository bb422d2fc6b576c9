import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";

import { ClientFrameSchema } from "../gen/goldenfour/v1/stream_pb.js";
import type { ServerFrame } from "../gen/goldenfour/v1/stream_pb.js";
import { StreamCursor } from "./cursor.js";
import type { Place } from "./cursor.js";
import type { LinkState, StreamAction, StreamEvent, StreamLimits, TimerName } from "./events.js";
import { Outbox, settled } from "./outbox.js";
import type { Sending } from "./outbox.js";

/** Close codes of the contract. */
export const CLOSE = {
  normal: 1000,
  /** The server's: too busy. */
  tryAgainLater: 1013,
  /** Ours: the server is silent, frames are missing, it took too long. */
  abandoned: 4000,
  /** Ours, since browsers let pages say 1000 and 3000 to 4999 alone: a frame cannot be read. */
  unreadable: 4007,
  /** The server's: this reader is too slow. Resumable, as every code but the next. */
  slowReader: 4008,
  /** The server's: the subject opened too many streams, and this was the oldest. */
  replaced: 4009,
} as const;

type Phase = "ended" | "ticket" | "opening" | "greeting" | "connected" | "waiting";
type ConnectionEvent = Extract<StreamEvent, { connection: number }>;

// After "try again later" the back-off goes on from here: 2 s with the default limits.
const FAILURES_OF_OVERLOAD = 3;

/**
 * One subscriber's stream as a state machine: events in, actions out, to be done in their order. It
 * knows no clock, socket, timer or chance; `now` is in milliseconds of a clock that never goes back.
 */
export class StreamMachine {
  readonly #limits: StreamLimits;
  readonly #cursor: StreamCursor;
  readonly #outbox: Outbox;
  #actions: StreamAction[] = [];
  #phase: Phase = "ended";
  #connection = 0;
  #ticket = "";
  #failures = 0;
  #welcomedAt = 0;
  #heardAt = 0;
  #pingedAt: number | undefined; // an unanswered ping
  #probe: { nonce: bigint; at: number } | undefined; // the ping of wake(), unanswered
  #nonce = 0n;

  constructor(limits: StreamLimits, resume?: Place) {
    this.#limits = limits;
    this.#cursor = new StreamCursor(resume);
    this.#outbox = new Outbox(limits.maxQueue);
  }

  /** Up to where the durable frames were delivered. */
  get place(): Place | undefined {
    return this.#cursor.place;
  }

  step(event: StreamEvent, now: number): StreamAction[] {
    this.#actions = [];
    this.#take(event, now);
    return this.#actions;
  }

  #take(event: StreamEvent, now: number): void {
    switch (event.type) {
      case "start":
        if (this.#phase === "ended") this.#connect();
        return;
      case "stop":
        return this.#end("stopped", "stopped by its owner", CLOSE.normal);
      case "wake":
        return this.#wake(now);
      case "timer":
        return this.#onTimer(event.timer, now);
      case "request":
        if (this.#phase === "ended") return this.#unanswered(event.request, "the stream is not started");
        if (!this.#outbox.add(event.request, event.body))
          return this.#unanswered(event.request, "the queue is full");
        return this.#flush();
      case "withdraw":
        return this.#outbox.withdraw(event.request);
      case "presence":
        this.#outbox.presence = event.presence;
        if (this.#phase === "connected" && event.presence)
          this.#send({ body: { case: "presence", value: event.presence } });
        return;
      case "seen":
        this.#outbox.addSeen(event.offer);
        return this.#flush();
      default:
        return this.#onConnection(event, now);
    }
  }

  // ---- one connection, from ticket to end --------------------------------------------------------

  #connect(): void {
    this.#connection++;
    this.#phase = "ticket";
    this.#outbox.forgetSent();
    this.#link("connecting");
    this.#do({ type: "startTimer", timer: "connect", ms: this.#limits.connectTimeoutMs });
    this.#do({ type: "takeTicket", connection: this.#connection });
  }

  /** Whatever an abandoned connection still has to say is not for us. */
  #onConnection(event: ConnectionEvent, now: number): void {
    const isLive = this.#phase !== "ended" && this.#phase !== "waiting";
    if (!isLive || event.connection !== this.#connection) return;
    switch (event.type) {
      case "ticket":
        if (this.#phase !== "ticket") return;
        this.#phase = "opening";
        this.#ticket = event.ticket;
        return this.#do({ type: "open", connection: this.#connection });
      case "ticketFailed":
        if (event.refused) return this.#end("refused", event.why, CLOSE.normal);
        return this.#lose(event.why, now);
      case "opened":
        return this.#greet();
      case "received":
        return this.#onFrame(event.frame, now);
      case "unreadable":
        return this.#abandon("a frame cannot be read", CLOSE.unreadable, now);
      case "closed":
        return this.#onClosed(event.code, event.reason, now);
      default:
        return never(event);
    }
  }

  #greet(): void {
    if (this.#phase !== "opening") return;
    this.#phase = "greeting";
    const hello = { ticket: this.#ticket, resume: this.#cursor.place, presence: this.#outbox.presence };
    this.#send({ body: { case: "hello", value: hello } });
  }

  #onClosed(code: number, reason: string, now: number): void {
    if (code === CLOSE.replaced) {
      return this.#end("replaced", "opened too often; the oldest stream was closed", CLOSE.normal);
    }
    const failures = code === CLOSE.tryAgainLater ? FAILURES_OF_OVERLOAD : 0;
    this.#lose(`closed: ${code}${reason && ` ${reason}`}`, now, failures);
  }

  #onFrame(frame: ServerFrame, now: number): void {
    this.#heardAt = now;
    this.#pingedAt = undefined;
    if (frame.body.case === "pong" && frame.body.value.nonce === this.#probe?.nonce) this.#probe = undefined;
    const verdict = this.#cursor.accept(frame);
    if (verdict === "duplicate") return;
    if (verdict === "gap") return this.#abandon("frames are missing", CLOSE.abandoned, now);
    switch (frame.body.case) {
      case "welcome":
        this.#onWelcome(now);
        break;
      case "result":
        if (frame.body.value.request === 0n) break;
        this.#actions.push(...this.#outbox.settle(frame.body.value));
        return;
      case "pong":
      case undefined: // of a later contract
        return this.#acknowledge(false);
    }
    this.#do({ type: "deliver", frame });
    const isUrgent = frame.body.case === "offer" || frame.body.case === "task" || frame.body.case === "reset";
    this.#acknowledge(isUrgent);
  }

  #onWelcome(now: number): void {
    if (this.#phase === "connected") return;
    this.#phase = "connected";
    this.#welcomedAt = now;
    this.#do({ type: "stopTimer", timer: "connect" });
    this.#do({ type: "startTimer", timer: "ping", ms: this.#limits.pingEveryMs });
    this.#do({ type: "startTimer", timer: "dead", ms: this.#limits.deadAfterMs });
    this.#link("connected");
    this.#flush();
  }

  // ---- timers ------------------------------------------------------------------------------------

  #onTimer(timer: TimerName, now: number): void {
    switch (timer) {
      case "retry":
        if (this.#phase === "waiting") this.#connect();
        return;
      case "connect":
        if (this.#phase === "ticket" || this.#phase === "opening" || this.#phase === "greeting") {
          this.#abandon("no welcome in time", CLOSE.abandoned, now);
        }
        return;
      case "ping":
        if (this.#phase !== "connected") return;
        this.#do({ type: "startTimer", timer: "ping", ms: this.#limits.pingEveryMs });
        return this.#ping(now);
      case "dead":
        if (this.#phase === "connected") this.#checkDead(now);
        return;
      default:
        return never(timer);
    }
  }

  #ping(now: number): void {
    this.#acknowledge(true);
    this.#pingedAt ??= now;
    this.#send({ body: { case: "ping", value: { nonce: ++this.#nonce } } });
  }

  /**
   * Silence alone is no proof: browsers stop the timers of pages that nobody looks at, and then the
   * pings too. Only silence after a question is.
   */
  #checkDead(now: number): void {
    const left = this.#patienceLeft(now);
    if (left <= 0) return this.#abandon("the server is silent", CLOSE.abandoned, now);
    const isOverdue = now - this.#heardAt >= this.#limits.deadAfterMs;
    if (isOverdue && this.#pingedAt === undefined) this.#ping(now);
    this.#do({ type: "startTimer", timer: "dead", ms: left });
  }

  #patienceLeft(now: number): number {
    const { deadAfterMs, pingEveryMs, probeMs } = this.#limits;
    if (this.#probe) return this.#probe.at + probeMs - now;
    const pingedAt = this.#pingedAt ?? now;
    return Math.max(this.#heardAt + deadAfterMs - now, pingedAt + deadAfterMs - pingEveryMs - now);
  }

  /**
   * A connection that seems alive may have died with the old network: it is asked, and has little time.
   * Only the answer counts; other frames may have been under way before.
   */
  #wake(now: number): void {
    if (this.#phase === "connected" && !this.#probe) {
      this.#ping(now);
      this.#probe = { nonce: this.#nonce, at: now };
      this.#do({ type: "startTimer", timer: "dead", ms: this.#limits.probeMs });
    }
    if (this.#phase !== "waiting") return;
    this.#do({ type: "stopTimer", timer: "retry" });
    this.#connect();
  }

  // ---- ends --------------------------------------------------------------------------------------

  /** We leave the connection. */
  #abandon(why: string, code: number, now: number): void {
    this.#do({ type: "close", connection: this.#connection, code, reason: why });
    this.#lose(why, now);
  }

  /** The connection is gone; another one follows after a pause. */
  #lose(why: string, now: number, failures = 0): void {
    const wasStable = this.#phase === "connected" && now - this.#welcomedAt >= this.#limits.stableAfterMs;
    this.#failures = Math.max(wasStable ? 0 : this.#failures, failures);
    this.#stopTimers();
    this.#phase = "waiting";
    const longestMs = Math.min(this.#limits.firstPauseMs * 2 ** this.#failures, this.#limits.longestPauseMs);
    this.#failures++;
    this.#do({ type: "wait", longestMs, why });
  }

  #end(state: LinkState, why: string, code: number): void {
    if (this.#phase === "ended") return;
    const isLive = this.#phase !== "waiting";
    if (isLive) this.#do({ type: "close", connection: this.#connection, code, reason: "" });
    this.#stopTimers();
    this.#phase = "ended";
    this.#failures = 0;
    this.#link(state, why);
    this.#actions.push(...this.#outbox.settleAll(why));
  }

  #stopTimers(): void {
    for (const timer of ["retry", "connect", "ping", "dead"] as const) this.#do({ type: "stopTimer", timer });
    this.#pingedAt = undefined;
    this.#probe = undefined;
  }

  // ---- frames to send ----------------------------------------------------------------------------

  #flush(): void {
    if (this.#phase !== "connected") return;
    for (const sending of this.#outbox.takeUnsent()) this.#send(frameOf(sending));
  }

  #acknowledge(urgent: boolean): void {
    const place = this.#phase === "connected" ? this.#cursor.takeAck(urgent) : undefined;
    if (place) this.#send({ body: { case: "ack", value: { position: place } } });
  }

  #send(frame: MessageInitShape<typeof ClientFrameSchema>): void {
    this.#do({ type: "send", connection: this.#connection, frame: create(ClientFrameSchema, frame) });
  }

  #unanswered(request: bigint, why: string): void {
    this.#do(settled(request, { type: "unanswered", why }));
  }

  #link(state: LinkState, why = ""): void {
    this.#do({ type: "link", state, why });
  }

  #do(action: StreamAction): void {
    this.#actions.push(action);
  }
}

function frameOf(sending: Sending): MessageInitShape<typeof ClientFrameSchema> {
  if (sending.case === "seen") return { body: { case: "seen", value: { offer: sending.offer } } };
  return { request: sending.request, body: sending.body };
}

function never(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
