// Cuts features into vector tiles, with the libraries that MapLibre itself uses for GeoJSON.
import { GeoJSONVT, type GeoJSONVTTile } from "@maplibre/geojson-vt";
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import { zxyToTileId } from "pmtiles";
import type { Tile } from "./archive.ts";
import type { Box } from "./coast.ts";
import type { MapFeature } from "./shortbread.ts";

export interface TileOptions {
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly box: Box;
}

const EXTENT = 4096; // 0.4 m at zoom 14 in Monaco

export function cutTiles(features: readonly MapFeature[], options: TileOptions): Tile[] {
  const tiles: Tile[] = [];
  for (let zoom = options.minZoom; zoom <= options.maxZoom; zoom += 1) {
    const indexes = indexLayers(
      features.filter((feature) => feature.minZoom <= zoom),
      options.maxZoom,
    );
    for (const [x, y] of tilesOf(options.box, zoom)) {
      const layers: Record<string, GeoJSONVTTile> = {};
      for (const [layer, index] of indexes) {
        const tile = index.getTile(zoom, x, y);
        if (tile && tile.features.length > 0) layers[layer] = tile as GeoJSONVTTile;
      }
      if (Object.keys(layers).length === 0) continue;
      tiles.push({
        id: zxyToTileId(zoom, x, y),
        data: fromGeojsonVt(layers, { version: 2, extent: EXTENT }),
      });
    }
  }
  return tiles;
}

function indexLayers(features: readonly MapFeature[], maxZoom: number): [string, GeoJSONVT][] {
  const byLayer = new Map<string, GeoJSON.Feature[]>();
  for (const { layer, geometry, properties } of features) {
    const list = byLayer.get(layer) ?? [];
    byLayer.set(layer, list);
    list.push({ type: "Feature", geometry: geometry as GeoJSON.Geometry, properties });
  }
  return [...byLayer]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([layer, list]) => [
      layer,
      new GeoJSONVT(
        { type: "FeatureCollection", features: list },
        { maxZoom, extent: EXTENT, buffer: 80, indexMaxZoom: 0 },
      ),
    ]);
}

/** Web Mercator tiles that touch the box. */
export function tilesOf(box: Box, zoom: number): [x: number, y: number][] {
  const [left, top] = tileAt(box.west, box.north, zoom);
  const [right, bottom] = tileAt(box.east, box.south, zoom);
  const found: [number, number][] = [];
  for (let x = left; x <= right; x += 1) for (let y = top; y <= bottom; y += 1) found.push([x, y]);
  return found;
}

function tileAt(longitude: number, latitude: number, zoom: number): [number, number] {
  const sine = Math.sin((latitude * Math.PI) / 180);
  const x = (longitude + 180) / 360;
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return [Math.floor(x * 2 ** zoom), Math.floor(y * 2 ** zoom)];
}
