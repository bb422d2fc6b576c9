import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Datum, type Position, fromWgs84, inShiftedBox, toWgs84 } from "../src/datum";
import { metersBetween, seeded } from "./support";

const vectors = (name: string): string[][] =>
  readFileSync(new URL(`../../../tests/support/coordinates/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

const at = (latitude: string | undefined, longitude: string | undefined): Position => ({
  latitude: Number(latitude),
  longitude: Number(longitude),
});

const off = (a: Position, b: Position): number =>
  Math.max(Math.abs(a.latitude - b.latitude), Math.abs(a.longitude - b.longitude));

describe("the vectors of gcoord", () => {
  const rows = vectors("china_cities_a.csv");
  it("are all read", () => expect(rows).toHaveLength(172));
  for (const row of rows) {
    const [wgs, gcj, bd] = [at(row[4], row[3]), at(row[6], row[5]), at(row[8], row[7])];
    it(`${row.slice(0, 3).join(" ")}`, () => {
      // They differ from the published formula by a constant of 0.6 m.
      expect(off(fromWgs84(wgs, "GCJ02"), gcj)).toBeLessThan(1e-5);
      expect(off(toWgs84(gcj, "GCJ02"), wgs)).toBeLessThan(1e-5);
      expect(off(fromWgs84(wgs, "BD09"), bd)).toBeLessThan(1e-5);
      expect(off(toWgs84(bd, "BD09"), wgs)).toBeLessThan(1e-5);
    });
  }
});

describe("the vectors of eviltransform", () => {
  for (const row of vectors("eviltransform_vectors.csv")) {
    const [wgs, gcj] = [at(row[1], row[2]), at(row[3], row[4])];
    it(row[0] ?? "", () => {
      expect(off(fromWgs84(wgs, "GCJ02"), gcj)).toBeLessThan(1e-5);
      expect(off(toWgs84(gcj, "GCJ02"), wgs)).toBeLessThan(1e-5);
    });
  }
});

describe("there and back", () => {
  // A jittered grid over the box, away from its edges, where the two boxes of decision differ.
  const random = seeded(20161127);
  const places: Position[] = [];
  for (let row = 0; row < 100; row += 1) {
    for (let column = 0; column < 100; column += 1) {
      places.push({
        latitude: 0.9 + ((55.7 - 0.9) * (row + random())) / 100,
        longitude: 72.1 + ((137.7 - 72.1) * (column + random())) / 100,
      });
    }
  }
  for (const datum of ["GCJ02", "BD09"] satisfies Datum[]) {
    it(`${datum}: 10,000 places come back within a micrometre`, () => {
      const worst = Math.max(
        ...places.map((place) => metersBetween(place, toWgs84(fromWgs84(place, datum), datum))),
      );
      expect(worst).toBeLessThan(1e-6);
      console.info(`${datum}: worst of ${places.length} round trips ${worst.toExponential(1)} m`);
    });
  }
});

describe("how far", () => {
  const jinhua = { latitude: 29.0820414, longitude: 119.6427465 };
  it("GCJ-02 lies about 564 m off at Jinhua, BD-09 about 1.15 km", () => {
    expect(metersBetween(jinhua, fromWgs84(jinhua, "GCJ02"))).toBeCloseTo(564, -1);
    expect(metersBetween(jinhua, fromWgs84(jinhua, "BD09"))).toBeCloseTo(1150, -2);
  });
});

describe("where nothing is shifted", () => {
  const monaco = { latitude: 43.7384, longitude: 7.4246 };
  it("abroad", () => {
    expect(fromWgs84(monaco, "GCJ02")).toEqual(monaco);
    expect(toWgs84(monaco, "BD09")).toEqual(monaco);
  });
  it("WGS-84 and CGCS2000, in China too", () => {
    const jinhua = { latitude: 29.0790641, longitude: 119.6474509 };
    expect(fromWgs84(jinhua, "WGS84")).toEqual(jinhua);
    expect(toWgs84(jinhua, "CGCS2000")).toEqual(jinhua);
  });
  it("the box is that of geo/datum.h", () => {
    expect(inShiftedBox({ latitude: 0.8293, longitude: 72.004 })).toBe(true);
    expect(inShiftedBox({ latitude: 55.8271, longitude: 137.8347 })).toBe(true);
    expect(inShiftedBox({ latitude: 0.82929, longitude: 100 })).toBe(false);
    expect(inShiftedBox({ latitude: 30, longitude: 137.8348 })).toBe(false);
  });
});
