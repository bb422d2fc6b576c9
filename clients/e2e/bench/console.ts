// A console with many open incidents, helpers who move and a large registry: how soon is an update painted, and what
// keeps its main thread?
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { DESK, launch, type Look } from "../src/browser";
import { Desk } from "../src/desk";
import type { Town } from "../src/town";
import { bareWays } from "./bare";
import { figureRow, pause, spreadHead, spreadOf, spreadRow, title } from "./figures";
import { collect, putIn, waysOf, type Way } from "./probe";
import { keepUpdating } from "./stand";
import { TRACED, read, scriptIn, scriptOf, type Reading, type Task, type TraceEvent } from "./trace";

const MEASURE = "goldenfour:update";
export const PER_SECOND = 8;
const UPDATE_BYTES = 1000;
const LONG_MS = 50;
const OPENING_MS = 180_000;
/** Of our script, for one update: half of a picture's time is the browser's. Late pictures show several. */
const SCRIPT_MS = 8;

export interface Length {
  readonly updates: number;
  readonly traceSeconds: number;
  readonly framesSeconds: number;
}

export async function openDesk(
  browser: Browser,
  town: Town,
  incidents: number,
  maps: boolean,
): Promise<Desk> {
  const look: Look = { size: DESK };
  const desk = await Desk.open(browser, town, look);
  desk.page.setDefaultTimeout(OPENING_MS);
  await putIn(desk.page, MEASURE);
  await desk.connected();
  await desk
    .row(`monaco-1-1`)
    .first()
    .waitFor({ state: "attached" })
    .catch(() => {});
  await desk.page.locator(`[data-testid="map"][data-state=${maps ? "ready" : "missing"}]`).waitFor({
    state: "attached",
  });
  await desk.page.waitForFunction(
    (count) => document.querySelectorAll('[data-testid="incident"]').length >= count,
    incidents,
  );
  await desk.at("incident").first().click();
  return desk;
}

/** Milliseconds from decided to painted, while the desk is updated. */
export async function updateWays(
  town: Town,
  desk: Desk,
  ids: readonly string[],
  updates: number,
): Promise<Way[]> {
  await collect(desk.page);
  const stop = keepUpdating(town, ids, PER_SECOND);
  await pause((updates / PER_SECOND) * 1000);
  await stop();
  await pause(500);
  return waysOf(await collect(desk.page), "incident");
}

/** The peers of `ways`, and all of it as a table. */
export async function reportUpdates(town: Town, ids: readonly string[], ways: readonly Way[]): Promise<void> {
  const rounds = Math.ceil(ways.length / 4);
  const browser = await launch({ maps: false });
  const desk = await openDesk(browser, town, ids.length, false);
  const plain = await updateWays(town, desk, ids, rounds);
  await desk.window.close();
  const bare = await bareWays(browser, { size: DESK }, { rounds, bytes: UPDATE_BYTES, everyMs: 60 });
  await browser.close();
  title("An update to a console");
  spreadHead("milliseconds");
  spreadRow("decided by the server -> console painted", spreadOf(wholeOf(ways)));
  spreadRow("  of these: decided -> on the disk, written, arrived in the page", spreadOf(hereOf(ways)));
  spreadRow("the same in a browser without WebGL, without the map", spreadOf(wholeOf(plain)));
  spreadRow("  of these: decided -> on the disk, written, arrived in the page", spreadOf(hereOf(plain)));
  spreadRow("beside: a bare page, one word, written by WebSocket -> painted", spreadOf(bare));
}

const wholeOf = (ways: readonly Way[]) => ways.map(({ decidedAt, paintedAt }) => paintedAt - decidedAt);
const hereOf = (ways: readonly Way[]) => ways.map(({ decidedAt, arrivedAt }) => arrivedAt - decidedAt);

