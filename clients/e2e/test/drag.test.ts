// An incident is dragged on the map to where the patient really is. In a browser with WebGL: this needs the map.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATIENCE_MS, Window, launch, picture } from "../src/browser";
import { Desk } from "../src/desk";
import { PLACE, Town, eventually } from "../src/town";

interface Pixel {
  readonly x: number;
  readonly y: number;
}

let browser: Browser;
let town: Town;
let desk: Desk;

beforeAll(async () => {
  [browser, town] = await Promise.all([launch(), Town.found()]);
  desk = await Desk.open(browser, town);
});
afterAll(async () => {
  const complaints = await Window.closeAll();
  await browser?.close();
  await town?.server.end();
  expect(complaints).toEqual([]);
});

/** Where the hand says that it can take something. */
async function underTheHand({ page }: Desk): Promise<{ x: number; y: number } | undefined> {
  const canvas = page.locator('[data-testid="map"] canvas').first();
  const { x, y, width, height } = (await canvas.boundingBox())!;
  for (let down = 10; down < height; down += 20)
    for (let right = 10; right < width; right += 20) {
      await page.mouse.move(x + right, y + down);
      if ((await canvas.evaluate((element) => element.style.cursor)) === "grab")
        return { x: x + right, y: y + down };
    }
  return undefined;
}

/** A finger, for Playwright has only one that taps. */
async function slide(page: Page, from: Pixel, to: Pixel): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", at?: Pixel) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: at ? [at] : [] });
  await touch("touchStart", from);
  for (let step = 1; step <= 8; step += 1) {
    const part = step / 8;
    await touch("touchMove", {
      x: from.x + part * (to.x - from.x),
      y: from.y + part * (to.y - from.y),
    });
    await page.waitForTimeout(20);
  }
  await touch("touchEnd");
  await session.detach();
}

/** Of the first incident's sign. */
async function signAt({ page }: Desk): Promise<Pixel> {
  const { x, y, width, height } = (await page
    .locator('.gf-floating [data-overlay="incidents"] img')
    .first()
    .boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

describe("an incident at the wrong place", () => {
  it("is dragged there; everybody is told after a question, and it can be taken back", async () => {
    const id = await desk.raise("Place du Casino", PLACE);
    await desk.choose(id);
    const map = desk.page.locator('[data-testid="map"][data-state="ready"]');
    await map.waitFor();
    const { mouse } = desk.page;
    const at = await eventually("a sign that can be taken", () => underTheHand(desk));
    await mouse.move(at.x, at.y);
    await mouse.down();
    await mouse.move(at.x + 40, at.y + 10, { steps: 4 });
    await desk.at("drag-ghost").waitFor();
    await mouse.move(at.x + 80, at.y + 20, { steps: 4 });
    await picture(desk.page, "drag");
    await mouse.up();
    await desk.at("sheet-relocate").waitFor();
    expect(await desk.at("moved-by").textContent()).toMatch(/\d+ m/);
    await desk.page.keyboard.press("Enter");
    await desk.at("sheet-relocate").waitFor({ state: "detached" });
    const moved = await eventually("the new place", async () => {
      const { position } = await town.incident(id);
      return position && position.longitude !== PLACE.longitude ? position : undefined;
    });
    expect(moved.longitude).toBeGreaterThan(PLACE.longitude);
    expect(moved.latitude).toBeLessThan(PLACE.latitude);
    await desk.press("u");
    await expect
      .poll(async () => (await town.incident(id)).position?.longitude, { timeout: PATIENCE_MS })
      .toBeCloseTo(PLACE.longitude, 5);
    await town.desk.incidents.cancel(id);
  });

  it("is dragged by a finger if it is the chosen one; else the finger moves the map", async () => {
    const tablet = await Desk.open(browser, town, { touch: true });
    const id = await tablet.raise("Place du Casino, the terrace", PLACE);
    await tablet.page.locator('[data-testid="map"][data-state="ready"]').waitFor();
    await tablet.choose(id);
    const sign = await eventually("its sign", () => signAt(tablet));

    // Chosen: what the finger takes is the incident.
    await slide(tablet.page, sign, { x: sign.x + 70, y: sign.y + 30 });
    await tablet.at("sheet-relocate").waitFor();
    expect(await tablet.at("moved-by").textContent()).toMatch(/\d+ m/);
    await tablet.press("Escape");
    await tablet.at("sheet-relocate").waitFor({ state: "detached" });
    expect((await town.incident(id)).position?.longitude).toBeCloseTo(PLACE.longitude, 6);

    // Not chosen: the map goes with the finger, and the sign with the map.
    const other = await tablet.raise("Larvotto", { ...PLACE, longitude: PLACE.longitude + 0.004 });
    await tablet.choose(other);
    const before = await signAt(tablet);
    await slide(tablet.page, before, { x: before.x + 60, y: before.y + 50 });
    await expect
      .poll(async () => {
        const after = await signAt(tablet);
        return Math.hypot(after.x - before.x - 60, after.y - before.y - 50);
      })
      .toBeLessThan(15);
    expect(await tablet.at("sheet-relocate").count()).toBe(0);
    for (const each of [id, other]) await town.desk.incidents.cancel(each);
  });
});
