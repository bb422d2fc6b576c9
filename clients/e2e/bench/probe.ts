// What a page is asked while it works: when each frame of the stream arrived, when what it says was painted.
import { ServerFrameSchema, fromBinary, timestampDate, type ServerFrame } from "@goldenfour/sdk";
import type { Page } from "playwright-core";

export interface Heard {
  /** Milliseconds since 1970, by the machine's clock, which is the server's as well. */
  readonly arrivedAt: number;
  readonly frame: ServerFrame;
}

/** From the first frame's arrival to the painted picture. */
export interface Painted {
  readonly from: number;
  readonly until: number;
}

export interface Collected {
  readonly heard: readonly Heard[];
  readonly painted: readonly Painted[];
}

interface Notes {
  frames: [number, Uint8Array][];
  paints: [number, number][];
}

/** Reloads the page with the probe in it. `measure` is the name of the app's own entries. */
export async function putIn(page: Page, measure: string): Promise<void> {
  await page.addInitScript(listen, measure);
  await page.reload();
}

// Runs in the page, before its scripts.
function listen(measure: string): void {
  const notes: Notes = { frames: [], paints: [] };
  const Native = WebSocket;
  class Heard extends Native {
    constructor(...given: ConstructorParameters<typeof Native>) {
      super(...given);
      this.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (data instanceof ArrayBuffer) notes.frames.push([performance.now(), new Uint8Array(data)]);
      });
    }
  }
  Object.assign(globalThis, { WebSocket: Heard, notes });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntriesByName(measure))
      notes.paints.push([startTime, startTime + duration]);
  }).observe({ type: "measure" });
}

/** What was noted since the last time, and forgets it. */
export async function collect(page: Page): Promise<Collected> {
  const { frames, paints, origin } = await page.evaluate(() => {
    const notes = (globalThis as unknown as { notes: Notes }).notes;
    // The page's own clock starts with the machine's and then goes its own way.
    let later = 0;
    for (let n = 0; n < 1000; n++) later += Date.now() + 0.5 - performance.now();
    const frames = notes.frames.map(([at, bytes]) => {
      const { toBase64 } = bytes as unknown as { toBase64: () => string };
      return [at, toBase64.call(bytes)] as const;
    });
    const told = { frames, paints: [...notes.paints], origin: later / 1000 };
    for (const list of [notes.frames, notes.paints]) list.length = 0;
    return told;
  });
  return {
    heard: frames.map(([at, text]) => ({
      arrivedAt: origin + at,
      frame: fromBinary(ServerFrameSchema, Buffer.from(text, "base64")),
    })),
    painted: paints.map(([from, until]) => ({ from: origin + from, until: origin + until })),
  };
}

export interface Way {
  /** When the server decided it, which is before it was on the disk and written. */
  readonly decidedAt: number;
  readonly arrivedAt: number;
  readonly paintedAt: number;
}

/** Each frame of this kind, and the first picture that was finished after its arrival. */
export function waysOf({ heard, painted }: Collected, kind: "offer" | "incident"): Way[] {
  return heard.flatMap(({ arrivedAt, frame }) => {
    const picture = painted.find(({ until }) => until >= arrivedAt);
    if (frame.body.case !== kind || !frame.at || !picture) return [];
    return [{ decidedAt: timestampDate(frame.at).getTime(), arrivedAt, paintedAt: picture.until }];
  });
}
