import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { attributionHtml } from "../src/attribution";
import { MapSourceError, readMapConfig, readMapSource } from "../src/source";

const good = {
  kind: "pmtiles",
  url: "/map/town.pmtiles",
  datum: "WGS84",
  attribution: "© OpenStreetMap contributors",
};
const tiles = { ...good, kind: "raster", url: "https://tiles.example.cn/{z}/{x}/{y}.png", datum: "GCJ02" };

describe("a map source", () => {
  it.each([
    good,
    { ...good, url: "./town.pmtiles", maxZoom: 14 },
    { ...good, style: "/map/style.json" },
    { ...good, kind: "geojson", url: "https://example.org/town.geojson" },
    { ...good, kind: "vector", url: "http://127.0.0.1:8080/{z}/{x}/{y}.pbf" },
    { ...good, kind: "vector", url: "/tiles/tiles.json" },
    { ...tiles, tileSize: 512 },
  ])("is read as written: %o", (source) => expect(readMapSource(source)).toEqual(source));

  // What is written; the field that is named; words of the remedy.
  it.each([
    ["nothing", undefined, "source", "write an object"],
    ["a list", [], "source", "write an object"],
    ["another kind", { ...good, kind: "wms" }, "kind", "pmtiles, vector, raster, geojson"],
    ["no kind", { ...good, kind: undefined }, "kind", "is missing"],
    ["a misspelt field", { ...good, maxzoom: 14 }, "maxzoom", "there are kind, url"],
    ["plain http", { ...tiles, url: "http://tiles.example.cn/{z}/{x}/{y}.png" }, "url", "https://"],
    ["a script", { ...good, url: "javascript:alert(1)" }, "url", "https://"],
    ["an address without a scheme", { ...good, url: "//example.org/x.pmtiles" }, "url", "https://"],
    ["tiles without places", { ...tiles, url: "/tiles.png" }, "url", "{z}, {x} and {y}"],
    ["vector tiles with some places", { ...good, kind: "vector", url: "/{z}/{x}.pbf" }, "url", "all of {z}"],
    ["an archive with places", { ...good, url: "/{z}/{x}/{y}.pmtiles" }, "url", "one file"],
    ["no datum", { ...tiles, datum: undefined }, "datum", "cannot be guessed"],
    ["BD-09", { ...tiles, datum: "BD09" }, "datum", "grid of their own"],
    ["CGCS2000", { ...tiles, datum: "CGCS2000" }, "datum", "write WGS84"],
    ["no attribution", { ...good, attribution: " " }, "attribution", "OpenStreetMap contributors"],
    [
      "a style from elsewhere",
      { ...good, style: "https://example.org/style.json" },
      "style",
      "not fetched from elsewhere",
    ],
    ["a style for pictures", { ...tiles, style: "/style.json" }, "style", "leave it out"],
    ["half a zoom", { ...good, maxZoom: 14.5 }, "maxZoom", "whole number"],
    ["a zoom too deep", { ...good, maxZoom: 23 }, "maxZoom", "0 to 22"],
    ["odd tiles", { ...tiles, tileSize: 300 }, "tileSize", "256 or 512"],
    [
      "a tile size of vectors",
      { ...good, kind: "vector", url: "/{z}/{x}/{y}", tileSize: 256 },
      "tileSize",
      "leave it out",
    ],
  ])("%s is refused with the remedy", (_, source, field, remedy) => {
    const error = thrownBy(() => readMapSource(source));
    expect(error.field).toBe(field);
    expect(error.message).toContain(field);
    expect(error.message).toContain(remedy);
  });
});

describe("map.json", () => {
  it("of the offline default is in order", () => {
    const config = readMapConfig(
      JSON.parse(readFileSync(new URL("../basemap/map.json", import.meta.url), "utf8")),
    );
    expect(config.source.attribution).toContain("OpenStreetMap contributors");
    expect(config.source.url).toBe("./monaco.pmtiles");
  });
  it.each([
    ["view.zoom", { source: good, view: { latitude: 1, longitude: 2 } }],
    ["view.latitude", { source: good, view: { latitude: 91, longitude: 2, zoom: 3 } }],
    ["view.longitude", { source: good, view: { latitude: 1, longitude: "2", zoom: 3 } }],
    ["source", { view: { latitude: 1, longitude: 2, zoom: 3 } }],
  ])("names %s", (field, config) => expect(thrownBy(() => readMapConfig(config)).field).toBe(field));
});

describe("the attribution", () => {
  it("has links and nothing else that a configuration could do", () => {
    expect(attributionHtml('[© OSM](https://osm.org/c?a=1&b=2), <img src=x onerror=alert(1)> & "me"')).toBe(
      '<a href="https://osm.org/c?a=1&#38;b=2" target="_blank" rel="noopener noreferrer">© OSM</a>' +
        ", &#60;img src=x onerror=alert(1)&#62; &#38; &#34;me&#34;",
    );
  });
  it("makes no link of a script", () =>
    expect(attributionHtml("[x](javascript:alert(1))")).toBe("[x](javascript:alert(1))"));
});

function thrownBy(act: () => unknown): MapSourceError {
  try {
    act();
  } catch (error) {
    if (error instanceof MapSourceError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
