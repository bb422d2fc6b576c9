import type { Result } from "../gen/goldenfour/v1/stream_pb.js";
import type { Outcome, PresenceInit, RequestBody, StreamAction } from "./events.js";

interface Pending {
  readonly body: RequestBody;
  sent: boolean;
}

export type Sending =
  { case: "request"; request: bigint; body: RequestBody } | { case: "seen"; offer: string };

/**
 * What must not get lost while there is no connection. Requests keep their order; each is sent once
 * per connection until its result comes, and settled once. Pure.
 */
export class Outbox {
  readonly #max: number;
  readonly #requests = new Map<bigint, Pending>();
  readonly #seen = new Set<string>();
  presence: PresenceInit | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  /** False: the queue is full. */
  add(request: bigint, body: RequestBody): boolean {
    if (this.#requests.size >= this.#max) return false;
    this.#requests.set(request, { body, sent: false });
    return true;
  }

  withdraw(request: bigint): void {
    this.#requests.delete(request);
  }

  /** The oldest gives way: an offer that was looked at long ago has ended meanwhile. */
  addSeen(offer: string): void {
    this.#seen.add(offer);
    const [oldest] = this.#seen;
    if (this.#seen.size > this.#max && oldest !== undefined) this.#seen.delete(oldest);
  }

  /** Whatever was not sent on this connection yet. */
  takeUnsent(): Sending[] {
    const sending: Sending[] = [];
    for (const offer of this.#seen) sending.push({ case: "seen", offer });
    this.#seen.clear();
    for (const [request, pending] of this.#requests) {
      if (pending.sent) continue;
      pending.sent = true;
      sending.push({ case: "request", request, body: pending.body });
    }
    return sending;
  }

  /**
   * A new connection: whether what has no result arrived is unknown. The server takes a request once
   * however often it comes, so all of them are sent again.
   */
  forgetSent(): void {
    for (const pending of this.#requests.values()) pending.sent = false;
  }

  /** Nothing for a result that nobody waits for. A server that is stopping has not done it. */
  settle(result: Result): StreamAction[] {
    const isKnown = this.#requests.has(result.request);
    if (!isKnown || result.code === "SHUTTING_DOWN") return [];
    this.#requests.delete(result.request);
    return [settled(result.request, { type: "result", result })];
  }

  settleAll(why: string): StreamAction[] {
    const actions = [...this.#requests.keys()].map((request) =>
      settled(request, { type: "unanswered", why }),
    );
    this.#requests.clear();
    return actions;
  }
}

export function settled(request: bigint, outcome: Outcome): StreamAction {
  return { type: "settle", request, outcome };
}
