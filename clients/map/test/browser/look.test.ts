// How the map looks and behaves beyond a click: themes, words, keyboard, failures. The nightly half.
import { beforeEach, describe, expect, it } from "vitest";
import { paletteOf } from "../../src/palette";
import { metersBetween } from "../support";
import { isRed, provide, tiles, wgs } from "./jinhua";
import { colorOf, isNear, look, type Color } from "./picture";
import { lastPick, MIDDLE, OFFLINE, open, page, picture, SCREEN, setStage, site } from "./stage";

setStage();

describe("the offline base", () => {
  it("is drawn by day and by night, names included, and always says whose data it is", async () => {
    await open(OFFLINE, { latitude: 43.7385, longitude: 7.4275, zoom: 16.3 });
    const day = await look(page);
    await picture("street-day");
    await page.evaluate(async () => {
      window.map_.setTheme("night");
      await window.map_.settled();
    });
    const night = await look(page);
    await picture("street-night");
    const luminous = (color: Color): boolean => color.every((value) => value > 200);
    expect(day.middleOf(luminous).count).toBeGreaterThan(0.4 * SCREEN.width * SCREEN.height);
    expect(night.middleOf(luminous).count).toBeLessThan(0.02 * SCREEN.width * SCREEN.height);
    expect(
      night.middleOf((color) => isNear(color, colorOf(paletteOf("night").sea), 2)).count,
    ).toBeGreaterThan(5_000);
    const names = await page.evaluate(() => {
      const found = new Set<string>();
      for (let x = 0; x < 640; x += 16)
        for (let y = 0; y < 420; y += 16) {
          for (const name of window.map_.namesAt(window.map_.fromScreen(x, y))) found.add(name);
        }
      return [...found];
    });
    expect(names).toEqual(
      expect.arrayContaining([
        "Boulevard du Larvotto",
        "Avenue de la Costa",
        "Centre Cardio Thoracique de Monaco",
      ]),
    );
    for (const size of [SCREEN, { width: 320, height: 560 }]) {
      await page.setViewportSize(size);
      const line = page.getByText("© OpenStreetMap contributors");
      expect(await line.isVisible()).toBe(true);
      expect(await line.getAttribute("href")).toBe("https://www.openstreetmap.org/copyright");
    }
  });

  it("is read from a server without byte ranges, once", async () => {
    site.ranges = false;
    site.requests.length = 0;
    await open(OFFLINE, { latitude: 43.7388, longitude: 7.4246, zoom: 18 });
    expect(isNear((await look(page)).colorAt(320, 300), colorOf(paletteOf("day").land), 60)).toBe(true);
    expect(site.requests.filter((request) => request.endsWith(".pmtiles"))).toEqual([
      "200 /map/monaco.pmtiles",
    ]);
  });

  it("shows where it ends", async () => {
    await open(OFFLINE, { latitude: 43.71, longitude: 7.349, zoom: 13 }, "night");
    const seen = await look(page);
    const nothing = colorOf(paletteOf("night").nothing);
    for (const [x, y] of [
      [100, 100],
      [100, 300],
      [500, 350],
    ] as const)
      expect(isNear(seen.colorAt(x, y), nothing, 3)).toBe(true);
    expect(isNear(seen.colorAt(500, 100), nothing, 3)).toBe(false);
    await picture("edge-night");
  });
});

describe("a GCJ-02 base", () => {
  beforeEach(() => void (site.answer = provide));

  it("away from the middle as well", async () => {
    const view = { latitude: wgs.latitude + 0.001, longitude: wgs.longitude - 0.003, zoom: 16 };
    await open(tiles, view);
    const painted = (await look(page)).middleOf(isRed);
    expect(painted.x).toBeGreaterThan(400);
    await page.mouse.click(painted.x, painted.y);
    expect(metersBetween(await lastPick(), wgs)).toBeLessThan(2);
  });

  it("carries overlays and markers to where they belong", async () => {
    await open(tiles, { ...wgs, zoom: 17 });
    await page.evaluate(async (at) => {
      const dot = document.createElement("div");
      dot.id = "dot";
      window.map_.addMarker(dot, at);
      window.map_.setOverlay({
        id: "aeds",
        promoteId: "id",
        data: {
          type: "Feature",
          properties: { id: "aed-1" },
          geometry: { type: "Point", coordinates: [at.longitude, at.latitude] },
        },
        layers: () => [
          { id: "aed", type: "circle", paint: { "circle-radius": 12, "circle-color": "#0033cc" } },
        ],
      });
      await window.map_.settled();
    }, wgs);
    const blue = (await look(page)).middleOf((color) => isNear(color, [0, 51, 204], 40));
    expect(Math.hypot(blue.x - MIDDLE.x, blue.y - MIDDLE.y)).toBeLessThan(2);
    const dot = await page.locator("#dot").evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    expect(Math.hypot(dot.x - MIDDLE.x, dot.y - MIDDLE.y)).toBeLessThan(2);
    await page.mouse.click(blue.x, blue.y);
    expect((await lastPick()).hits).toEqual([{ overlay: "aeds", id: "aed-1", properties: { id: "aed-1" } }]);
    await picture("gcj02");
  });

  it("takes over from another base without moving anything on the ground", async () => {
    await open(OFFLINE, { ...wgs, zoom: 17 });
    const view = await page.evaluate(async (source) => {
      await window.map_.setSource(source as Parameters<typeof window.map_.setSource>[0]);
      await window.map_.settled();
      return window.map_.view();
    }, tiles);
    expect(metersBetween(view, wgs)).toBeLessThan(0.01);
    const painted = (await look(page)).middleOf(isRed);
    expect(Math.hypot(painted.x - MIDDLE.x, painted.y - MIDDLE.y)).toBeLessThan(2);
    expect(await page.getByText("Made by the test").isVisible()).toBe(true);
    expect(await page.getByText("OpenStreetMap").count()).toBe(0);
  });
});

