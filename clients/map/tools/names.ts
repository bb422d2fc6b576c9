// Names as a reader wants them, where the extract has them in pieces or twice.
import { joinLines } from "./coast.ts";
import type { Coordinates } from "./osm.ts";
import type { MapFeature } from "./shortbread.ts";

const PLACES = ["city", "town", "village", "suburb", "quarter", "neighbourhood", "hamlet", "locality"];
const SAME_PLACE_METERS = 3000;
const SAME_HOUSE_METERS = 150;

export function tidyNames(features: readonly MapFeature[]): MapFeature[] {
  return withoutRepeatedHouses(withoutRepeatedPlaces(joinLabels(features)));
}

/**
 * OpenStreetMap cuts a street at every crossing; a name needs room. Joins lines of one name end to end, also where
 * one of them was drawn the other way round.
 */
function joinLabels(features: readonly MapFeature[]): MapFeature[] {
  const groups = new Map<string, MapFeature[]>();
  for (const feature of features) {
    if (feature.layer !== "street_labels") continue;
    const key = JSON.stringify(feature.properties);
    groups.set(key, [...(groups.get(key) ?? []), feature]);
  }
  const labels = [...groups.values()].flatMap((group) =>
    joinEitherWay(group.map(({ geometry }) => geometry.coordinates as Coordinates[])).map(
      (coordinates): MapFeature => ({
        ...group[0]!,
        geometry: { type: "LineString", coordinates },
      }),
    ),
  );
  return [...features.filter(({ layer }) => layer !== "street_labels"), ...labels];
}

function joinEitherWay(lines: readonly Coordinates[][]): Coordinates[][] {
  let joined = joinLines(lines);
  for (let before = Infinity; joined.length < before;) {
    before = joined.length;
    for (let at = 0; at < joined.length; at += 1) {
      const turned = joinLines(joined.map((line, index) => (index === at ? [...line].reverse() : line)));
      if (turned.length < joined.length) joined = turned;
    }
  }
  return joined;
}

const nameOf = ({ properties }: MapFeature): unknown => properties["name"] ?? properties["housename"];

function near(a: MapFeature, b: MapFeature, meters: number): boolean {
  if (a.geometry.type !== "Point" || b.geometry.type !== "Point") return false;
  const [[ax, ay], [bx, by]] = [a.geometry.coordinates, b.geometry.coordinates];
  const east = (ax - bx) * Math.cos((ay * Math.PI) / 180);
  return Math.hypot(east, ay - by) * 111195 < meters;
}

// A city mapped as a point and again as an area: the greater one stays.
function withoutRepeatedPlaces(features: readonly MapFeature[]): MapFeature[] {
  const rank = ({ properties }: MapFeature): number => PLACES.indexOf(String(properties["kind"]));
  const places = features.filter(({ layer }) => layer === "place_labels").sort((a, b) => rank(a) - rank(b));
  const kept: MapFeature[] = [];
  for (const place of places) {
    if (!kept.some((other) => nameOf(other) === nameOf(place) && near(other, place, SAME_PLACE_METERS)))
      kept.push(place);
  }
  return [...features.filter(({ layer }) => layer !== "place_labels"), ...kept];
}

// A named house around the point of what is in it.
function withoutRepeatedHouses(features: readonly MapFeature[]): MapFeature[] {
  const pois = features.filter(({ layer }) => layer === "pois");
  return features.filter((feature) => {
    if (feature.layer !== "addresses" || feature.properties["housenumber"]) return true;
    return !pois.some((poi) => nameOf(poi) === nameOf(feature) && near(poi, feature, SAME_HOUSE_METERS));
  });
}
