// What a page with a map shows and needs: pictures a second, memory.
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { pause } from "./figures";

/** Pictures a second while the page asks for each, at rest and while the map is dragged. */
export async function framesOf(page: Page, map: string, seconds: number): Promise<[number, number]> {
  const rest = await ticks(page, () => pause(seconds * 1000));
  const middle = await groundOf(page, map);
  await page.mouse.down();
  const dragged = await ticks(page, async () => {
    const end = performance.now() + seconds * 1000;
    for (let step = 0; performance.now() < end; step++) {
      await page.mouse.move(middle.x + 150 * Math.sin(step / 10), middle.y + 100 * Math.cos(step / 13));
      await pause(10);
    }
  });
  await page.mouse.up();
  return [rest, dragged];
}

/** The hand above bare ground near the middle: on an incident it would drag that instead of the map. */
async function groundOf(page: Page, map: string): Promise<{ x: number; y: number }> {
  const canvas = page.locator(map);
  const box = (await canvas.boundingBox())!;
  for (let aside = 0; aside < box.width / 2; aside += 10) {
    const at = { x: box.x + box.width / 2 + aside, y: box.y + box.height / 2 };
    await page.mouse.move(at.x, at.y);
    if ((await canvas.evaluate((element) => element.style.cursor)) !== "grab") return at;
  }
  throw new Error("no bare ground to drag the map by");
}

async function ticks(page: Page, meanwhile: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const counted = { frames: 0, since: performance.now(), on: true };
    Object.assign(globalThis, { counted });
    const tick = (): void => {
      counted.frames += 1;
      if (counted.on) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await meanwhile();
  return page.evaluate(() => {
    const { counted } = globalThis as unknown as {
      counted: { frames: number; since: number; on: boolean };
    };
    counted.on = false;
    return (1000 * counted.frames) / (performance.now() - counted.since);
  });
}

export async function memoryOf(page: Page): Promise<{ heap: number; nodes: number; process: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  const { processInfo } = await (
    await page.context().browser()!.newBrowserCDPSession()
  ).send("SystemInfo.getProcessInfo");
  let resident = 0;
  for (const { id, type } of processInfo) {
    if (type !== "renderer") continue;
    const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
    resident = Math.max(resident, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }
  return { heap: usedSize / 2 ** 20, nodes, process: resident };
}
