import { describe, expect, it } from "vitest";
import { boxAround } from "../src/area";
import {
  idle,
  REFRESH_MS,
  SETTLE_MS,
  step,
  type Loading,
  type LoadingEvent,
  type Outcome,
} from "../src/loading";

const town = boxAround({ latitude: 46.05, longitude: 14.5 }, 1000);
const other = boxAround({ latitude: 43.73, longitude: 7.42 }, 1000);

function after(...events: LoadingEvent[]): Loading {
  return events.reduce(step, idle);
}

function outcome(state: Loading, outcome: Outcome, now: number): Loading {
  return step(state, { type: "outcome", path: state.asking ?? "", outcome, now });
}

const asked = after({ type: "view", box: town, now: 0 }, { type: "asked", now: SETTLE_MS });

describe("when to ask", () => {
  it("not before the map stands still", () => {
    const moving = after({ type: "view", box: town, now: 0 }, { type: "view", box: other, now: 100 });
    expect(moving.due).toBe(100 + SETTLE_MS);
  });

  it("again when the answer grows old", () => {
    expect(outcome(asked, { kind: "answered" }, 1000)).toMatchObject({
      link: "fresh",
      due: 1000 + REFRESH_MS,
    });
  });

  it("not again for what is known to be too wide, until something else is seen", () => {
    const wide = outcome(asked, { kind: "tooWide" }, 1000);
    expect(wide.link).toBe("tooWide");
    expect(wide.due).toBeUndefined();
    expect(step(wide, { type: "view", box: other, now: 2000 })).toMatchObject({ link: "loading", due: 2250 });
  });

  it("never before the server allows it: not on a move, not on waking", () => {
    const limited = outcome(asked, { kind: "limited", retryAfterMs: 7000 }, 1000);
    expect(limited).toMatchObject({ link: "limited", due: 8000 });
    expect(step(limited, { type: "view", box: other, now: 2000 }).due).toBe(8000);
    expect(step(limited, { type: "wake", now: 3000 }).due).toBe(8000);
  });

  it("after failures with longer and longer pauses, at most half a minute; at once when there is a network again", () => {
    let state = asked;
    const pauses: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      state = outcome(state, { kind: "failed" }, 0);
      pauses.push(state.due ?? -1);
      state = step(state, { type: "asked", now: 0 });
    }
    expect(pauses).toEqual([2000, 4000, 8000, 16000, 30000, 30000, 30000]);
    const failed = outcome(state, { kind: "failed" }, 0);
    expect(step(failed, { type: "wake", now: 5 })).toMatchObject({ due: 5, link: "offline" });
    expect(outcome(step(failed, { type: "asked", now: 5 }), { kind: "answered" }, 9).failures).toBe(0);
  });

  it("an answer for what is no longer seen does not stop the next question", () => {
    const moved = step(asked, { type: "view", box: other, now: 300 });
    expect(outcome(moved, { kind: "answered" }, 400)).toMatchObject({ link: "loading", due: 550 });
    expect(outcome(moved, { kind: "tooWide" }, 400)).toMatchObject({ link: "loading", due: 550 });
  });

  it("one question at a time, and nothing is asked before anything is seen", () => {
    expect(step(asked, { type: "wake", now: 400 })).toBe(asked);
    expect(step(idle, { type: "wake", now: 400 })).toBe(idle);
    expect(step(asked, { type: "outcome", path: "?", outcome: { kind: "failed" }, now: 1 })).toBe(asked);
  });
});
