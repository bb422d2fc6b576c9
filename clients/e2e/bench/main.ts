// The measurements, one after the other, and what they were measured on.
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { serveSite } from "../../map/test/browser/site";
import { Window, launch, picture } from "../src/browser";
import { PLACE, eventually } from "../src/town";
import { PER_SECOND, measureWork, openDesk, reportUpdates, updateWays } from "./console";
import { figureRow, pause, title } from "./figures";
import { framesOf, memoryOf } from "./frames";
import { measureRings } from "./ring";
import { Crowd, FAR, HERE, foundTown, importAeds, keepUpdating, raiseMany } from "./stand";

const FULL = {
  people: 1000,
  movers: 400,
  aeds: 20_000,
  incidents: 50,
  rings: 100,
  updates: 320,
  seconds: 60,
};
/** For who changes the measurements. */
const SMALL = { people: 60, movers: 60, aeds: 1000, incidents: 10, rings: 8, updates: 40, seconds: 8 };

function machine(): string {
  const load = loadavg().map((value) => value.toFixed(1));
  return `${new Date().toISOString().slice(0, 16)}Z, ${cpus()[0]?.model}, ${cpus().length} processors, load ${load.join(" ")}`;
}

export async function main(given: string[]): Promise<void> {
  const { values } = parseArgs({ args: given, options: { small: { type: "boolean", default: false } } });
  const size = values.small ? SMALL : FULL;
  console.log(machine());
  const town = await foundTown();
  const browser = await launch();
  const crowds: Crowd[] = [];
  try {
    await importAeds(town, size.aeds);
    crowds.push(await Crowd.gather(town, "far-", size.people, { center: FAR, radius: 3000 }));
    console.log(`${size.people} volunteers connected, ${size.aeds} AEDs; load ${loadavg()[0]!.toFixed(1)}`);
    await measureRings(browser, town, size.rings);
    crowds.push(
      await Crowd.gather(town, "near-", size.movers, {
        center: HERE,
        radius: 1300,
        acceptance: 1,
        "decline-share": 0,
        "answer-delay": 4,
        turnout: 25,
        "turnout-night": 25,
        "presence-every": 4,
        speed: 1,
      }),
    );
    const ids = await raiseMany(town, size.incidents);
    await eventually("helpers under way", async () => (await crowds[1]!.told()).tasks >= size.incidents);
    const desk = await openDesk(browser, town, size.incidents, true);
    await pause(size.aeds / 10 + 5000); // its AEDs come page by page
    console.log(
      `\n${size.incidents} open incidents, ${(await crowds[1]!.told()).tasks} tasks; load ${loadavg()[0]!.toFixed(1)}`,
    );
    const ways = await updateWays(town, desk, ids, size.updates);
    await measureWork(browser, town, desk, ids, size.seconds);
    const memory = await memoryOf(desk.page);
    figureRow(
      "memory of the page",
      `${memory.heap.toFixed(0)} MB`,
      `heap after a collection; process ${memory.process.toFixed(0)} MB, ${memory.nodes} nodes`,
    );
    const stop = keepUpdating(town, ids, PER_SECOND);
    const box = (await desk.at("map").boundingBox())!;
    await picture(desk.page, "bench");
    const frames = await framesOf(desk.page, '[data-testid="map"] canvas', size.seconds / 10);
    await stop();
    await desk.window.close();
    await reportFrames(browser, box, frames, size.seconds / 10);
    await reportUpdates(town, ids, ways);
    console.log(`\n${machine()}`);
  } finally {
    crowds.forEach((crowd) => crowd.leave());
    await Window.closeAll();
    await browser.close();
    await town.server.end();
  }
}

async function reportFrames(
  browser: Awaited<ReturnType<typeof launch>>,
  { width, height }: { width: number; height: number },
  ours: [number, number],
  seconds: number,
): Promise<void> {
  const site = await serveSite();
  const window = await Window.open(browser, site.url, {
    size: { width: Math.round(width), height: Math.round(height) },
  });
  await window.page.goto(site.url);
  await window.page.evaluate(async (at) => {
    const page = globalThis as unknown as {
      open_: (source: string, view: object, theme: string) => Promise<void>;
      map_: { settled: () => Promise<void> };
    };
    await page.open_("default", { ...at, zoom: 15 }, "day");
    await page.map_.settled();
  }, PLACE);
  const empty = await framesOf(window.page, "canvas", seconds);
  await window.close();
  await site.close();
  title(`Pictures a second, map of ${Math.round(width)} x ${Math.round(height)}`);
  figureRow("console, while updates come", ours[0].toFixed(1), `an empty map: ${empty[0].toFixed(1)}`);
  figureRow(
    "console, while the map is dragged as well",
    ours[1].toFixed(1),
    `an empty map: ${empty[1].toFixed(1)}`,
  );
}
