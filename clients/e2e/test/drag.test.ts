// An incident is dragged on the map to where the patient really is. In a browser with WebGL: this needs the map.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATIENCE_MS, Window, launch, picture } from "../src/browser";
import { Desk } from "../src/desk";
import { PLACE, Town, eventually } from "../src/town";

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
});
