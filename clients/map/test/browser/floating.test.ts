// Signs of the page above the map: they stand where they belong, go with the ground, and cost the map no picture.
import { describe, expect, it } from "vitest";
import type { FloatingData } from "../../src/floating";
import { provide, tiles, wgs } from "./jinhua";
import { isNear, look } from "./picture";
import { lastPick, MIDDLE, OFFLINE, open, page, picture, setStage, site } from "./stage";

setStage();

const VIEW = { latitude: 43.7387, longitude: 7.4249, zoom: 16 };

const sign = (id: string, east: number, more: object = {}, at = VIEW): FloatingData["features"][number] => ({
  type: "Feature",
  properties: { id, sign: "square", label: "", ...more },
  geometry: { type: "Point", coordinates: [at.longitude + east, at.latitude] },
});

async function float(overlay: string, ...features: FloatingData["features"]): Promise<void> {
  const data: FloatingData = { type: "FeatureCollection", features };
  await page.evaluate(([id, shown]) => window.map_.setFloating(id, shown), [overlay, data] as const);
}

/** After the signs: a picture may come late. */
async function paintSquares(): Promise<void> {
  await page.evaluate(() => {
    const blue = new Uint8ClampedArray(48 * 48 * 4).map((_, at) => [0, 51, 204, 255][at % 4]!);
    window.map_.setImage("square", new ImageData(blue, 48));
  });
}

/** Middles of the signs of an overlay, in the order of the page. */
async function middles(overlay: string): Promise<{ x: number; y: number }[]> {
  return page.locator(`.gf-floating [data-overlay="${overlay}"] img`).evaluateAll((images) =>
    images.map((image) => {
      const { left, top, width, height } = image.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }),
  );
}

/** Where the map itself says that a place is. */
const onScreen = (longitude: number): Promise<{ x: number; y: number }> =>
  page.evaluate((at) => window.map_.toScreen(at), { latitude: VIEW.latitude, longitude });

async function expectAt(overlay: string, longitude: number, within = 1): Promise<void> {
  const [there, where] = [(await middles(overlay))[0]!, await onScreen(longitude)];
  expect(Math.hypot(there.x - where.x, there.y - where.y)).toBeLessThanOrEqual(within);
}

describe("a sign that floats", () => {
  it("is painted at its place, also on a GCJ-02 base, and a click on it says what it is", async () => {
    site.answer = provide;
    await open(tiles, { ...wgs, zoom: 17 });
    await float("people", sign("task-1", 0, { incident: "one" }, { ...wgs, zoom: 17 }));
    await paintSquares();
    const blue = (await look(page)).middleOf((color) => isNear(color, [0, 51, 204], 30));
    expect(blue.count).toBeGreaterThan(24 * 24 * 0.9);
    expect(Math.hypot(blue.x - MIDDLE.x, blue.y - MIDDLE.y)).toBeLessThan(2);
    await page.mouse.click(blue.x + 8, blue.y);
    expect((await lastPick()).hits).toEqual([
      {
        overlay: "people",
        id: "task-1",
        properties: { id: "task-1", sign: "square", label: "", incident: "one" },
      },
    ]);
    await picture("floating-gcj02");
  });

  it("stays on the ground while the map is pushed, when it has come to rest, and in another scale", async () => {
    await open(OFFLINE, VIEW);
    await float("people", sign("task-1", 0.001));
    await paintSquares();
    await expectAt("people", VIEW.longitude + 0.001);
    await page.mouse.move(MIDDLE.x, MIDDLE.y);
    await page.mouse.down();
    await page.mouse.move(MIDDLE.x - 90, MIDDLE.y + 40, { steps: 6 });
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await expectAt("people", VIEW.longitude + 0.001, 1.5);
    // What comes meanwhile, comes to the right place.
    await float("people", sign("task-1", 0.002));
    await expectAt("people", VIEW.longitude + 0.002, 1.5);
    await page.mouse.up();
    await page.evaluate(() => window.map_.settled());
    await expectAt("people", VIEW.longitude + 0.002);
    await page.mouse.wheel(0, -300);
    await page.waitForTimeout(300);
    await page.evaluate(() => window.map_.settled());
    await expectAt("people", VIEW.longitude + 0.002);
  });

  it("moves, comes and goes without one stroke of the map's own brush", async () => {
    await open(OFFLINE, VIEW);
    await float("people", sign("a", 0), sign("b", 0.001));
    await paintSquares();
    await page.waitForTimeout(500);
    await page.evaluate(() => {
      window.strokes = 0;
      const brush = WebGL2RenderingContext.prototype;
      const draw = brush.drawElements;
      brush.drawElements = function (...given) {
        window.strokes += 1;
        return draw.apply(this, given);
      };
    });
    await float("people", sign("b", 0.0015), sign("c", -0.001));
    await page.waitForTimeout(500);
    expect(await middles("people")).toHaveLength(2);
    expect(await page.evaluate(() => window.strokes)).toBe(0);
    // And the count can see a stroke.
    await page.evaluate((at) => window.map_.show(at), { ...VIEW, longitude: VIEW.longitude + 0.001 });
    await page.evaluate(() => window.map_.settled());
    expect(await page.evaluate(() => window.strokes)).toBeGreaterThan(0);
  });

  it("keeps its words to itself where another's stand already; those of a later overlay stand first", async () => {
    await open(OFFLINE, VIEW);
    await float("people", sign("a", 0, { label: "Anna 2:30" }), sign("far", 0.002, { label: "Otto 4:10" }));
    await paintSquares();
    const words = page.locator(".gf-floating span");
    await expect.poll(() => words.evaluateAll(visible)).toEqual(["Anna 2:30", "Otto 4:10"]);
    await float("incidents", sign("i", 0.0001, { label: "cardiac arrest" }));
    expect(await words.evaluateAll(visible)).toEqual(["Otto 4:10", "cardiac arrest"]);
    expect((await middles("incidents")).length).toBe(1);
    await picture("floating-words");
  });
});

function visible(elements: Element[]): string[] {
  return elements.filter((span) => !(span as HTMLElement).hidden).map((span) => span.textContent ?? "");
}
