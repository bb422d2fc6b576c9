import type { ServerFrame, StreamPosition } from "../gen/goldenfour/v1/stream_pb.js";

/** Where a subscriber stands in its durable frames. */
export interface Place {
  readonly epoch: number;
  readonly sequence: bigint;
}

/**
 * What to make of a frame.
 * - ephemeral: carries no position; use it, nothing to acknowledge
 * - new: the next durable frame, or a reset; use it
 * - duplicate: already known; ignore it
 * - gap: something is missing; reconnect, the cursor has forgotten its place
 */
export type Verdict = "ephemeral" | "new" | "duplicate" | "gap";

const ACK_EVERY = 16;

/** Judges durable frames. Pure. */
export class StreamCursor {
  #place: Place | undefined;
  #unacknowledged = 0;

  /** `place`: of an earlier run that kept what it had received up to there. */
  constructor(place?: Place) {
    this.#place = place;
  }

  /** For Hello.resume; nothing before the first reset and after a gap: start with a snapshot. */
  get place(): Place | undefined {
    return this.#place;
  }

  accept(frame: ServerFrame): Verdict {
    if (frame.body.case === "reset") return this.#moveTo(frame.body.value.position ?? frame.position);
    // A welcome says where the newest frame is, not that we have it.
    if (frame.position === undefined || frame.body.case === "welcome") return "ephemeral";
    const { epoch, sequence } = frame.position;
    if (this.#place === undefined || epoch !== this.#place.epoch) return this.#forget();
    if (sequence <= this.#place.sequence) return "duplicate";
    return sequence === this.#place.sequence + 1n ? this.#moveTo(frame.position) : this.#forget();
  }

  /**
   * What to acknowledge now, if anything is new since the last call. Not `urgent`: only once 16
   * frames have come together.
   */
  takeAck(urgent: boolean): Place | undefined {
    if (this.#unacknowledged === 0 || (!urgent && this.#unacknowledged < ACK_EVERY)) return undefined;
    this.#unacknowledged = 0;
    return this.#place;
  }

  #moveTo(position: StreamPosition | undefined): Verdict {
    if (position === undefined) return this.#forget();
    this.#place = { epoch: position.epoch, sequence: position.sequence };
    this.#unacknowledged++;
    return "new";
  }

  #forget(): Verdict {
    this.#place = undefined;
    this.#unacknowledged = 0;
    return "gap";
  }
}
