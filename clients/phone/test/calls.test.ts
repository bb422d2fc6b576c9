import { Role, timestampFromDate } from "@goldenfour/sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accepting,
  deadlineOf,
  nothing,
  ringing,
  step,
  type CallEvent,
  type Calls,
} from "../src/model/calls";
import { aed, NOW, offer, task } from "./make";

const play = (...events: CallEvent[]): Calls => events.reduce(step, nothing);
const shown = (state: Calls) => ringing(state)?.notice.offer;
const standDown = (id: string, cause = "CANCELLED"): CallEvent => ({
  type: "standDown",
  id,
  cause,
  now: NOW,
});

describe("a question", () => {
  test("rings until it is answered", () => {
    const asked = play({ type: "offer", notice: offer("a") });
    expect(shown(asked)).toBe("a");
    expect(shown(step(asked, { type: "answered", offer: "a", accept: false }))).toBeUndefined();
    const yes = step(asked, { type: "answered", offer: "a", accept: true });
    expect([shown(yes), accepting(yes)?.notice.offer]).toEqual([undefined, "a"]);
  });

  test("of several the newest rings, then the one before", () => {
    const two = play({ type: "offer", notice: offer("a") }, { type: "offer", notice: offer("b") });
    expect(shown(two)).toBe("b");
    expect(shown(step(two, standDown("b")))).toBe("a");
  });

  test("is over by itself at its deadline, and says so once", () => {
    const late = play({ type: "offer", notice: offer("a") }, { type: "tick", now: NOW + 25_000 });
    expect(shown(late)).toBeUndefined();
    expect(late.end).toMatchObject({ id: "a", cause: "EXPIRED" });
    const read = step(step(late, { type: "endSeen" }), standDown("a", "EXPIRED"));
    expect([read.end, read.calls]).toEqual([undefined, []]);
  });

  test("does not come back after its end, unless a reset says that it is open", () => {
    const over = play({ type: "offer", notice: offer("a") }, standDown("a"));
    expect(over.end).toMatchObject({ of: "offer", cause: "CANCELLED" });
    expect(shown(step(over, { type: "offer", notice: offer("a") }))).toBeUndefined();
    expect(shown(step(over, { type: "reset", offers: [offer("a")], tasks: [] }))).toBe("a");
  });

  test("whose notification is tapped when all is over says so, once", () => {
    const called: CallEvent = { type: "called", offer: "a", now: NOW };
    const late = play({ type: "reset", offers: [], tasks: [] }, called);
    expect(late.end).toMatchObject({ of: "offer", cause: "CALL_OVER" });
    expect(step(late, { type: "endSeen" }).end).toBeUndefined();
    const asked = play({ type: "offer", notice: offer("a") }, called);
    expect([shown(asked), asked.end]).toEqual(["a", undefined]);
    const other = play({ type: "offer", notice: offer("b") }, called);
    expect([shown(other), other.end]).toEqual(["b", undefined]);
    const stopped = play({ type: "offer", notice: offer("a") }, standDown("a"), called);
    expect(stopped.end).toMatchObject({ cause: "CANCELLED" });
  });

  test("a no keeps quiet through a reset, and its end is not told", () => {
    const no = play({ type: "offer", notice: offer("a") }, { type: "answered", offer: "a", accept: false });
    const again = step(no, { type: "reset", offers: [offer("a")], tasks: [] });
    expect(shown(again)).toBeUndefined();
    expect(step(again, standDown("a")).end).toBeUndefined();
  });

  test("a yes that came too late is thanked for", () => {
    const yes = play({ type: "offer", notice: offer("a") }, { type: "answered", offer: "a", accept: true });
    const refused = step(yes, { type: "answerRefused", offer: "a", cause: "OFFER_ENDED", now: NOW });
    expect(refused.end).toMatchObject({ cause: "OFFER_ENDED" });
    expect(accepting(refused)).toBeUndefined();
  });
});

describe("a task", () => {
  const accepted = play(
    { type: "offer", notice: offer("a", { role: Role.AED, aed: aed("x") }) },
    { type: "answered", offer: "a", accept: true },
    { type: "task", notice: task("a", { role: Role.CPR }) },
  );

  test("says what is different from the question, until it was read", () => {
    expect(accepted.errands[0]?.changes).toEqual([{ type: "straight" }]);
    expect(accepted.calls).toEqual([]);
    expect(step(accepted, { type: "changesSeen", task: "a" }).errands[0]?.changes).toEqual([]);
  });

  test("keeps what was pressed through a reset", () => {
    const left = step(accepted, { type: "stepped", task: "a", step: "LEFT", aed: undefined });
    const back = step(left, { type: "reset", offers: [], tasks: [task("a")] });
    expect(back.errands[0]?.pressed).toBe("LEFT");
  });

  test("that this phone has ended stays ended, though a reset knows nothing of it yet", () => {
    const done = step(accepted, { type: "finished", task: "a", cause: "HANDED_OVER", now: NOW });
    expect(done.end).toMatchObject({ of: "task", cause: "HANDED_OVER" });
    expect(step(done, { type: "reset", offers: [], tasks: [task("a")] }).errands).toEqual([]);
  });

  test("released after waiting: go on, and no word of the wait is left", () => {
    const waits = step(accepted, { type: "task", notice: task("a", { wait: true }) });
    expect(waits.errands[0]?.changes.map(({ type }) => type)).toEqual(["wait", "straight"]);
    const goes = step(waits, { type: "task", notice: task("a") });
    expect(goes.errands[0]?.changes.map(({ type }) => type)).toEqual(["go", "straight"]);
  });

  test("nothing rings beside it; what is still open rings after it", () => {
    const beside = step(accepted, { type: "offer", notice: offer("b") });
    expect(shown(beside)).toBeUndefined();
    expect(shown(step(beside, standDown("a")))).toBe("b");
  });

  test("whether somebody had left is remembered for the question afterwards", () => {
    expect(step(accepted, standDown("a")).end?.hadLeft).toBe(false);
    const left = step(accepted, { type: "stepped", task: "a", step: "LEFT", aed: undefined });
    expect(step(left, standDown("a")).end?.hadLeft).toBe(true);
  });
});

