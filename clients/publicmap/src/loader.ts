// Asks the server as `loading.ts` says, and keeps what came with its tag, so that what has not changed is not sent
// again. The last list also lies on the device: a phone without a network shows it, with its age.
import { readList, type Aed, type AedList, type Position } from "./aed";
import { nearestPath, type Box } from "./area";
import { idle, step, type Link, type Loading, type LoadingEvent, type Outcome } from "./loading";

export interface Heard extends AedList {
  /** When the server said so, by this device's clock. */
  readonly at: number;
}

export interface Platform {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  readonly now: () => number;
  readonly setTimer: (act: () => void, ms: number) => unknown;
  readonly clearTimer: (timer: unknown) => void;
  readonly store: Pick<Storage, "getItem" | "setItem"> | undefined;
}

export interface LoaderEvents {
  readonly heard: (heard: Heard) => void;
  readonly link: (link: Link) => void;
}

const STORED = "goldenfour.map.last";
const KEPT = 16;
const TIMEOUT_MS = 10_000;
const NEAREST_MS = 3_000; // whoever waits for it sees a map at least
const USUAL_RETRY_MS = 5_000;

interface Kept extends Heard {
  readonly tag: string;
}

export class Loader {
  readonly #platform: Platform;
  readonly #events: LoaderEvents;
  readonly #kept = new Map<string, Kept>();
  #state: Loading = idle;
  #timer: unknown;
  #closed = false;

  constructor(platform: Platform, events: LoaderEvents) {
    this.#platform = platform;
    this.#events = events;
    const last = this.#readLast();
    if (last) events.heard(last);
  }

  /** What can be seen now. */
  look(box: Box): void {
    const before = this.#state.wanted;
    this.#tell({ type: "view", box, now: this.#platform.now() });
    const kept = this.#state.wanted !== before ? this.#kept.get(this.#state.wanted ?? "") : undefined;
    if (kept) this.#events.heard(kept);
  }

  /** The nearest ones, nearest first; none when the server does not say. Once: what is shown comes by look(). */
  async nearest(position: Position): Promise<readonly Aed[]> {
    try {
      const response = await this.#platform.fetch(nearestPath(position), {
        headers: { Accept: "application/json" },
        credentials: "omit",
        signal: AbortSignal.timeout(NEAREST_MS),
      });
      return response.ok ? readList(await response.json()).aeds : [];
    } catch {
      return [];
    }
  }

  /** The page is shown again, or the device has a network again. */
  wake(): void {
    this.#tell({ type: "wake", now: this.#platform.now() });
  }

  close(): void {
    this.#closed = true;
    this.#platform.clearTimer(this.#timer);
  }

  #tell(event: LoadingEvent): void {
    if (this.#closed) return;
    const before = this.#state.link;
    this.#state = step(this.#state, event);
    if (this.#state.link !== before) this.#events.link(this.#state.link);
    this.#platform.clearTimer(this.#timer);
    const { due, asking } = this.#state;
    if (due === undefined || asking !== undefined) return;
    this.#timer = this.#platform.setTimer(() => void this.#ask(), Math.max(0, due - this.#platform.now()));
  }

  async #ask(): Promise<void> {
    this.#tell({ type: "asked", now: this.#platform.now() });
    const path = this.#state.asking;
    if (path === undefined) return;
    const outcome = await this.#outcomeOf(path).catch((): Outcome => ({ kind: "failed" }));
    this.#tell({ type: "outcome", path, outcome, now: this.#platform.now() });
  }

  async #outcomeOf(path: string): Promise<Outcome> {
    const kept = this.#kept.get(path);
    const response = await this.#platform.fetch(path, {
      headers: { Accept: "application/json", ...(kept ? { "If-None-Match": kept.tag } : {}) },
      cache: "no-store", // ours has the tag
      credentials: "omit",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 304 && kept) return this.#keep(path, kept, kept.tag);
    if (response.status === 200)
      return this.#keep(path, readList(await response.json()), response.headers.get("ETag") ?? "");
    if (response.status === 429) return { kind: "limited", retryAfterMs: retryAfterMs(response) };
    if (response.status === 400 && (await fieldOf(response)) === "bbox") return { kind: "tooWide" };
    return { kind: "failed" };
  }

  #keep(path: string, { aeds, truncated }: AedList, tag: string): Outcome {
    const kept = { aeds, truncated, tag, at: this.#platform.now() };
    this.#kept.delete(path);
    if (tag !== "") this.#kept.set(path, kept);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    if (path !== this.#state.wanted) return { kind: "answered" };
    this.#events.heard(kept);
    this.#writeLast(kept);
    return { kind: "answered" };
  }

  #writeLast({ aeds, truncated, at }: Heard): void {
    try {
      this.#platform.store?.setItem(STORED, JSON.stringify({ aeds, truncated, at }));
    } catch {
      return; // no room: nothing to fall back on, and nothing worse
    }
  }

  #readLast(): Heard | undefined {
    try {
      const last = JSON.parse(this.#platform.store?.getItem(STORED) ?? "null") as Heard | null;
      return last && Array.isArray(last.aeds) && Number.isFinite(last.at) ? last : undefined;
    } catch {
      return undefined; // half a record of a full disk
    }
  }
}

function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 600) * 1000 : USUAL_RETRY_MS;
}

async function fieldOf(response: Response): Promise<unknown> {
  const problem: unknown = await response.json().catch(() => undefined);
  return (problem as { field?: unknown } | undefined)?.field;
}