describe("labels", () => {
  it("in Chinese need no server", async () => {
    const name = {
      type: "Feature",
      properties: { layer: "place_labels", kind: "city", name: "金华市" },
      geometry: { type: "Point", coordinates: [119.65, 29.08] },
    };
    site.answer = (path) =>
      path === "/jinhua.geojson"
        ? Buffer.from(JSON.stringify({ type: "FeatureCollection", features: [name] }))
        : undefined;
    await open(
      { kind: "geojson", url: "./jinhua.geojson", datum: "WGS84", attribution: "Test" },
      { latitude: 29.08, longitude: 119.65, zoom: 12 },
    );
    const ink = (await look(page)).middleOf((color) => isNear(color, colorOf(paletteOf("day").text), 60));
    expect(Math.abs(ink.x - MIDDLE.x)).toBeLessThan(200); // among it the words of the controls
    expect(ink.count).toBeGreaterThan(150);
    await picture("chinese");
  });
});

describe("when the base is away", () => {
  it("the map says so and still shows what lies on top", async () => {
    await open(
      { kind: "pmtiles", url: "./gone.pmtiles", datum: "WGS84", attribution: "Gone" },
      { latitude: 43.7387, longitude: 7.4249, zoom: 15 },
    );
    expect((await page.evaluate(() => window.problems)).join()).toContain(
      "gone.pmtiles: the server answered 404",
    );
    await page.evaluate(async () => {
      window.map_.setOverlay({
        id: "ring",
        data: window.circle_({ latitude: 43.7387, longitude: 7.4249 }, 300),
        layers: () => [{ id: "ring", type: "fill", paint: { "fill-color": "#0033cc" } }],
      });
      await window.map_.settled();
    });
    expect(isNear((await look(page)).colorAt(320, 210), [0, 51, 204])).toBe(true);
  });
});

describe("without a pointer", () => {
  it("the map is reached by Tab, moved by arrows, and Enter picks what lies under the crosshair", async () => {
    await open(OFFLINE, { latitude: 43.7387, longitude: 7.4249, zoom: 16 });
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("CANVAS");
    expect(await page.locator(".gf-crosshair").isVisible()).toBe(true);
    await page.keyboard.press("Enter");
    const before = await lastPick();
    expect(before.by).toBe("keyboard");
    expect(metersBetween(before, { latitude: 43.7387, longitude: 7.4249 })).toBeLessThan(1);
    await picture("crosshair");
    await page.keyboard.press("ArrowRight");
    await page.evaluate(() => window.map_.settled());
    await page.keyboard.press("Enter");
    const after = await lastPick();
    expect(after.longitude).toBeGreaterThan(before.longitude + 0.0005);
    await page.mouse.click(10, 10);
    expect((await lastPick()).by).toBe("pointer");
  });
  it("canvas and buttons have names", async () => {
    await open(OFFLINE, { latitude: 43.7387, longitude: 7.4249, zoom: 16 });
    for (const name of ["Zoom in", "Zoom out"])
      expect(await page.getByRole("button", { name }).count()).toBe(1);
    expect(await page.getByRole("region", { name: "Map" }).getAttribute("aria-description")).toContain(
      "Enter picks",
    );
  });
});

describe("an app in a hurry", () => {
  it("may draw, change and darken before the style is in place; nothing is lost", async () => {
    await page.evaluate(async (source) => {
      const point = (longitude: number): GeoJSON.Feature => ({
        type: "Feature",
        properties: {},
        geometry: { type: "Point", coordinates: [longitude, 43.7387] },
      });
      await window.open_(source, { latitude: 43.7387, longitude: 7.4249, zoom: 16 }, "day");
      const map = window.map_;
      const blue = new ImageData(
        new Uint8ClampedArray(32 * 32 * 4).map((_, at) => [0, 51, 204, 255][at % 4]!),
        32,
      );
      map.setOverlay({
        id: "people",
        data: point(0),
        layers: () => [
          { id: "person", type: "symbol", layout: { "icon-image": "square", "icon-allow-overlap": true } },
        ],
      });
      map.setImage("square", blue);
      map.updateOverlay("people", point(7.4249));
      map.setTheme("night");
      await map.settled();
    }, OFFLINE);
    const seen = await look(page);
    expect(isNear(seen.colorAt(MIDDLE.x, MIDDLE.y), [0, 51, 204])).toBe(true);
    expect(seen.middleOf((color) => color.every((value) => value > 200)).count).toBeLessThan(3000);
  });
});
