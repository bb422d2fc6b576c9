// From a source to a MapLibre style of our own: no style, sprite or glyph is fetched.
import type {
  FilterSpecification as Filter,
  LayerSpecification as Layer,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";
import { groundLayers, type Finder } from "./ground";
import { labelLayers } from "./labels";
import { paletteOf, type Palette, type Theme } from "./palette";
import type { MapSource } from "./source";

export const BASE = "base";
export const BASE_EDGE = "base-edge";

export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** What the base turned out to be, once it was looked at. */
export interface Base {
  readonly source: SourceSpecification;
  readonly look: "vector" | "geojson" | "raster";
  /** In the datum of the base; beyond it there is no map. */
  readonly bounds?: Box;
  /** Somebody else's style, whose layers draw the source `base`. */
  readonly style?: StyleSpecification;
}

/** What a source can be told without asking anybody; archives are opened first, see archive.ts. */
export function baseOf(source: MapSource, absolute: (url: string) => string): Base {
  const maxzoom = source.maxZoom === undefined ? {} : { maxzoom: source.maxZoom };
  const url = absolute(source.url);
  switch (source.kind) {
    case "raster":
      return {
        look: "raster",
        source: { type: "raster", tiles: [url], tileSize: source.tileSize ?? 256, ...maxzoom },
      };
    case "geojson":
      return { look: "geojson", source: { type: "geojson", data: url, ...maxzoom } };
    case "vector":
    case "pmtiles":
      return {
        look: "vector",
        source: url.includes("{z}") ? { type: "vector", tiles: [url], ...maxzoom } : { type: "vector", url },
      };
  }
}

export function baseStyle(base: Base | undefined, theme: Theme): StyleSpecification {
  const palette = paletteOf(theme);
  if (base?.style) return { ...base.style, sources: { ...base.style.sources, [BASE]: base.source } };
  if (!base)
    return {
      version: 8,
      sources: {},
      layers: [{ id: "land", type: "background", paint: { "background-color": palette.land } }],
    };
  return {
    version: 8,
    sources: { [BASE]: base.source, ...(base.bounds ? { [BASE_EDGE]: outside(base.bounds) } : {}) },
    layers: [
      ...(base.look === "raster" ? rasterLayers(palette, theme) : drawnLayers(palette, base.look)),
      ...(base.bounds ? edgeLayers(palette) : []),
      ...(base.look === "raster" ? [] : labelLayers(palette, finderOf(base.look))),
    ],
  };
}

/** Checks a style of others: without a layer that draws `base` the operator's tiles would never be seen. */
export function readForeignStyle(value: unknown, url: string): StyleSpecification {
  const style = value as Partial<StyleSpecification> | null;
  const layers = Array.isArray(style?.layers) ? style.layers : [];
  if (layers.some((layer) => "source" in layer && layer.source === BASE))
    return { version: 8, sources: {}, ...style, layers };
  throw new Error(
    `${url}: no layer draws the source "${BASE}"; rename the style's source of tiles to "${BASE}"`,
  );
}

function finderOf(look: "vector" | "geojson"): Finder {
  if (look === "vector")
    return (layer, filter) => ({ source: BASE, "source-layer": layer, ...(filter ? { filter } : {}) });
  return (layer, filter) => {
    const here: Filter = ["==", ["get", "layer"], layer];
    return { source: BASE, filter: filter ? (["all", here, filter] as Filter) : here };
  };
}

function drawnLayers(palette: Palette, look: "vector" | "geojson"): Layer[] {
  return groundLayers(palette, finderOf(look));
}

// Pictures cannot be redrawn for the night, only dimmed.
function rasterLayers(palette: Palette, theme: Theme): Layer[] {
  const night = { "raster-brightness-max": 0.45, "raster-saturation": -0.5, "raster-contrast": -0.05 };
  return [
    { id: "land", type: "background", paint: { "background-color": palette.land } },
    { id: "picture", type: "raster", source: BASE, paint: theme === "night" ? night : {} },
  ];
}

// Everything but the box, so that the end of the map does not look like empty land.
function outside({ west, south, east, north }: Box): SourceSpecification {
  const world: [number, number][] = [
    [-180, -85],
    [180, -85],
    [180, 85],
    [-180, 85],
    [-180, -85],
  ];
  const hole: [number, number][] = [
    [west, south],
    [west, north],
    [east, north],
    [east, south],
    [west, south],
  ];
  return {
    type: "geojson",
    data: { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [world, hole] } },
  };
}

function edgeLayers(palette: Palette): Layer[] {
  return [
    { id: "nothing", type: "fill", source: BASE_EDGE, paint: { "fill-color": palette.nothing } },
    {
      id: "edge",
      type: "line",
      source: BASE_EDGE,
      paint: { "line-color": palette.edge, "line-width": 1, "line-dasharray": [4, 4] },
    },
  ];
}
