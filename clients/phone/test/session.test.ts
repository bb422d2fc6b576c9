import { createClient, create, ResetSchema, ResultSchema, StandDownSchema } from "@goldenfour/sdk";
import type { Stream, StreamHandlers, openStream } from "@goldenfour/sdk";
import { afterEach, describe, expect, test, vi } from "vitest";
import { keepTask, keptTask } from "../src/edge/kept-task";
import { fix } from "../src/edge/position";
import { openSession, type Session } from "../src/edge/session";
import { accepting, ringing } from "../src/model/calls";
import { answerLetter, progressLetter, type Letter } from "../src/model/letters";
import { NOW, offer, task } from "./make";

const ok = create(ResultSchema, { code: "OK" });
const info = { at: new Date(NOW), place: undefined };
let open: Session | undefined;

afterEach(() => open?.close());

/** A session whose stream does what the test says. */
function start(kept: Letter[] = []) {
  let on: StreamHandlers = {};
  const said: unknown[] = [];
  const say = (...words: unknown[]) => (said.push(words), Promise.resolve(ok));
  const stream = {
    answer: (id: string, accept: boolean) => say("answer", id, accept),
    progress: ({ task: id, step }: { task: string; step: number }) => say("progress", id, step),
    setDuty: (duty: boolean) => say("duty", duty),
    setPresence: (presence?: { accuracyMeters?: number }) => say("presence", presence?.accuracyMeters),
    close: () => void said.push("closed"),
    start: () => void said.push("started"),
  };
  const openFake = ((options) => {
    on = options.on;
    return stream as unknown as Stream;
  }) as typeof openStream;
  const unanswered = () => Promise.reject(new Error("no network in this test"));
  const session = openSession({
    client: createClient({ server: "http://127.0.0.1:1", fetch: unanswered }),
    keeping: { write: async () => {}, remove: async () => {} },
    kept,
    show: (act) => (act(), said.push("shown")),
    open: openFake,
  });
  open = session;
  const reset = (offers: ReturnType<typeof offer>[], tasks: ReturnType<typeof task>[]) =>
    on.reset?.(create(ResetSchema, { offers, tasks }), info);
  return { session, said, reset, on };
}

describe("a tapped notification", () => {
  test("is looked at when all that is open is known: it rings, or its person hears that it is over", () => {
    const { session, reset } = start();
    session.called("a");
    expect(session.calls.value.end).toBeUndefined();
    reset([offer("a")], []);
    expect(ringing(session.calls.value)?.notice.offer).toBe("a");
    session.close();
    const late = start();
    late.session.called("a");
    late.reset([], []);
    expect(late.session.calls.value.end).toMatchObject({ id: "a", cause: "CALL_OVER" });
    late.session.tell({ type: "endSeen" });
    late.reset([], []);
    expect(late.session.calls.value.end).toBeUndefined();
  });

  test("of a page that lived on waits for what its stream may still bring", () => {
    vi.useFakeTimers();
    const { session, on } = start();
    on.link?.({ state: "connected", why: "" });
    session.called("a");
    on.offer?.(offer("a"), info);
    vi.advanceTimersByTime(5_000);
    expect(ringing(session.calls.value)?.notice.offer).toBe("a");
    vi.useRealTimers();
  });
});

describe("an offer", () => {
  test("is shown before its handler returns, which acknowledges it", () => {
    const { session, said, on } = start();
    on.offer?.(offer("a"), info);
    expect(said).toEqual(["shown"]);
    expect(ringing(session.calls.value)?.notice.offer).toBe("a");
  });

  test("of long ago, repeated by a reset, does not ring for a moment", () => {
    const { session, reset } = start();
    const rang = vi.fn();
    session.calls.subscribe((calls) => ringing(calls) && rang());
    reset([{ ...offer("a"), deadline: { ...offer("a").deadline!, seconds: BigInt(NOW / 1000 - 60) } }], []);
    expect(rang).not.toHaveBeenCalled();
  });

  test("ends with its stand-down", () => {
    const { session, on } = start();
    on.offer?.(offer("a"), info);
    on.standDown?.(create(StandDownSchema, { offer: "a", cause: "CANCELLED" }), info);
    expect(session.calls.value.end?.cause).toBe("CANCELLED");
  });
});

describe("after a reload", () => {
  test("a yes that was not confirmed is sent again and not asked for again", () => {
    const { session, said, reset } = start([answerLetter("a", true)]);
    expect(said).toEqual([["answer", "a", true]]);
    reset([offer("a")], []);
    expect(ringing(session.calls.value)).toBeUndefined();
    expect(accepting(session.calls.value)?.notice.offer).toBe("a");
  });

  test("steps that were not confirmed are where the task goes on", () => {
    const { session, reset } = start([progressLetter("a", "LEFT")]);
    reset([], [task("a")]);
    expect(session.calls.value.errands[0]?.pressed).toBe("LEFT");
  });

  test("the task is there without a network, as far as it had come", () => {
    const { session } = start([answerLetter("z", false)]);
    session.tell({ type: "task", notice: task("a") });
    session.tell({ type: "stepped", task: "a", step: "LEFT", aed: undefined });
    keepTask(session.calls.value.errands[0]);
    expect(keptTask()).toMatchObject({ task: "a", step: "LEFT", address: "Place du Casino 1" });
    keepTask(undefined);
    expect(keptTask()).toBeUndefined();
  });

  test("a task that was handed over or given up stays so", () => {
    const { session, reset } = start([progressLetter("a", "HANDED_OVER"), answerLetter("b", false)]);
    reset([], [task("a"), task("b")]);
    expect(session.calls.value.errands).toEqual([]);
  });
});

test("a page that goes away leaves the stream, and says later what it has not said", async () => {
  const { session, said } = start();
  session.pause();
  session.start();
  expect(said).toEqual(["closed", "started"]);
  session.answer("a", true);
  expect(said.at(-1)).toEqual(["answer", "a", true]);
});

test("a test ring tells the server nothing", () => {
  const { session, said } = start();
  session.tell({ type: "offer", notice: offer("t"), isTest: true });
  session.answer("t", true);
  expect([said, session.calls.value.calls]).toEqual([[], []]);
});

test("off duty the stream knows of no position any more", async () => {
  const { session, said } = start();
  fix.value = { latitude: 43.7, longitude: 7.4, accuracyMeters: 10, at: 0 };
  session.tellPresence();
  session.forgetPosition();
  session.tellPresence(); // on duty again: at once, though it is the same place
  expect(said).toEqual([
    ["presence", 10],
    ["presence", undefined],
    ["presence", 10],
  ]);
});

test("duty is what the server has confirmed", async () => {
  const { session } = start();
  const asked = session.setDuty(true);
  expect(session.duty.value).toMatchObject({ confirmed: undefined, wanted: true });
  await asked;
  expect(session.duty.value).toMatchObject({ confirmed: true, wanted: undefined });
});
