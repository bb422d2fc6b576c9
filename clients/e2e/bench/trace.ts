// Reads a trace of Chromium: what kept a page's main thread, and which scripts it ran meanwhile. Pure.

export interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Of the processor, without what the thread waited. */
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: { readonly url?: string; readonly functionName?: string };
  };
}

/** One call of a script by the browser, with the microtasks that followed; milliseconds. */
export interface Call {
  readonly file: string;
  readonly name: string;
  readonly wall: number;
  readonly cpu: number;
}

/** One task of the main thread; milliseconds. */
export interface Task {
  readonly from: number;
  readonly wall: number;
  readonly cpu: number;
  /** Handing the picture over: waits until the processes that draw have finished the one before. */
  readonly commit: number;
  readonly calls: readonly Call[];
}

export interface Update {
  readonly from: number;
  readonly until: number;
}

export interface Reading {
  readonly tasks: readonly Task[];
  readonly updates: readonly Update[];
}

export const TRACED = [
  "-*",
  "__metadata",
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "blink.user_timing",
  "v8",
];

/** `measure`: the page's own entries, by which its process is known. */
export function read(events: readonly TraceEvent[], measure: string): Reading {
  const entries = events.filter(({ name, cat }) => name === measure && cat.includes("blink.user_timing"));
  const process = entries[0]?.pid;
  const main = events.find(
    ({ name, pid, args }) => name === "thread_name" && pid === process && args?.name === "CrRendererMain",
  );
  if (!main) throw new Error(`the trace has no page with ${measure}`);
  const spans = events
    .filter(({ ph, pid, tid, dur }) => ph === "X" && pid === process && tid === main.tid && dur !== undefined)
    .sort((a, b) => a.ts - b.ts || b.dur! - a.dur!);
  const called = (name: string): TraceEvent[] => spans.filter((span) => span.name === name);
  const tasks = outermost(called("RunTask"));
  const calls = within(tasks, outermost(spans.filter(({ name }) => CALLS.has(name))));
  const named = called("FunctionCall");
  const commits = within(tasks, outermost(called("Commit")));
  return {
    tasks: tasks.map((task, at) => ({
      from: task.ts / 1000,
      ...costOf(task),
      commit: commits[at]!.reduce((sum, { dur }) => sum + dur! / 1000, 0),
      calls: within(calls[at]!, named).map((inner, n) => callOf(calls[at]![n]!, inner[0])),
    })),
    updates: updatesOf(entries),
  };
}

const CALLS = new Set(["v8.callFunction", "FunctionCall", "EvaluateScript", "RunMicrotasks"]);

/** Of spans in order: without those that lie in another. */
function outermost(spans: readonly TraceEvent[]): TraceEvent[] {
  let end = -Infinity;
  return spans.filter(({ ts, dur }) => {
    if (ts < end) return false;
    end = ts + dur!;
    return true;
  });
}

/** For each of the outer spans those of the inner ones, in order, that begin in it. */
function within(outer: readonly TraceEvent[], inner: readonly TraceEvent[]): TraceEvent[][] {
  let low = 0;
  let high = inner.length;
  // Where the inner ones of these outer spans begin; all of them are in order.
  const first = outer[0]?.ts ?? 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inner[middle]!.ts < first) low = middle + 1;
    else high = middle;
  }
  return outer.map(({ ts, dur }) => {
    while (low < inner.length && inner[low]!.ts < ts) low += 1;
    const from = low;
    while (low < inner.length && inner[low]!.ts < ts + dur!) low += 1;
    return inner.slice(from, low);
  });
}

const costOf = ({ dur, tdur }: TraceEvent) => ({ wall: dur! / 1000, cpu: (tdur ?? dur!) / 1000 });

function callOf(call: TraceEvent, named: TraceEvent | undefined): Call {
  const { url = "", functionName = "" } = named?.args?.data ?? {};
  return {
    file: url.slice(url.lastIndexOf("/") + 1),
    name: functionName || "(no name)",
    ...costOf(call),
  };
}

function updatesOf(entries: readonly TraceEvent[]): Update[] {
  const open: number[] = [];
  const updates: Update[] = [];
  for (const { ph, ts } of [...entries].sort((a, b) => a.ts - b.ts)) {
    if (ph === "b") open.push(ts / 1000);
    else if (ph === "e" && open.length > 0) updates.push({ from: open.shift()!, until: ts / 1000 });
  }
  return updates;
}

/** What these files' calls cost in a task. */
export function scriptIn(task: Task, isMeant: (file: string) => boolean, what: "wall" | "cpu"): number {
  return task.calls.reduce((sum, call) => sum + (isMeant(call.file) ? call[what] : 0), 0);
}

/** The same of each update: in all tasks from its first frame's to the one that has painted it. */
export function scriptOf(
  { tasks, updates }: Reading,
  isMeant: (file: string) => boolean,
  what: "wall" | "cpu",
): number[] {
  return updates.map(({ from, until }) =>
    tasks
      .filter((task) => task.from + task.wall >= from && task.from <= until)
      .reduce((sum, task) => sum + scriptIn(task, isMeant, what), 0),
  );
}
