// The layers without words, from the sea up to the bridges. Layer names follow Shortbread 1.0; see README.md.
import type {
  ExpressionSpecification as Expression,
  FilterSpecification as Filter,
  LayerSpecification as Layer,
} from "maplibre-gl";
import type { Palette } from "./palette";

/** Where a layer finds its features: in tiles by layer, in GeoJSON by the property `layer`. */
export type Finder = (
  layer: string,
  filter?: Filter,
) => { source: string; "source-layer"?: string; filter?: Filter };

export const kindIn = (...kinds: string[]): Expression => ["in", ["get", "kind"], ["literal", kinds]];
export const all = (...filters: Expression[]): Expression => ["all", ...filters];
const isSet = (property: string): Expression => ["==", ["get", property], true];
const isNot = (property: string): Expression => ["!=", ["get", property], true];

/** Widths in pixels at zooms; they grow as the ground does. */
export function byZoom(...stops: [zoom: number, value: number][]): Expression {
  return ["interpolate", ["exponential", 1.6], ["zoom"], ...stops.flat()] as unknown as Expression;
}

interface StreetClass {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly color: "motorway" | "major" | "minor" | "square";
  readonly minZoom: number;
  readonly width: readonly [zoom: number, value: number][];
}

// From the least to the most important, the order of drawing.
// prettier-ignore
const STREETS: readonly StreetClass[] = [
  { id: "service", kinds: ["service", "track"], color: "minor", minZoom: 13, width: [[13, 0.4], [15, 2], [17, 6], [19, 14]] },
  { id: "walk", kinds: ["pedestrian"], color: "square", minZoom: 13, width: [[13, 0.5], [15, 3], [17, 8], [19, 20]] },
  { id: "minor", kinds: ["unclassified", "residential", "living_street", "busway"], color: "minor", minZoom: 12,
    width: [[12, 0.5], [14, 2.2], [16, 7], [18, 18], [20, 50]] },
  { id: "tertiary", kinds: ["tertiary"], color: "minor", minZoom: 10, width: [[10, 0.4], [12, 1], [14, 3.2], [16, 9], [18, 21], [20, 56]] },
  { id: "secondary", kinds: ["secondary"], color: "major", minZoom: 9, width: [[9, 0.4], [12, 1.4], [14, 3.8], [16, 10], [18, 23], [20, 60]] },
  { id: "primary", kinds: ["primary", "trunk"], color: "major", minZoom: 8, width: [[8, 0.5], [12, 1.9], [14, 4.6], [16, 11], [18, 25], [20, 64]] },
  { id: "motorway", kinds: ["motorway"], color: "motorway", minZoom: 5, width: [[6, 0.5], [12, 2.4], [14, 5.4], [16, 12], [18, 28], [20, 70]] },
];

export function groundLayers(palette: Palette, find: Finder): Layer[] {
  return [
    { id: "land", type: "background", paint: { "background-color": palette.land } },
    ...areaLayers(palette, find),
    ...waterLayers(palette, find),
    {
      id: "squares",
      type: "fill",
      ...find("street_polygons"),
      paint: { "fill-color": palette.square, "fill-outline-color": palette.casing },
    },
    ...tunnelLayers(palette, find),
    ...buildingLayers(palette, find),
    ...pathLayers(palette, find),
    ...streetLayers(palette, find, isNot("bridge"), ""),
    ...railLayers(palette, find),
    ...streetLayers(palette, find, isSet("bridge"), "-bridge"),
  ];
}

function areaLayers(palette: Palette, find: Finder): Layer[] {
  const fill = (id: string, layer: string, filter: Filter, color: string): Layer => ({
    id,
    type: "fill",
    ...find(layer, filter),
    paint: { "fill-color": color },
  });
  return [
    fill(
      "built",
      "land",
      kindIn("residential", "industrial", "commercial", "retail", "garages", "railway"),
      palette.built,
    ),
    fill(
      "green",
      "land",
      kindIn(
        "grass",
        "meadow",
        "village_green",
        "recreation_ground",
        "park",
        "garden",
        "playground",
        "golf_course",
        "miniature_golf",
        "pitch",
        "common",
        "nature_reserve",
        "dog_park",
        "cemetery",
        "grave_yard",
        "allotments",
        "grassland",
        "orchard",
        "vineyard",
        "plant_nursery",
      ),
      palette.green,
    ),
    fill("forest", "land", kindIn("forest", "scrub", "heath"), palette.forest),
    fill("sand", "land", kindIn("sand", "beach", "shingle", "bare_rock", "scree"), palette.sand),
    fill(
      "site",
      "sites",
      kindIn("university", "college", "school", "parking", "sports_centre", "sports_center", "stadium"),
      palette.site,
    ),
    fill("hospital", "sites", kindIn("hospital"), palette.hospital),
  ];
}

