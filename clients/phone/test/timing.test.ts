import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heardFrame, measured, serverNow, unknownClock } from "../src/model/clock";
import { beatsBetween, PER_MINUTE, roundsDone, type Mode } from "../src/model/metronome";
import { isWorthTelling, type Fix } from "../src/model/presence";
import {
  answered,
  msToNextQuestion,
  welfareAfter,
  welfareToAsk,
  WELFARE_AFTER_MS,
} from "../src/model/welfare";

const presses = (mode: Mode, from: number, to: number) =>
  beatsBetween(mode, from, to).filter(({ signal }) => signal === "press");

describe("the metronome", () => {
  test("gives 110 a minute, without drift in an hour", () => {
    const hour = presses("continuous", 0, 3599.9);
    expect(hour.length).toBe(60 * PER_MINUTE);
    hour.forEach(({ at }, n) => expect(at).toBeCloseTo((n * 60) / PER_MINUTE, 9));
  });

  test("thirty presses, two breaths, again", () => {
    const first = beatsBetween("30:2", 0, 21.3);
    expect(first.map(({ signal }) => signal)).toEqual([
      ...Array<string>(30).fill("press"),
      "breathe",
      "breathe",
    ]);
    const [last, breath, , next] = beatsBetween("30:2", 15.7, 22);
    expect([last?.number, breath?.signal, next?.number]).toEqual([30, "breathe", 1]);
    expect(next!.at - last!.at).toBeLessThan(10); // hands off for less than ten seconds
  });

  test("says to change over every two minutes, in a pause", () => {
    const changes = (mode: Mode) => beatsBetween(mode, 0, 600).filter(({ signal }) => signal === "change");
    expect(changes("continuous").map(({ at }) => at)).toEqual([120, 240, 360, 480]);
    const inPause = changes("30:2");
    expect(inPause.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    for (const [n, { at }] of inPause.entries()) {
      expect(at).toBeGreaterThanOrEqual((n + 1) * 120);
      expect(at).toBeLessThan((n + 1) * 120 + 22);
    }
  });

  test("is the same in whatever pieces it is asked for", () => {
    const mode = fc.constantFrom<Mode>("continuous", "30:2");
    const cuts = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(mode, cuts, (chosen, at) => {
        const edges = [0, ...at.sort((a, b) => a - b), 300];
        const pieces = edges.slice(1).flatMap((to, n) => beatsBetween(chosen, edges[n]!, to));
        expect(pieces).toEqual(beatsBetween(chosen, 0, 300));
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test("counts rounds", () => {
    expect([roundsDone("30:2", 21), roundsDone("30:2", 22), roundsDone("continuous", 250)]).toEqual([
      0, 1, 2,
    ]);
  });
});

describe("the server's clock", () => {
  test("is taken from the middle of a question and its answer", () => {
    const clock = measured(50_000, 1_000, 1_400, 1);
    expect(serverNow(clock, 2_200)).toBe(51_000);
  });

  test("runs faster in a drill", () => {
    expect(serverNow(measured(50_000, 1_000, 1_000, 20), 2_000)).toBe(70_000);
  });

  test("a frame is never from the future, and an old one moves nothing back", () => {
    const first = heardFrame(unknownClock, 50_000, 1_000);
    expect(serverNow(first, 1_000)).toBe(50_000);
    expect(serverNow(heardFrame(first, 40_000, 2_000), 2_000)).toBe(51_000);
    expect(serverNow(heardFrame(first, 60_000, 2_000), 2_000)).toBe(60_000);
    const timed = measured(50_000, 1_000, 1_000, 1);
    expect(heardFrame(timed, 49_000, 1_500)).toBe(timed);
  });
});

describe("a position", () => {
  const here: Fix = { latitude: 43.7393, longitude: 7.4276, accuracyMeters: 10, at: 0 };
  const north = (meters: number): Fix => ({ ...here, latitude: here.latitude + meters / 111_195 });

  test("is told at first, after 25 m, and once a minute", () => {
    expect(isWorthTelling(undefined, 0, here, 0)).toBe(true);
    expect(isWorthTelling(here, 0, north(20), 5_000)).toBe(false);
    expect(isWorthTelling(here, 0, north(26), 5_000)).toBe(true);
    expect(isWorthTelling(here, 0, here, 60_000)).toBe(true);
  });

  test("that only jumps about in its own doubt is not told", () => {
    expect(isWorthTelling(here, 0, { ...north(40), accuracyMeters: 120 }, 5_000)).toBe(false);
  });
});

describe("the question afterwards", () => {
  const end = { id: "t", drill: false, hadLeft: true };

  test("comes after ninety minutes, once", () => {
    const due = welfareAfter(end, 0);
    expect(msToNextQuestion(due, 0)).toBe(WELFARE_AFTER_MS);
    expect(welfareToAsk(due, WELFARE_AFTER_MS - 1)).toBeUndefined();
    expect(welfareToAsk(due, WELFARE_AFTER_MS)?.id).toBe("t");
    expect(welfareToAsk(answered(due, "t", "fine"), WELFARE_AFTER_MS)).toBeUndefined();
  });

  test("not after exercises, nor for who never left, nor weeks later", () => {
    expect(welfareAfter({ ...end, drill: true }, 0)).toEqual([]);
    expect(welfareAfter({ ...end, hadLeft: false }, 0)).toEqual([]);
    expect(welfareToAsk(welfareAfter(end, 0), 30 * 24 * 3600_000)).toBeUndefined();
  });
});
