// Makes a base map from an OpenStreetMap extract:
//
//   node clients/map/tools/build-basemap.ts <extract.osm.pbf> --box west,south,east,north --date 2016-03-05 --out town.pmtiles
//
// For a town or a district; the whole extract is held in memory. --date is that of the data, shown in the archive.
import { writeFileSync } from "node:fs";
import { writeArchive } from "./archive.ts";
import { readArguments } from "./arguments.ts";
import { seaOf, type Box } from "./coast.ts";
import { readExtract, type Coordinates } from "./osm.ts";
import { tidyNames } from "./names.ts";
import { placeOnMap, type MapFeature } from "./shortbread.ts";
import { cutTiles } from "./tiles.ts";

const MIN_ZOOM = 10;
const MAX_ZOOM = 14; // buildings and streets to 0.4 m; MapLibre enlarges beyond

const USAGE =
  "usage: build-basemap.ts <extract.osm.pbf> --box west,south,east,north --date YYYY-MM-DD --out <file.pmtiles>";

async function collect(extract: string, box: Box): Promise<MapFeature[]> {
  const features: MapFeature[] = [];
  const coast: Coordinates[][] = [];
  for await (const feature of readExtract(extract)) {
    const { geometry, tags } = feature;
    if (tags["natural"] === "coastline" && geometry.type === "LineString") coast.push(geometry.coordinates);
    features.push(...placeOnMap(feature));
  }
  const sea = seaOf(coast, box);
  if (sea.length > 0) {
    features.push({
      layer: "ocean",
      minZoom: 0,
      geometry: { type: "MultiPolygon", coordinates: sea },
      properties: {},
    });
  }
  return tidyNames(features);
}

function count(features: readonly MapFeature[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { layer } of features) counts[layer] = (counts[layer] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort());
}

async function main(): Promise<void> {
  const { extract, box, date, out } = readArguments(USAGE);
  const features = await collect(extract, box);
  const tiles = cutTiles(features, { minZoom: MIN_ZOOM, maxZoom: MAX_ZOOM, box });
  const archive = writeArchive(tiles, {
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    bounds: box,
    metadata: {
      name: "Golden Four base map",
      attribution: "© OpenStreetMap contributors (ODbL 1.0, https://www.openstreetmap.org/copyright)",
      description: `OpenStreetMap data of ${date}, Shortbread 1.0 layers with additions`,
      vector_layers: [...new Set(features.map(({ layer }) => layer))]
        .sort()
        .map((id) => ({ id, fields: {} })),
    },
  });
  writeFileSync(out, archive);
  console.log(
    JSON.stringify({
      out,
      bytes: archive.length,
      tiles: tiles.length,
      features: count(features),
    }),
  );
}

await main().catch((error: unknown) => {
  console.error(`build-basemap: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
