// From OpenStreetMap tags to the layers of the map. The names follow the Shortbread schema 1.0 (CC0,
// https://shortbread-tiles.org/schema/1.0/), so that one style draws our own archives and other people's. Ours are a
// subset, and add: buildings from zoom 13, pools, names of buildings, and the layer `access` (doors, lifts, gates).
// Left out on purpose: borders; and AEDs, because the registry knows them better than a base map of last year.
import type { Coordinates, Geometry, OsmFeature, Tags } from "./osm.ts";

export interface MapFeature {
  readonly layer: string;
  readonly minZoom: number;
  readonly geometry: Geometry;
  readonly properties: Record<string, string | number | boolean>;
}

// prettier-ignore
const STREET_ZOOM: Readonly<Record<string, number>> = {
  motorway: 5, trunk: 6, primary: 8, secondary: 9, tertiary: 10, unclassified: 12, residential: 12, busway: 12,
  living_street: 13, pedestrian: 13, service: 13, track: 13, footway: 13, steps: 13, path: 13, cycleway: 13,
};
// prettier-ignore
const RAIL_ZOOM: Readonly<Record<string, number>> = {
  rail: 8, narrow_gauge: 8, tram: 10, light_rail: 10, funicular: 10, subway: 10, monorail: 10,
};
const LABEL_ZOOM: Readonly<Record<string, number>> = {
  motorway: 10,
  trunk: 12,
  primary: 12,
  secondary: 13,
  tertiary: 13,
};
// prettier-ignore
const LAND: readonly [key: string, values: readonly string[], minZoom: number][] = [
  ["landuse", ["forest"], 7],
  ["landuse", ["grass", "meadow", "orchard", "vineyard", "allotments", "village_green", "recreation_ground",
    "greenhouse_horticulture", "plant_nursery", "quarry"], 11],
  ["landuse", ["cemetery"], 13],
  ["landuse", ["residential", "industrial", "commercial", "garages", "retail", "railway", "landfill", "brownfield",
    "greenfield", "farmyard", "farmland"], 10],
  ["natural", ["wood"], 7],
  ["natural", ["sand", "beach"], 10],
  ["natural", ["heath", "scrub", "grassland", "bare_rock", "scree", "shingle"], 11],
  ["leisure", ["golf_course", "park", "garden", "playground", "miniature_golf"], 11],
  ["leisure", ["pitch", "common", "nature_reserve", "dog_park"], 13],
  ["amenity", ["grave_yard"], 13],
];
// prettier-ignore
const SITES: readonly [key: string, values: readonly string[]][] = [
  ["amenity", ["university", "college", "school", "hospital", "prison", "parking", "bicycle_parking"]],
  ["leisure", ["sports_centre", "stadium"]],
  ["landuse", ["construction"]],
];
// prettier-ignore
const PLACE_ZOOM: Readonly<Record<string, number>> = {
  city: 6, town: 7, village: 10, hamlet: 10, suburb: 10, quarter: 10, neighbourhood: 10, isolated_dwelling: 10,
  farm: 10, island: 10, locality: 10,
};
const POI_KEYS = ["amenity", "tourism", "shop", "leisure", "historic", "office"] as const;
// prettier-ignore
const POI_SMALL = new Set(["bench", "waste_basket", "parking", "parking_entrance", "parking_exit", "fountain", "shower",
  "swimming_pool", "vending_machine", "post_box", "recycling", "information", "picnic_table", "pitch", "garden", "park",
  "slipway", "picnic_site"]);
const YES = new Set([
  "yes",
  "building_passage",
  "viaduct",
  "boardwalk",
  "cantilever",
  "covered",
  "movable",
  "trestle",
]);

/** What the map shows of an object; nothing for most. */
export function placeOnMap(feature: OsmFeature): MapFeature[] {
  switch (feature.geometry.type) {
    case "Point":
      return pointFeatures(feature.tags, feature.geometry);
    case "LineString":
      return lineFeatures(feature.tags, feature.geometry);
    case "Polygon":
    case "MultiPolygon":
      return areaFeatures(feature.tags, feature.geometry);
  }
}

function named(tags: Tags): Record<string, string> {
  return {
    ...(tags["name"] ? { name: tags["name"] } : {}),
    ...(tags["name:en"] && tags["name:en"] !== tags["name"] ? { name_en: tags["name:en"] } : {}),
  };
}

function pointFeatures(tags: Tags, geometry: Geometry): MapFeature[] {
  return [
    ...placeLabel(tags, geometry),
    ...access(tags, geometry),
    ...stop(tags, geometry),
    ...(poi(tags, geometry) ?? address(tags, geometry)),
  ];
}

