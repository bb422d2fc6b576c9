import { describe, expect, it } from "vitest";
import { joinLines, seaOf } from "../tools/coast";
import { tidyNames } from "../tools/names";
import type { Coordinates, Geometry, Tags } from "../tools/osm";
import { centerOf, placeOnMap, type MapFeature } from "../tools/shortbread";
import { tilesOf } from "../tools/tiles";

const box = { west: 0, south: 0, east: 10, north: 10 };

/** The signed area of a ring: positive when it runs against the clock. */
function area(ring: Coordinates[]): number {
  return ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length]!;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

const seaArea = (coast: Coordinates[][]): number =>
  seaOf(coast, box).reduce(
    (sum, [outer, ...holes]) =>
      sum + Math.abs(area(outer!)) - holes.reduce((all, hole) => all + Math.abs(area(hole)), 0),
    0,
  );

// Maps as OpenStreetMap draws them: land on the left of the line.
describe("the sea", () => {
  it("lies south of a coast that runs east", () =>
    expect(
      seaArea([
        [
          [0, 4],
          [10, 4],
        ],
      ]),
    ).toBeCloseTo(40));
  it("lies north of a coast that runs west", () =>
    expect(
      seaArea([
        [
          [10, 4],
          [0, 4],
        ],
      ]),
    ).toBeCloseTo(60));
  it("reaches the box where the extract ended a little before", () =>
    expect(
      seaArea([
        [
          [0.1, 4],
          [9.9, 4],
        ],
      ]),
    ).toBeCloseTo(40));
  it("is found from pieces in any order", () =>
    expect(
      seaArea([
        [
          [5, 4],
          [10, 4],
        ],
        [
          [0, 4],
          [5, 4],
        ],
      ]),
    ).toBeCloseTo(40));
  it("has islands", () => {
    const island: Coordinates[] = [
      [2, 1],
      [4, 1],
      [4, 3],
      [2, 3],
      [2, 1],
    ];
    expect(
      seaArea([
        [
          [0, 4],
          [10, 4],
        ],
        island,
      ]),
    ).toBeCloseTo(36);
    expect(seaArea([island])).toBeCloseTo(96);
  });
  it("may have two parts: a spit of land across the box", () => {
    const parts = seaOf(
      [
        [
          [0, 3],
          [10, 3],
        ],
        [
          [10, 7],
          [0, 7],
        ],
      ],
      box,
    );
    expect(parts).toHaveLength(2);
    expect(
      seaArea([
        [
          [0, 3],
          [10, 3],
        ],
        [
          [10, 7],
          [0, 7],
        ],
      ]),
    ).toBeCloseTo(60);
  });
  it("cuts a corner off", () =>
    expect(
      seaArea([
        [
          [6, 0],
          [6, 4],
          [10, 4],
        ].reverse() as Coordinates[],
      ]),
    ).toBeCloseTo(84));
  it("is absent without a coast", () => expect(seaOf([], box)).toEqual([]));
  it("keeps the direction of lines that it joins", () => {
    expect(
      joinLines([
        [
          [1, 1],
          [2, 2],
        ],
        [
          [0, 0],
          [1, 1],
        ],
        [
          [5, 5],
          [6, 6],
        ],
      ]),
    ).toEqual([
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
      [
        [5, 5],
        [6, 6],
      ],
    ]);
  });
});

const point: Geometry = { type: "Point", coordinates: [7, 43] };
const line: Geometry = {
  type: "LineString",
  coordinates: [
    [7, 43],
    [7.001, 43],
  ],
};
const square: Geometry = {
  type: "Polygon",
  coordinates: [
    [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
      [0, 0],
    ],
  ],
};
const placed = (geometry: Geometry, tags: Tags): string[] =>
  placeOnMap({ geometry, tags }).map(
    ({ layer, minZoom, properties }) => `${layer} ${minZoom} ${JSON.stringify(properties)}`,
  );

