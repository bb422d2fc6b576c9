import { validateStyleMin, type StyleSpecification } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import { ICON_NAMES } from "../src/icons";
import { withOverlays, type Overlay } from "../src/overlay";
import type { Theme } from "../src/palette";
import { readMapSource } from "../src/source";
import { baseOf, baseStyle, readForeignStyle, type Base } from "../src/style";

const same = (url: string): string => url;
const source = { kind: "vector", url: "/{z}/{x}/{y}.pbf", datum: "WGS84", attribution: "a" };
const bounds = { west: 7.3, south: 43.7, east: 7.5, north: 43.8 };
const bases: Record<string, Base | undefined> = {
  none: undefined,
  vector: { ...baseOf(readMapSource(source), same), bounds },
  tilejson: baseOf(readMapSource({ ...source, url: "/tiles.json" }), same),
  geojson: baseOf(readMapSource({ ...source, kind: "geojson", url: "/town.geojson" }), same),
  raster: baseOf(readMapSource({ ...source, kind: "raster", url: "/{z}/{x}/{y}.png", maxZoom: 18 }), same),
};
const themes: Theme[] = ["day", "night"];

describe.each(Object.keys(bases))("the style of a base of kind %s", (kind) => {
  it.each(themes)("is valid by %s", (theme) =>
    expect(validateStyleMin(baseStyle(bases[kind], theme))).toEqual([]),
  );
  it("has the same layers by day and by night", () => {
    const [day, night] = themes.map((theme) => baseStyle(bases[kind], theme).layers.map(({ id }) => id));
    expect(day).toEqual(night);
    expect(new Set(day).size).toBe(day!.length);
  });
  it("fetches neither glyphs nor sprites", () => {
    const style = baseStyle(bases[kind], "day");
    expect(style.glyphs).toBeUndefined();
    expect(style.sprite).toBeUndefined();
  });
});

describe("what the base never draws", () => {
  const text = JSON.stringify(baseStyle(bases["vector"], "day").layers);
  it("borders", () => expect(text).not.toMatch(/boundar|admin/));
  it("AEDs of the base map: the registry knows better", () =>
    expect(text).toContain('["!",["==",["get","emergency"],"defibrillator"]]'));
});

it("every sign that a layer names is drawn", () => {
  const layers = baseStyle(bases["vector"], "day").layers;
  const wanted = layers.flatMap((layer) => {
    const image = layer.type === "symbol" ? layer.layout?.["icon-image"] : undefined;
    if (typeof image === "string") return [image];
    if (!image || !("filter" in layer)) return [];
    return kindsOf(layer.filter).map((kind) => `base-${kind}`);
  });
  expect(wanted).toContain("base-hospital");
  expect(wanted.filter((name) => !ICON_NAMES.includes(name))).toEqual([]);
});

// The values of every ["literal", [...]] of a filter.
function kindsOf(filter: unknown): string[] {
  if (!Array.isArray(filter)) return [];
  return filter[0] === "literal" ? (filter[1] as string[]) : filter.flatMap(kindsOf);
}

describe("overlays", () => {
  const overlay: Overlay = {
    id: "aeds",
    data: {
      type: "Feature",
      properties: {},
      geometry: { type: "Point", coordinates: [119.6427465, 29.0820414] },
    },
    layers: (theme) => [
      { id: "aed", type: "circle", paint: { "circle-color": theme === "day" ? "#0a7d33" : "#4cc27a" } },
    ],
    promoteId: "id",
  };
  const composed = (datum: "WGS84" | "GCJ02"): StyleSpecification =>
    withOverlays(baseStyle(bases["vector"], "night"), [overlay], "night", datum);
  it("lie on top, in the colours of the theme, in a valid style", () => {
    expect(validateStyleMin(composed("GCJ02"))).toEqual([]);
    expect(composed("WGS84").layers.at(-1)).toMatchObject({
      id: "aed",
      source: "overlay-aeds",
      paint: { "circle-color": "#4cc27a" },
    });
  });
  it("are put into the frame of the base", () => {
    const at = (datum: "WGS84" | "GCJ02") =>
      (composed(datum).sources["overlay-aeds"] as { data: GeoJSON.Feature<GeoJSON.Point> }).data.geometry
        .coordinates;
    expect(at("WGS84")).toEqual([119.6427465, 29.0820414]);
    expect(at("GCJ02")[0]).toBeCloseTo(119.6474509, 4); // the vector of gcoord
    expect(at("GCJ02")[1]).toBeCloseTo(29.0790641, 4);
  });
});

describe("a style of others", () => {
  const style = {
    version: 8,
    sources: {},
    layers: [{ id: "water", type: "fill", source: "base", "source-layer": "water" }],
  };
  it("gets the configured tiles as its source `base`", () => {
    const base = { ...bases["vector"]!, style: readForeignStyle(style, "/style.json") };
    expect(validateStyleMin(baseStyle(base, "day"))).toEqual([]);
    expect(baseStyle(base, "day").sources["base"]).toEqual(base.source);
  });
  it.each([null, {}, { ...style, layers: [{ id: "a", type: "fill", source: "omt" }] }])(
    "that draws nothing of it is refused: %o",
    (other) => {
      expect(() => readForeignStyle(other, "/style.json")).toThrow(
        'rename the style\'s source of tiles to "base"',
      );
    },
  );
});