function placeLabel(tags: Tags, geometry: Geometry): MapFeature[] {
  const minZoom = PLACE_ZOOM[tags["place"] ?? ""];
  if (minZoom === undefined || !tags["name"]) return [];
  const population = Number(tags["population"]);
  return [
    {
      layer: "place_labels",
      minZoom,
      geometry,
      properties: { kind: tags["place"]!, ...named(tags), ...(population > 0 ? { population } : {}) },
    },
  ];
}

function access(tags: Tags, geometry: Geometry): MapFeature[] {
  const kind =
    tags["entrance"] || tags["railway"] === "subway_entrance" || tags["barrier"] === "entrance"
      ? "entrance"
      : tags["highway"] === "elevator"
        ? "elevator"
        : ["gate", "lift_gate", "bollard", "kissing_gate"].includes(tags["barrier"] ?? "")
          ? "gate"
          : tags["amenity"] === "parking_entrance"
            ? "parking_entrance"
            : "";
  if (!kind) return [];
  const ref = tags["ref"] ?? tags["addr:housenumber"];
  return [
    { layer: "access", minZoom: 14, geometry, properties: { kind, ...named(tags), ...(ref ? { ref } : {}) } },
  ];
}

function stop(tags: Tags, geometry: Geometry): MapFeature[] {
  const kind = ["station", "halt"].includes(tags["railway"] ?? "")
    ? tags["railway"]!
    : tags["highway"] === "bus_stop"
      ? "bus_stop"
      : ["bus_station", "ferry_terminal"].includes(tags["amenity"] ?? "")
        ? tags["amenity"]!
        : tags["aeroway"] === "helipad"
          ? "helipad"
          : "";
  if (!kind) return [];
  const minZoom = kind === "station" ? 13 : 14;
  return [{ layer: "public_transport", minZoom, geometry, properties: { kind, ...named(tags) } }];
}

// By whatever name somebody in distress may call the place.
function poi(tags: Tags, geometry: Geometry): MapFeature[] | undefined {
  const key = POI_KEYS.find((candidate) => tags[candidate]);
  if (!key || tags["emergency"] === "defibrillator") return undefined;
  const value = tags[key]!;
  const unnamedToo = ["hospital", "pharmacy", "police", "fire_station", "toilets", "drinking_water"].includes(
    value,
  );
  if (POI_SMALL.has(value) || (!tags["name"] && !unnamedToo)) return undefined;
  const housenumber = tags["addr:housenumber"];
  return [
    {
      layer: "pois",
      minZoom: 14,
      geometry,
      properties: { [key]: value, ...named(tags), ...(housenumber ? { housenumber } : {}) },
    },
  ];
}

function address(tags: Tags, geometry: Geometry): MapFeature[] {
  const housenumber = tags["addr:housenumber"];
  const housename = tags["addr:housename"] ?? (tags["building"] ? tags["name"] : undefined);
  if (!housenumber && !housename) return [];
  return [
    {
      layer: "addresses",
      minZoom: 14,
      geometry,
      properties: { ...(housenumber ? { housenumber } : {}), ...(housename ? { housename } : {}) },
    },
  ];
}

function lineFeatures(tags: Tags, geometry: Geometry): MapFeature[] {
  if (tags["area"] === "yes") return [];
  return [
    ...street(tags, geometry),
    ...rail(tags, geometry),
    ...waterway(tags, geometry),
    ...pier(tags, geometry, "pier_lines"),
  ];
}

function levels(tags: Tags): Record<string, boolean> {
  return {
    ...(YES.has(tags["tunnel"] ?? "") || tags["covered"] === "yes" ? { tunnel: true } : {}),
    ...(YES.has(tags["bridge"] ?? "") ? { bridge: true } : {}),
  };
}

function street(tags: Tags, geometry: Geometry): MapFeature[] {
  const highway = tags["highway"] ?? "";
  const kind = highway.replace(/_link$/, "");
  const minZoom = STREET_ZOOM[kind];
  if (minZoom === undefined) return [];
  const link = kind !== highway;
  const lines: MapFeature[] = [
    {
      layer: "streets",
      minZoom: link ? Math.max(minZoom, 11) : minZoom,
      geometry,
      properties: { kind, ...levels(tags), ...(link ? { link } : {}), ...oneway(tags) },
    },
  ];
  if (tags["name"] || tags["ref"]) {
    lines.push({
      layer: "street_labels",
      minZoom: LABEL_ZOOM[kind] ?? 14,
      geometry,
      properties: {
        kind: highway,
        ...named(tags),
        ...(tags["ref"] ? { ref: tags["ref"].replaceAll(";", "\n") } : {}),
      },
    });
  }
  return lines;
}

function oneway(tags: Tags): Record<string, boolean> {
  const value = tags["oneway"] ?? "";
  if (value === "-1") return { oneway: true, oneway_reverse: true };
  return ["yes", "1", "true"].includes(value) ? { oneway: true } : {};
}