describe("from tags to layers", () => {
  it.each<[Geometry, Tags, string[]]>([
    [
      line,
      { highway: "primary_link", bridge: "yes" },
      ['streets 11 {"kind":"primary","bridge":true,"link":true}'],
    ],
    [
      line,
      { highway: "residential", oneway: "-1", name: "Rue A" },
      [
        'streets 12 {"kind":"residential","oneway":true,"oneway_reverse":true}',
        'street_labels 14 {"kind":"residential","name":"Rue A"}',
      ],
    ],
    [line, { highway: "steps", tunnel: "building_passage" }, ['streets 13 {"kind":"steps","tunnel":true}']],
    [line, { railway: "rail" }, ['streets 8 {"kind":"rail","rail":true}']],
    [line, { boundary: "administrative", admin_level: "2" }, []],
    [square, { boundary: "administrative", admin_level: "2", name: "Land" }, []],
    [line, { highway: "pedestrian", area: "yes" }, []],
    [square, { highway: "pedestrian", area: "yes" }, ['street_polygons 13 {"kind":"pedestrian"}']],
    [
      square,
      { building: "yes", name: "Le Mirabeau" },
      ["buildings 13 {}", 'addresses 14 {"housename":"Le Mirabeau"}'],
    ],
    [square, { building: "no" }, []],
    [square, { leisure: "swimming_pool" }, ['water_polygons 14 {"kind":"swimming_pool"}']],
    [square, { natural: "wood" }, ['land 7 {"kind":"forest"}']],
    [point, { emergency: "defibrillator", amenity: "pharmacy", name: "P" }, []],
    [point, { amenity: "pharmacy" }, ['pois 14 {"amenity":"pharmacy"}']],
    [point, { amenity: "cafe" }, []],
    [point, { amenity: "bench", name: "B" }, []],
    [point, { "addr:housenumber": "5 bis" }, ['addresses 14 {"housenumber":"5 bis"}']],
    [point, { entrance: "main", ref: "B" }, ['access 14 {"kind":"entrance","ref":"B"}']],
    [point, { highway: "elevator" }, ['access 14 {"kind":"elevator"}']],
    [
      point,
      { place: "suburb", name: "Larvotto", population: "5000" },
      ['place_labels 10 {"kind":"suburb","name":"Larvotto","population":5000}'],
    ],
    [point, { place: "suburb" }, []],
  ])("%o %o", (geometry, tags, expected) => expect(placed(geometry, tags)).toEqual(expected));
  it("a label stands in the middle", () => {
    expect(centerOf(square)).toEqual([1, 1]);
    expect(
      centerOf({
        type: "MultiPolygon",
        coordinates: [
          [
            [
              [9, 9],
              [9.1, 9],
              [9, 9.1],
              [9, 9],
            ],
          ],
          square.coordinates,
        ],
      }),
    ).toEqual([1, 1]);
  });
});

describe("names", () => {
  const label = (coordinates: Coordinates[], name = "A"): MapFeature => ({
    layer: "street_labels",
    minZoom: 14,
    geometry: { type: "LineString", coordinates },
    properties: { name },
  });
  const at = (layer: string, longitude: number, properties: Record<string, string>): MapFeature => ({
    layer,
    minZoom: 10,
    geometry: { type: "Point", coordinates: [longitude, 43] },
    properties,
  });
  it("of a street in pieces become one, also where a piece was drawn backwards", () => {
    const joined = tidyNames([
      label([
        [0, 0],
        [1, 0],
      ]),
      label([
        [2, 0],
        [1, 0],
      ]),
      label([
        [2, 0],
        [3, 0],
      ]),
      label(
        [
          [1, 0],
          [1, 1],
        ],
        "B",
      ),
    ]);
    expect(
      joined.map(({ geometry }) => geometry.type === "LineString" && geometry.coordinates.length).sort(),
    ).toEqual([2, 4]);
  });
  it("of a town mapped twice stand once, of two towns far apart twice", () => {
    const names = (features: MapFeature[]) => tidyNames(features).map(({ properties }) => properties["kind"]);
    expect(
      names([
        at("place_labels", 7, { kind: "town", name: "M" }),
        at("place_labels", 7.01, { kind: "city", name: "M" }),
      ]),
    ).toEqual(["city"]);
    expect(
      names([
        at("place_labels", 7, { kind: "town", name: "M" }),
        at("place_labels", 7.1, { kind: "town", name: "M" }),
      ]),
    ).toHaveLength(2);
  });
  it("of a house give way to the same name inside it", () => {
    const hall = at("addresses", 7, { housename: "Auditorium" });
    expect(tidyNames([hall, at("pois", 7.0005, { name: "Auditorium" })]).map(({ layer }) => layer)).toEqual([
      "pois",
    ]);
    expect(tidyNames([hall, at("pois", 7.01, { name: "Auditorium" })])).toHaveLength(2);
  });
});

it("tiles of a box", () => {
  expect(tilesOf({ west: -10, south: -10, east: 10, north: 10 }, 1)).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  expect(tilesOf({ west: 7.349, south: 43.71, east: 7.491, north: 43.77 }, 10)).toEqual([
    [532, 373],
    [533, 373],
  ]);
});
