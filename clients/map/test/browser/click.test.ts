// Where things are: what is painted, and what a click means. The quick half of the browser tests.
import { beforeEach, describe, expect, it } from "vitest";
import { paletteOf } from "../../src/palette";
import { metersBetween } from "../support";
import { gcj, isRed, provide, tiles, wgs } from "./jinhua";
import { onScreen } from "./mercator";
import { colorOf, isNear, look } from "./picture";
import { lastPick, MIDDLE, OFFLINE, open, page, picture, SCREEN, setStage, site } from "./stage";

setStage();

describe("the offline base", () => {
  // OpenStreetMap: the node where Avenue Henri Dunant meets Avenue de la Costa, and the next nodes of the latter.
  const corner = { latitude: 43.7388508, longitude: 7.4246105 };
  const arms = [
    [7.4244312, 43.7385396],
    [7.4249464, 43.7394228],
  ].map(([longitude, latitude]) => ({ latitude: latitude!, longitude: longitude! }));
  const view = { latitude: 43.7388, longitude: 7.4246, zoom: 19 };

  it("paints a street corner where it is, and a click on it gives its position within 2 m", async () => {
    await open(OFFLINE, view);
    const at = onScreen(corner, view, view.zoom, SCREEN);
    const seen = await look(page);
    const street = colorOf(paletteOf("day").major);
    for (const arm of arms) {
      const end = onScreen(arm, view, view.zoom, SCREEN);
      const length = Math.hypot(end.x - at.x, end.y - at.y);
      // Parallel to the street's axis: inside its painted edge, beside its name; and well outside of it.
      const share = (aside: number): number => {
        const on = Array.from({ length: 40 }, (_, index) => {
          const part = (50 + 2 * index) / length; // from 50 to 128 pixels off the corner
          const x = at.x + part * (end.x - at.x) + (aside * (at.y - end.y)) / length;
          const y = at.y + part * (end.y - at.y) + (aside * (end.x - at.x)) / length;
          return isNear(seen.colorAt(x, y), street);
        });
        return on.filter(Boolean).length / on.length;
      };
      for (const side of [1, -1]) {
        expect(share(14 * side), `${side} ${JSON.stringify(arm)}`).toBeGreaterThan(0.8);
        expect(share(26 * side), `${side} ${JSON.stringify(arm)}`).toBeLessThan(0.1);
      }
    }
    await page.mouse.click(at.x, at.y);
    const off = metersBetween(await lastPick(), corner);
    console.info(`offline base: the click is ${off.toFixed(3)} m off`);
    expect(off).toBeLessThan(2);
    expect(await page.evaluate(() => window.problems)).toEqual([]);
    await picture("corner-day");
  });
});

describe("a GCJ-02 base", () => {
  beforeEach(() => void (site.answer = provide));

  it("shows a WGS-84 position at its place on the picture, and a click there gives it back within 2 m", async () => {
    await open(tiles, { ...wgs, zoom: 17 });
    const painted = (await look(page)).middleOf(isRed);
    expect(painted.count).toBeGreaterThan(50);
    expect(Math.hypot(painted.x - MIDDLE.x, painted.y - MIDDLE.y)).toBeLessThan(2);
    await page.mouse.click(painted.x, painted.y);
    const off = metersBetween(await lastPick(), wgs);
    console.info(`GCJ-02 base: the click is ${off.toFixed(2)} m off, of which 0.6 m are the vector's`);
    expect(off).toBeLessThan(2);
  });

  it("said to be WGS-84, it would be half a kilometre wrong: the test can see that", async () => {
    await open({ ...tiles, datum: "WGS84" }, { ...gcj, zoom: 17 });
    const painted = (await look(page)).middleOf(isRed);
    await page.mouse.click(painted.x, painted.y);
    expect(metersBetween(await lastPick(), wgs)).toBeGreaterThan(500);
  });
});
