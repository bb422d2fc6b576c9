// From OpenStreetMap tags to a list of streets, houses and places in which addresses are found. Pure.
import Papa from "papaparse";
import { fold } from "../src/gazetteer/fold.ts";
import type { Box } from "./coast.ts";
import type { Coordinates, Geometry, OsmFeature, Tags } from "./osm.ts";
import { centerOf } from "./shortbread.ts";

export interface Row {
  readonly kind: "street" | "house" | "place";
  readonly name: string;
  readonly number: string;
  readonly area: string;
  readonly at: Coordinates;
  readonly radius: number;
  readonly other: readonly string[];
}

const NO_STREETS = new Set([
  "bus_stop",
  "elevator",
  "services",
  "rest_area",
  "motorway_junction",
  "construction",
]);
// prettier-ignore
const PLACES = ["place", "amenity", "tourism", "shop", "leisure", "historic", "office", "building", "aeroway", "craft",
  "healthcare", "emergency", "man_made", "public_transport", "railway", "highway", "natural", "landuse"] as const;
const NO_PLACES = new Set([
  "stop_position",
  "rail",
  "peak",
  "residential",
  "construction",
  "defibrillator",
  "farm",
]);
const AREAS = ["city", "town", "village", "suburb", "quarter", "neighbourhood"];
// prettier-ignore
const NAMES = ["alt_name", "official_name", "short_name", "loc_name", "int_name", "old_name", "name:en", "name:fr",
  "name:zh", "name:zh-Hans", "name:zh-Hant", "addr:housename"];
/** Two of one name nearer than that are one. */
const SAME_STREET_METERS = 400;
const SAME_PLACE_METERS = 150;
const AREA_METERS = 3000;

interface Found {
  readonly kind: "street" | "place";
  readonly name: string;
  readonly points: readonly Coordinates[];
  readonly at: Coordinates;
  readonly tags: Tags;
}

/** In the order of their names; the same extract gives the same rows. */
export function rowsOf(features: Iterable<OsmFeature>, box: Box): Row[] {
  const found: Found[] = [];
  const houses: { tags: Tags; at: Coordinates }[] = [];
  const areas: { name: string; at: Coordinates }[] = [];
  for (const { tags, geometry } of features) {
    const at = centerOf(geometry);
    if (!isIn(at, box)) continue;
    const name = tags["name"]?.trim();
    if (tags["addr:housenumber"] && tags["addr:street"]) houses.push({ tags, at });
    if (!name) continue;
    if (AREAS.includes(tags["place"] ?? "") && geometry.type === "Point") areas.push({ name, at });
    const kind = kindOf(tags, geometry);
    if (kind)
      found.push({ kind, name, points: pointsOf(geometry).filter((point) => isIn(point, box)), at, tags });
  }
  const areaOf = (at: Coordinates): string => nearest(at, areas)?.name ?? "";
  const places = groups(found).map((group) => rowOf(group, areaOf));
  const spelt = new Map(places.filter(({ kind }) => kind === "street").map(({ name }) => [fold(name), name]));
  const doors = houses.map(({ tags, at }): Row => {
    const street = tags["addr:street"]!.trim();
    const [name, number] = [spelt.get(fold(street)) ?? street, tags["addr:housenumber"]!.trim()];
    return { kind: "house", name, number, area: areaOf(at), at, radius: 15, other: [] };
  });
  return [...places, ...withoutRepeats(doors)].sort(byName);
}

function kindOf(tags: Tags, geometry: Geometry): Found["kind"] | undefined {
  const highway = tags["highway"] ?? "";
  if (highway !== "" && geometry.type !== "Point") return NO_STREETS.has(highway) ? undefined : "street";
  const key = PLACES.find((each) => tags[each]);
  if (!key || geometry.type === "LineString" || tags["boundary"]) return undefined;
  return NO_PLACES.has(tags[key]!) ? undefined : "place";
}

/** Those of one kind and name that lie near each other, piece by piece. */
function groups(found: readonly Found[]): Found[][] {
  const named = new Map<string, Found[][]>();
  for (const one of found) {
    const key = `${one.kind} ${fold(one.name)}`;
    const known = named.get(key) ?? [];
    const reach = one.kind === "street" ? SAME_STREET_METERS : SAME_PLACE_METERS;
    const near = known.filter((group) => group.some((other) => isNear(one, other, reach)));
    named.set(key, [...known.filter((group) => !near.includes(group)), [...near.flat(), one]]);
  }
  return [...named.values()].flat();
}

function isNear(a: Found, b: Found, meters: number): boolean {
  return a.points.some((one) => b.points.some((other) => metersOf(one, other) < meters));
}

function rowOf(group: readonly Found[], areaOf: (at: Coordinates) => string): Row {
  const { kind, name } = group[0]!;
  const points = group.flatMap((one) => one.points);
  const middle: Coordinates = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  // Of a street the point on it that is nearest to its middle; of a place its own.
  const at =
    kind === "street"
      ? nearest(
          middle,
          points.map((point) => ({ at: point })),
          Infinity,
        )!.at
      : group[0]!.at;
  const radius = Math.max(20, Math.ceil(Math.max(...points.map((point) => metersOf(at, point)))));
  const names = group.flatMap(({ tags }) => NAMES.flatMap((key) => tags[key]?.split(";") ?? []));
  const others = new Map(names.map((other) => [fold(other), other.trim()]));
  for (const known of ["", fold(name)]) others.delete(known);
  const area = areaOf(at);
  return { kind, name, number: "", area: area === name ? "" : area, at, radius, other: [...others.values()] };
}

function withoutRepeats(doors: readonly Row[]): Row[] {
  return [
    ...new Map(doors.map((door) => [`${fold(door.name)}/${fold(door.number)}/${door.area}`, door])).values(),
  ];
}

function byName(a: Row, b: Row): number {
  const key = ({ name, number, area, kind }: Row) =>
    [fold(name), kind, number.padStart(6, "0"), area].join("/");
  return key(a) < key(b) ? -1 : 1;
}

function pointsOf(geometry: Geometry): Coordinates[] {
  if (geometry.type === "Point") return [geometry.coordinates];
  if (geometry.type === "LineString") return geometry.coordinates;
  return geometry.type === "Polygon"
    ? geometry.coordinates[0]!
    : geometry.coordinates.flatMap(([outer]) => outer!);
}

function nearest<T extends { at: Coordinates }>(
  to: Coordinates,
  all: readonly T[],
  most = AREA_METERS,
): T | undefined {
  const [best] = all.map((one) => ({ one, away: metersOf(to, one.at) })).sort((a, b) => a.away - b.away);
  return best && best.away <= most ? best.one : undefined;
}

function metersOf([ax, ay]: Coordinates, [bx, by]: Coordinates): number {
  const east = (ax - bx) * Math.cos((ay * Math.PI) / 180);
  return Math.hypot(east, ay - by) * 111195;
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

const isIn = ([x, y]: Coordinates, { west, south, east, north }: Box): boolean =>
  x >= west && x <= east && y >= south && y <= north;

const COLUMNS = "kind,name,number,area,latitude,longitude,radius,other";

/** The file; `about` says whose data it is. */
export function csvOf(rows: readonly Row[], about: string): string {
  const lines = rows.map(({ kind, name, number, area, at: [x, y], radius, other }) => [
    kind,
    name,
    number,
    area,
    y.toFixed(5),
    x.toFixed(5),
    String(radius),
    other.join("|"),
  ]);
  return [`# ${about}`, COLUMNS, Papa.unparse(lines, { newline: "\n" }), ""].join("\n");
}