function waterLayers(palette: Palette, find: Finder): Layer[] {
  return [
    { id: "sea", type: "fill", ...find("ocean"), paint: { "fill-color": palette.sea } },
    {
      id: "shore",
      type: "line",
      ...find("ocean"),
      paint: { "line-color": palette.shore, "line-width": byZoom([12, 0.5], [18, 2]) },
    },
    {
      id: "water",
      type: "fill",
      ...find("water_polygons"),
      paint: { "fill-color": palette.sea, "fill-outline-color": palette.shore },
    },
    {
      id: "stream",
      type: "line",
      ...find("water_lines", isNot("tunnel")),
      minzoom: 9,
      paint: { "line-color": palette.shore, "line-width": byZoom([9, 0.4], [14, 1], [18, 4]) },
    },
    { id: "pier", type: "fill", ...find("pier_polygons"), paint: { "fill-color": palette.land } },
    {
      id: "jetty",
      type: "line",
      ...find("pier_lines"),
      paint: { "line-color": palette.land, "line-width": byZoom([12, 0.6], [16, 3], [18, 8]) },
    },
  ];
}

function tunnelLayers(palette: Palette, find: Finder): Layer[] {
  return STREETS.map(({ id, kinds, minZoom, width }): Layer => ({
    id: `tunnel-${id}`,
    type: "line",
    minzoom: minZoom,
    ...find("streets", all(kindIn(...kinds), isSet("tunnel"))),
    paint: {
      "line-color": palette.casing,
      "line-opacity": 0.75,
      "line-dasharray": [4, 3],
      "line-width": 1,
      "line-gap-width": byZoom(...width),
    },
  }));
}

function buildingLayers(palette: Palette, find: Finder): Layer[] {
  return [
    {
      id: "building",
      type: "fill",
      ...find("buildings"),
      minzoom: 13,
      paint: { "fill-color": palette.building, "fill-opacity": byZoom([13, 0.6], [15, 1]) },
    },
    {
      id: "building-edge",
      type: "line",
      ...find("buildings"),
      minzoom: 15,
      paint: { "line-color": palette.buildingEdge, "line-width": byZoom([15, 0.3], [17, 0.8], [20, 1.5]) },
    },
  ];
}

function pathLayers(palette: Palette, find: Finder): Layer[] {
  const walk = all(kindIn("footway", "path", "cycleway"), isNot("tunnel"));
  return [
    {
      id: "path-bed",
      type: "line",
      ...find("streets", walk),
      minzoom: 15,
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": palette.square, "line-width": byZoom([15, 1.5], [17, 4], [20, 14]) },
    },
    {
      id: "path",
      type: "line",
      ...find("streets", walk),
      minzoom: 14,
      paint: {
        "line-color": palette.path,
        "line-width": byZoom([14, 0.6], [17, 1.4], [20, 3]),
        "line-dasharray": [3, 2],
      },
    },
    {
      id: "steps-bed",
      type: "line",
      ...find("streets", kindIn("steps")),
      minzoom: 14,
      paint: { "line-color": palette.square, "line-width": byZoom([14, 1.8], [17, 6], [20, 22]) },
    },
    // Treads across the way: who comes by bicycle must see them.
    {
      id: "steps",
      type: "line",
      ...find("streets", kindIn("steps")),
      minzoom: 14,
      paint: {
        "line-color": palette.steps,
        "line-width": byZoom([14, 1.6], [17, 5.5], [20, 20]),
        "line-dasharray": [0.25, 0.3],
      },
    },
  ];
}

function streetLayers(palette: Palette, find: Finder, level: Expression, suffix: string): Layer[] {
  const found = ({ kinds }: StreetClass) => find("streets", all(kindIn(...kinds), isNot("tunnel"), level));
  const layout = { "line-cap": suffix ? "butt" : "round", "line-join": "round" } as const;
  const casings = STREETS.map((street): Layer => ({
    id: `${street.id}-casing${suffix}`,
    type: "line",
    minzoom: Math.max(street.minZoom, 12),
    ...found(street),
    layout,
    paint: {
      "line-color": palette.casing,
      "line-width": byZoom([12, 0.5], [16, 1], [20, 1.6]),
      "line-gap-width": byZoom(...street.width),
    },
  }));
  const fills = STREETS.map((street): Layer => ({
    id: `${street.id}${suffix}`,
    type: "line",
    minzoom: street.minZoom,
    ...found(street),
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": palette[street.color], "line-width": byZoom(...street.width) },
  }));
  return [...casings, ...fills];
}

function railLayers(palette: Palette, find: Finder): Layer[] {
  const rail = all(isSet("rail"), isNot("tunnel"));
  const hidden = all(isSet("rail"), isSet("tunnel"));
  return [
    {
      id: "rail-tunnel",
      type: "line",
      ...find("streets", hidden),
      minzoom: 12,
      paint: {
        "line-color": palette.rail,
        "line-opacity": 0.5,
        "line-width": byZoom([12, 0.8], [18, 2]),
        "line-dasharray": [2, 3],
      },
    },
    {
      id: "rail",
      type: "line",
      ...find("streets", rail),
      minzoom: 10,
      paint: { "line-color": palette.rail, "line-width": byZoom([10, 0.6], [14, 1.4], [18, 3]) },
    },
    {
      id: "rail-ties",
      type: "line",
      ...find("streets", rail),
      minzoom: 14,
      paint: {
        "line-color": palette.rail,
        "line-width": byZoom([14, 4], [18, 9]),
        "line-dasharray": [0.15, 1.6],
      },
    },
  ];
}