export async function measureWork(
  browser: Browser,
  town: Town,
  desk: Desk,
  ids: readonly string[],
  seconds: number,
): Promise<void> {
  await collect(desk.page);
  const path = join(town.server.directory, "trace.json");
  const stop = keepUpdating(town, ids, PER_SECOND);
  await browser.startTracing(desk.page, { path, categories: TRACED });
  await pause(seconds * 1000);
  await browser.stopTracing();
  await stop();
  const { heard } = await collect(desk.page);
  const kept = process.env["GOLDENFOUR_TRACE"];
  const text = await readFile(path);
  if (kept) await writeFile(kept, text);
  const { traceEvents } = JSON.parse(text.toString()) as { traceEvents: TraceEvent[] };
  const reading = read(traceEvents, MEASURE);
  title(`The console's main thread, ${seconds} s with ${PER_SECOND} updates/s and everybody's movements`);
  reportLong(reading, seconds);
  reportScript(reading, heard.filter(({ frame }) => frame.body.case === "incident").length);
}

/** MapLibre and our layers on it; everything else is the console itself. */
const isMap = (file: string): boolean => /^(stage|maplibre).*\.js$/.test(file);
const isConsole = (file: string): boolean => file.endsWith(".js") && !isMap(file);
const isAny = (): boolean => true;

function reportLong({ tasks }: Reading, seconds: number): void {
  const isLong = (ms: number): boolean => ms > LONG_MS;
  const long = tasks.filter(({ wall }) => isLong(wall));
  const working = long.filter(({ wall, commit }) => isLong(wall - commit));
  const sum = (what: (task: Task) => number): number => tasks.reduce((all, task) => all + what(task), 0);
  const longest = (some: readonly Task[], what: (task: Task) => number): string =>
    `longest ${Math.max(0, ...some.map(what)).toFixed(0)} ms`;
  const ours = (which: (file: string) => boolean, what: "wall" | "cpu") =>
    long.filter((task) => isLong(scriptIn(task, which, what)));
  const count = (name: string, some: readonly Task[], note: string): void =>
    figureRow(name, String(some.length), note);
  count(
    `tasks above ${LONG_MS} ms`,
    long,
    longest(long, ({ wall }) => wall),
  );
  count(
    "  also without waiting for the picture before to be drawn",
    working,
    longest(working, withoutCommit),
  );
  count("  with so much in the console's script, as the clock runs", ours(isConsole, "wall"), "limit 0");
  count("  with so much in the map's script, as the clock runs", ours(isMap, "wall"), "limit 0");
  count("  with so much in any script, by the processor's time", ours(isAny, "cpu"), "limit 0");
  const percent = (ms: number): string => `${((100 * ms) / (seconds * 1000)).toFixed(1)} %`;
  figureRow(
    "main thread, by the processor's time",
    percent(sum(({ cpu }) => cpu)),
    `console's script ${percent(sum((task) => scriptIn(task, isConsole, "cpu")))}, ` +
      `map's ${percent(sum((task) => scriptIn(task, isMap, "cpu")))}; waiting for drawing ${percent(sum(({ commit }) => commit))}`,
  );
  for (const task of [...working].sort((a, b) => withoutCommit(b) - withoutCommit(a)).slice(0, 5)) {
    const call = [...task.calls].sort((a, b) => b.wall - a.wall)[0];
    const what = call
      ? `${call.file} ${call.name}: ${call.wall.toFixed(0)}, processor ${call.cpu.toFixed(0)}`
      : "-";
    console.log(
      `    ${withoutCommit(task).toFixed(0)} ms, processor ${task.cpu.toFixed(0)}; longest call: ${what}`,
    );
  }
}

const withoutCommit = ({ wall, commit }: Task): number => wall - commit;

function reportScript(reading: Reading, updates: number): void {
  const all = reading.tasks.reduce((sum, task) => sum + scriptIn(task, isConsole, "cpu"), 0);
  figureRow(
    "all of the console's script for each of the updates, by the processor's time",
    `${(all / updates).toFixed(2)} ms`,
    `limit ${SCRIPT_MS} ms; ${updates} updates, in ${reading.updates.length} pictures`,
  );
  spreadHead("milliseconds of script for a picture with updates");
  spreadRow(
    `console, as the clock runs (limit ${SCRIPT_MS})`,
    spreadOf(scriptOf(reading, isConsole, "wall")),
  );
  spreadRow(
    `console, by the processor's time (limit ${SCRIPT_MS})`,
    spreadOf(scriptOf(reading, isConsole, "cpu")),
  );
  spreadRow(
    "with the map's in the same tasks, by the processor's time",
    spreadOf(scriptOf(reading, isAny, "cpu")),
  );
}
