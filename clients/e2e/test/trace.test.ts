// The reading of a trace, on which the measurements of bench rest.
import { describe, expect, it } from "vitest";
import { read, scriptIn, scriptOf, type TraceEvent } from "../bench/trace";

const MEASURE = "app:update";
const PAGE = { pid: 7, tid: 1 };

function span(name: string, from: number, until: number, more: Partial<TraceEvent> = {}): TraceEvent {
  const [ts, dur] = [from * 1000, (until - from) * 1000];
  return { name, cat: "devtools.timeline", ph: "X", ...PAGE, ts, dur, tdur: dur / 2, ...more };
}

function call(file: string, from: number, until: number): TraceEvent[] {
  const url = `http://127.0.0.1/console/assets/${file}`;
  return [
    span("v8.callFunction", from, until),
    span("FunctionCall", from, until - 1, { args: { data: { url, functionName: "f" } } }),
    span("FunctionCall", until - 0.5, until, { args: { data: { url: "inner.js", functionName: "g" } } }),
  ];
}

function entry(ph: "b" | "e", at: number): TraceEvent {
  return { name: MEASURE, cat: "blink.user_timing", ph, ...PAGE, ts: at * 1000 };
}

const thread: TraceEvent = {
  name: "thread_name",
  cat: "__metadata",
  ph: "M",
  ...PAGE,
  ts: 0,
  args: { name: "CrRendererMain" },
};

const events = [
  entry("b", 12),
  entry("e", 61),
  thread,
  span("RunTask", 0, 5),
  span("RunTask", 10, 15),
  ...call("index-a.js", 11, 14),
  span("RunTask", 20, 60),
  span("RunTask", 21, 30), // nested: no task of its own
  ...call("index-a.js", 22, 26),
  ...call("stage-b.js", 27, 35),
  span("Commit", 40, 60),
  span("RunTask", 100, 160),
  ...call("index-a.js", 101, 159),
  span("RunTask", 0, 500, { tid: 2 }), // another thread
];

describe("a trace", () => {
  const reading = read(events, MEASURE);

  it("has the tasks of the page's main thread, each with its calls and what it waited", () => {
    expect(reading.tasks.map(({ wall, commit }) => [wall, commit])).toEqual([
      [5, 0],
      [5, 0],
      [40, 20],
      [60, 0],
    ]);
    expect(reading.tasks[2]!.calls).toEqual([
      { file: "index-a.js", name: "f", wall: 4, cpu: 2 },
      { file: "stage-b.js", name: "f", wall: 8, cpu: 4 },
    ]);
    expect(scriptIn(reading.tasks[2]!, (file) => file === "stage-b.js", "cpu")).toBe(4);
  });

  it("tells what an update cost, from the task of its frame to the one that painted it", () => {
    expect(reading.updates).toEqual([{ from: 12, until: 61 }]);
    expect(scriptOf(reading, (file) => file === "index-a.js", "wall")).toEqual([7]);
    expect(scriptOf(reading, () => true, "wall")).toEqual([15]);
  });

  it("of another page is refused", () => {
    expect(() => read(events, "other")).toThrow("no page with other");
  });
});