describe("a test ring", () => {
  const test_: CallEvent = { type: "offer", notice: offer("t"), isTest: true };

  test("gives way to a real one and never answers it", () => {
    const real = play(test_, { type: "offer", notice: offer("a") });
    expect(real.calls.map(({ notice }) => notice.offer)).toEqual(["a"]);
    expect(shown(step(real, test_))).toBe("a");
  });

  test("answered it is gone, and ends without a word", () => {
    expect(play(test_, { type: "answered", offer: "t", accept: true }).calls).toEqual([]);
    expect(play(test_, { type: "tick", now: NOW + 60_000 })).toEqual({ ...nothing });
  });
});

// ---- any order ------------------------------------------------------------------------------------

const ids = fc.constantFrom("a", "b", "c");
const someOffer = fc
  .record({ id: ids, seconds: fc.integer({ min: 0, max: 60 }) })
  .map(({ id, seconds }) => offer(id, { deadline: timestampFromDate(new Date(NOW + seconds * 1000)) }));
const someTask = fc.record({ id: ids, wait: fc.boolean() }).map(({ id, wait }) => task(id, { wait }));
const unique = <T>(key: (item: T) => string, arbitrary: fc.Arbitrary<T>) =>
  fc.uniqueArray(arbitrary, { selector: key, maxLength: 2 });

const someEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  someOffer.map((notice): CallEvent => ({ type: "offer", notice })),
  someTask.map((notice): CallEvent => ({ type: "task", notice })),
  fc
    .record({ id: ids, cause: fc.constantFrom("CANCELLED", "EXPIRED", "STOOD_DOWN") })
    .map(({ id, cause }) => standDown(id, cause)),
  fc.record({ id: ids, accept: fc.boolean() }).map(({ id, accept }): CallEvent => {
    return { type: "answered", offer: id, accept };
  }),
  ids.map((id): CallEvent => ({ type: "answerRefused", offer: id, cause: "OFFER_ENDED", now: NOW })),
  fc.integer({ min: 0, max: 70 }).map((s): CallEvent => ({ type: "tick", now: NOW + s * 1000 })),
  fc.constantFrom("LEFT", "ON_SCENE", "AED_UNAVAILABLE").chain((name) =>
    ids.map((id): CallEvent => {
      return { type: "stepped", task: id, step: name as "LEFT", aed: "x" };
    }),
  ),
  ids.map((id): CallEvent => ({ type: "finished", task: id, cause: "GAVE_UP", now: NOW })),
  fc
    .record({
      offers: unique(({ offer: id }) => id, someOffer),
      tasks: unique(({ task: id }) => id, someTask),
    })
    .map(({ offers, tasks }): CallEvent => ({ type: "reset", offers, tasks })),
  fc.constant<CallEvent>({ type: "endSeen" }),
);

const seed = Number(process.env["SEED"] ?? 4);
const numRuns = Number(process.env["RUNS"] ?? 300);

test("in any order: nothing rings after its end, beside a task or past its time, and a reset replaces all", () => {
  fc.assert(
    fc.property(fc.array(someEvent, { maxLength: 40 }), (events) => {
      let state = nothing;
      const ended = new Set<string>();
      for (const event of events) {
        const before = state;
        state = step(state, event);
        if (event.type === "standDown") ended.add(event.id);
        if (event.type === "reset") {
          ended.clear();
          expect(state.calls.map(({ notice }) => notice)).toEqual(event.offers);
          const open = event.tasks.filter((notice) => !before.finished.includes(notice.task));
          expect(state.errands.map(({ notice }) => notice)).toEqual(open);
        }
        const ring = ringing(state);
        if (ring) {
          expect(ended).not.toContain(ring.notice.offer);
          expect(state.errands).toEqual([]);
          expect(accepting(state)).toBeUndefined();
          if (event.type === "tick") expect(deadlineOf(ring.notice)).toBeGreaterThan(event.now);
        }
        for (const list of [
          state.calls.map(({ notice }) => notice.offer),
          state.errands.map(({ notice }) => notice.task),
        ])
          expect(new Set(list).size).toBe(list.length);
        if (state === before) expect(state).toEqual(before);
      }
    }),
    { seed, numRuns },
  );
}, 60_000);
