import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { DescMessage, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import { timestampDate } from "@bufbuild/protobuf/wkt";

import type { Client } from "../client.js";
import { ClientFrameSchema, PresenceReportSchema } from "../gen/goldenfour/v1/stream_pb.js";
import type {
  ClientFrame,
  ProgressSchema,
  Counts,
  IncidentEvent,
  Movements,
  OfferNotice,
  Reset,
  Result,
  ServerFrame,
  StandDown,
  TaskNotice,
  Welcome,
} from "../gen/goldenfour/v1/stream_pb.js";
import { Problem, Unanswered } from "../problem.js";
import { Connection } from "./connection.js";
import type { Place } from "./cursor.js";
import { DEFAULT_LIMITS } from "./events.js";
import type {
  LinkState,
  Outcome,
  PresenceInit,
  RequestBody,
  StreamAction,
  StreamEvent,
  StreamLimits,
  TimerName,
} from "./events.js";
import { StreamMachine } from "./machine.js";
import { systemClock, webSocketOf } from "./platform.js";
import type { Clock, WebSocketConstructor } from "./platform.js";

/** Where the connection stands, for people to see. */
export interface Link {
  readonly state: LinkState;
  /** What broke, of `waiting`, or why it ended; else empty. */
  readonly why: string;
  /** Of `waiting`: until the next attempt. */
  readonly retryInMs?: number;
}

/** What came with a frame. */
export interface FrameInfo {
  /** The server's clock. */
  readonly at: Date | undefined;
  /** Of durable frames. */
  readonly place: Place | undefined;
}

/**
 * Called one after the other, never inside a call of yours. Durable frames (reset, offer, task,
 * standDown, incident) come once each and in order; after a gap the next one is a reset. They are
 * acknowledged when the handler has returned: of an offer this is what the server calls delivered,
 * so let it ring first. A handler that throws is reported as an uncaught error and changes nothing.
 */
export interface StreamHandlers {
  link?: (link: Link) => void;
  welcome?: (welcome: Welcome) => void;
  /** Everything that is open now; replaces whatever was known. */
  reset?: (reset: Reset, info: FrameInfo) => void;
  offer?: (offer: OfferNotice, info: FrameInfo) => void;
  task?: (task: TaskNotice, info: FrameInfo) => void;
  standDown?: (standDown: StandDown, info: FrameInfo) => void;
  incident?: (event: IncidentEvent, info: FrameInfo) => void;
  /** Ephemeral: some may be missing, the newest counts. */
  counts?: (counts: Counts, info: FrameInfo) => void;
  /** Ephemeral, of a console: everybody who is on the way; replaces the one before. */
  movements?: (movements: Movements, info: FrameInfo) => void;
  /** The server did not like a frame that wants no result: a presence, say. */
  problem?: (problem: Problem) => void;
}

export interface StreamOptions {
  client: Client;
  on: StreamHandlers;
  /** As setPresence() before the first connection. */
  presence?: PresenceInit;
  /** Only for who has kept all durable frames up to there. Default: start with a reset. */
  resume?: Place;
  /** Default: the global one. In Node before 22, that of the package `ws`. */
  webSocket?: WebSocketConstructor;
  limits?: Partial<StreamLimits>;
  clock?: Clock;
  /** Uniform in [0, 1): the jitter of the back-off. Default: Math.random. */
  random?: () => number;
}

export interface RequestOptions {
  /** Gives up waiting; rejects with the signal's reason. What was sent may have been done. */
  signal?: AbortSignal;
}

/**
 * One subscriber's stream, which comes back after every break until it is closed.
 *
 * Requests (answer, progress, setDuty) wait while there is no connection and go out in order. If the
 * connection breaks before the result came, the request is sent again under the same number; the server
 * takes it once. Each promise settles once: it resolves with the result, rejects with Problem when the
 * server says no (OFFER_ENDED, ALREADY_COMMITTED, ...), and with Unanswered when the stream ended or
 * more than `maxQueue` requests wait.
 */
export interface Stream {
  readonly link: Link;
  /** Up to where durable frames were delivered. */
  readonly place: Place | undefined;
  /** The result of an accepted offer names the task; what to know about it comes as a task frame. */
  answer(offer: string, accept: boolean, options?: RequestOptions): Promise<Result>;
  progress(progress: MessageInitShape<typeof ProgressSchema>, options?: RequestOptions): Promise<Result>;
  setDuty(onDuty: boolean, options?: RequestOptions): Promise<Result>;
  /** A person looked at the offer. */
  seen(offer: string): void;
  /** The newest wins; also said in every hello from now on, until `undefined` makes the stream forget it. */
  setPresence(presence: PresenceInit | undefined): void;
  /**
   * The device is online again, the page is shown again: tries at once instead of after the pause. A
   * connection that seems alive is asked, and left if it does not answer within 5 s.
   */
  wake(): void;
  /** After an end (refused, replaced, stopped) goes on where it was. */
  start(): void;
  /** Ends politely. No handler is called after the link has told `stopped`. */
  close(): void;
}

/** Opens a stream. Throws TypeError when there is no WebSocket to open it with. */
export function openStream(options: StreamOptions): Stream {
  const stream = new Driver(options);
  stream.start();
  return stream;
}

interface Waiter {
  resolve(result: Result): void;
  reject(error: Error): void;
}

// Which codes of results may succeed later; as in the server's table of errors.
const RETRYABLE = new Set(["OVERLOADED", "RATE_LIMITED", "REQUEST_TIMEOUT", "SHUTTING_DOWN", "INTERNAL"]);

/** Does what the machine says, and tells it what happens. */
class Driver implements Stream {
  readonly #options: StreamOptions;
  readonly #webSocket: WebSocketConstructor;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #machine: StreamMachine;
  readonly #timers = new Map<TimerName, unknown>();
  readonly #waiters = new Map<bigint, Waiter>();
  readonly #events: StreamEvent[] = [];
  #busy = false;
  #connection: Connection | undefined;
  #lastRequest = 0n;
  #link: Link = { state: "stopped", why: "" };

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#webSocket = webSocketOf(options.webSocket);
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#machine = new StreamMachine({ ...DEFAULT_LIMITS, ...options.limits }, options.resume);
    if (options.presence) this.setPresence(options.presence);
  }

  get link(): Link {
    return this.#link;
  }

  get place(): Place | undefined {
    return this.#machine.place;
  }

  answer(offer: string, accept: boolean, options?: RequestOptions): Promise<Result> {
    return this.#request({ case: "answer", value: { offer, accept } }, options);
  }

  progress(progress: MessageInitShape<typeof ProgressSchema>, options?: RequestOptions): Promise<Result> {
    return this.#request({ case: "progress", value: progress }, options);
  }

  setDuty(onDuty: boolean, options?: RequestOptions): Promise<Result> {
    return this.#request({ case: "duty", value: { onDuty } }, options);
  }

  seen(offer: string): void {
    this.#tell({ type: "seen", offer });
  }

  setPresence(presence: PresenceInit | undefined): void {
    this.#tell({ type: "presence", presence: presence && copyOf(PresenceReportSchema, presence) });
  }

  wake(): void {
    this.#tell({ type: "wake" });
  }

  start(): void {
    this.#tell({ type: "start" });
  }

  close(): void {
    this.#tell({ type: "stop" });
  }

  #request(body: RequestBody, options: RequestOptions = {}): Promise<Result> {
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    let frame: ClientFrame;
    try {
      frame = copyOf(ClientFrameSchema, { body });
    } catch (error) {
      return Promise.reject(error as Error);
    }
    const request = ++this.#lastRequest;
    return new Promise((resolve, reject) => {
      const withdraw = () => {
        this.#waiters.delete(request);
        this.#tell({ type: "withdraw", request });
        reject(signal?.reason as Error);
      };
      signal?.addEventListener("abort", withdraw, { once: true });
      const forget = () => signal?.removeEventListener("abort", withdraw);
      this.#waiters.set(request, {
        resolve: (result) => (forget(), resolve(result)),
        reject: (error) => (forget(), reject(error)),
      });
      this.#tell({ type: "request", request, body: frame.body as RequestBody });
    });
  }

  /** Handlers may call us: what they want comes after what is being done. */
  #tell(event: StreamEvent): void {
    this.#events.push(event);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#events.shift(); next; next = this.#events.shift()) {
        for (const action of this.#machine.step(next, this.#clock.now())) this.#perform(action);
      }
    } finally {
      this.#busy = false;
    }
  }

  #perform(action: StreamAction): void {
    switch (action.type) {
      case "takeTicket":
        this.#connection = new Connection(this.#options.client, action.connection, (event) =>
          this.#tell(event),
        );
        return this.#connection.takeTicket();
      case "open":
        return this.#connection?.open(this.#webSocket);
      case "send":
        return this.#connection?.send(action.frame);
      case "close":
        return this.#connection?.close(action.code, action.reason);
      case "wait":
        return this.#wait(action.longestMs, action.why);
      case "startTimer":
        return this.#startTimer(action.timer, action.ms);
      case "stopTimer":
        return this.#stopTimer(action.timer);
      case "link":
        return this.#tellLink({ state: action.state, why: action.why });
      case "deliver":
        return guarded(() => this.#deliver(action.frame));
      case "settle":
        return this.#settle(action.request, action.outcome);
    }
  }

  #wait(longestMs: number, why: string): void {
    const retryInMs = longestMs * (0.5 + this.#random() / 2);
    this.#startTimer("retry", retryInMs);
    this.#tellLink({ state: "waiting", why, retryInMs });
  }

  #startTimer(timer: TimerName, ms: number): void {
    this.#stopTimer(timer);
    const fire = () => {
      this.#timers.delete(timer);
      this.#tell({ type: "timer", timer });
    };
    this.#timers.set(timer, this.#clock.setTimer(fire, ms));
  }

  #stopTimer(timer: TimerName): void {
    if (this.#timers.has(timer)) this.#clock.clearTimer(this.#timers.get(timer));
    this.#timers.delete(timer);
  }

  #tellLink(link: Link): void {
    this.#link = link;
    guarded(() => this.#options.on.link?.(link));
  }

  #deliver(frame: ServerFrame): void {
    const { on } = this.#options;
    const { body } = frame;
    const place = frame.position && { epoch: frame.position.epoch, sequence: frame.position.sequence };
    const info: FrameInfo = { at: frame.at && timestampDate(frame.at), place };
    switch (body.case) {
      case "welcome":
        return on.welcome?.(body.value);
      case "reset":
        return on.reset?.(body.value, info);
      case "offer":
        return on.offer?.(body.value, info);
      case "task":
        return on.task?.(body.value, info);
      case "standDown":
        return on.standDown?.(body.value, info);
      case "incident":
        return on.incident?.(body.value, info);
      case "counts":
        return on.counts?.(body.value, info);
      case "movements":
        return on.movements?.(body.value, info);
      case "result":
        return on.problem?.(problemOfResult(body.value));
    }
  }

  #settle(request: bigint, outcome: Outcome): void {
    const waiter = this.#waiters.get(request);
    this.#waiters.delete(request);
    if (outcome.type === "unanswered") waiter?.reject(new Unanswered(outcome.why));
    else if (outcome.result.code === "OK") waiter?.resolve(outcome.result);
    else waiter?.reject(problemOfResult(outcome.result));
  }
}

/** As it is now, whatever its owner changes later. Throws what protobuf throws on a value that does not fit. */
function copyOf<Desc extends DescMessage>(schema: Desc, init: MessageInitShape<Desc>): MessageShape<Desc> {
  return fromBinary(schema, toBinary(schema, create(schema, init)));
}

function problemOfResult({ code, field, detail }: Result): Problem {
  return new Problem({ code, field, detail, retryable: RETRYABLE.has(code) });
}

/** The owner's mistake must be loud, but the stream goes on. */
function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