function rail(tags: Tags, geometry: Geometry): MapFeature[] {
  const kind = tags["railway"] ?? "";
  const minZoom = RAIL_ZOOM[kind];
  return minZoom === undefined
    ? []
    : [{ layer: "streets", minZoom, geometry, properties: { kind, rail: true, ...levels(tags) } }];
}

function waterway(tags: Tags, geometry: Geometry): MapFeature[] {
  const kind = tags["waterway"] ?? "";
  const minZoom = ({ river: 9, canal: 9, stream: 14, ditch: 14 } as Record<string, number>)[kind];
  return minZoom === undefined
    ? []
    : [{ layer: "water_lines", minZoom, geometry, properties: { kind, ...levels(tags) } }];
}

function pier(tags: Tags, geometry: Geometry, layer: string): MapFeature[] {
  const kind = tags["man_made"] ?? "";
  return ["pier", "breakwater", "groyne"].includes(kind)
    ? [{ layer, minZoom: 12, geometry, properties: { kind } }]
    : [];
}

function areaFeatures(tags: Tags, geometry: Geometry): MapFeature[] {
  const area = (layer: string, minZoom: number, kind?: string): MapFeature[] => [
    { layer, minZoom, geometry, properties: kind ? { kind } : {} },
  ];
  const found: MapFeature[] = [];
  if (tags["building"] && tags["building"] !== "no") found.push(...area("buildings", 13));
  found.push(...water(tags, area), ...pier(tags, geometry, "pier_polygons"));
  for (const [key, values, minZoom] of LAND) {
    if (values.includes(tags[key] ?? ""))
      found.push(...area("land", minZoom, tags[key] === "wood" ? "forest" : tags[key]));
  }
  for (const [key, values] of SITES) {
    if (values.includes(tags[key] ?? "")) found.push(...area("sites", 13, tags[key]));
  }
  const paved = tags["highway"] ?? tags["area:highway"] ?? "";
  if (["pedestrian", "footway", "service"].includes(paved) && tags["area"] === "yes") {
    found.push(...area("street_polygons", 13, paved === "footway" ? "pedestrian" : paved));
  }
  return [...found, ...areaLabels(tags, geometry)];
}

function water(
  tags: Tags,
  area: (layer: string, minZoom: number, kind?: string) => MapFeature[],
): MapFeature[] {
  if (tags["natural"] === "water")
    return area("water_polygons", 4, tags["water"] === "river" ? "river" : "water");
  if (tags["waterway"] === "riverbank") return area("water_polygons", 4, "river");
  if (["reservoir", "basin"].includes(tags["landuse"] ?? ""))
    return area("water_polygons", 4, tags["landuse"]);
  const pool = tags["leisure"] === "swimming_pool" || tags["amenity"] === "swimming_pool";
  return pool ? area("water_polygons", 14, "swimming_pool") : [];
}

function areaLabels(tags: Tags, geometry: Geometry): MapFeature[] {
  const center: Geometry = { type: "Point", coordinates: centerOf(geometry) };
  const labels = [
    ...placeLabel(tags, center),
    ...stop(tags, center),
    ...(poi(tags, center) ?? address(tags, center)),
  ];
  const green = ["park", "garden"].includes(tags["leisure"] ?? "") || tags["landuse"] === "cemetery";
  if (green && tags["name"]) {
    const kind = tags["leisure"] ?? "cemetery";
    labels.push({
      layer: "pois",
      minZoom: 14,
      geometry: center,
      properties: { leisure: kind, ...named(tags) },
    });
  }
  return labels;
}

/** The centroid of the largest outer ring. */
export function centerOf(geometry: Geometry): Coordinates {
  if (geometry.type === "Point") return geometry.coordinates;
  if (geometry.type === "LineString") return geometry.coordinates[geometry.coordinates.length >> 1]!;
  const outers =
    geometry.type === "Polygon" ? [geometry.coordinates[0]!] : geometry.coordinates.map((part) => part[0]!);
  const [best] = outers.map(centroid).sort((a, b) => b.area - a.area);
  return best!.center;
}

function centroid(ring: readonly Coordinates[]): { area: number; center: Coordinates } {
  const [x0, y0] = ring[0]!; // near the origin, so that nothing cancels
  let [area, x, y] = [0, 0, 0];
  for (let i = 1; i < ring.length; i += 1) {
    const [ax, ay] = [ring[i - 1]![0] - x0, ring[i - 1]![1] - y0];
    const [bx, by] = [ring[i]![0] - x0, ring[i]![1] - y0];
    const cross = ax * by - bx * ay;
    area += cross / 2;
    x += ((ax + bx) * cross) / 6;
    y += ((ay + by) * cross) / 6;
  }
  return area === 0
    ? { area: 0, center: [x0, y0] }
    : { area: Math.abs(area), center: [x0 + x / area, y0 + y / area] };
}
