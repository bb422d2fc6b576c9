import { describe, expect, it } from "vitest";
import { boxOf, circle, fromFrame, geoJsonToFrame, toFrame } from "../src/frame";
import { metersBetween } from "./support";

const jinhua = { latitude: 29.0820414, longitude: 119.6427465 };

describe("the frame of the base", () => {
  it("is left the way it was entered", () => {
    const [lng, lat] = toFrame(jinhua, "GCJ02");
    expect(metersBetween(jinhua, { latitude: lat, longitude: lng })).toBeGreaterThan(500);
    expect(metersBetween(jinhua, fromFrame({ lng, lat }, "GCJ02"))).toBeLessThan(1e-6);
  });
  it("a map dragged around the world still tells a longitude", () => {
    expect(fromFrame({ lng: 367.5, lat: 43 }, "WGS84").longitude).toBeCloseTo(7.5, 9);
    expect(fromFrame({ lng: -190, lat: 43 }, "WGS84").longitude).toBeCloseTo(170, 9);
  });
  it("moves every position of every geometry, keeps heights and properties, and leaves the original alone", () => {
    const point = [jinhua.longitude, jinhua.latitude, 12];
    const geometries: GeoJSON.Geometry[] = [
      { type: "Point", coordinates: point },
      { type: "MultiPoint", coordinates: [point] },
      { type: "LineString", coordinates: [point, point] },
      { type: "MultiLineString", coordinates: [[point, point]] },
      { type: "Polygon", coordinates: [[point, point, point, point]] },
      { type: "MultiPolygon", coordinates: [[[point, point, point, point]]] },
    ];
    const data: GeoJSON.FeatureCollection = {
      type: "FeatureCollection",
      features: [
        {
          type: "Feature",
          id: 7,
          properties: { a: 1 },
          geometry: { type: "GeometryCollection", geometries },
        },
        { type: "Feature", properties: null, geometry: null as unknown as GeoJSON.Geometry },
      ],
    };
    const before = JSON.stringify(data);
    const moved = JSON.stringify(geoJsonToFrame(data, "GCJ02"));
    const [lng, lat] = toFrame(jinhua, "GCJ02");
    expect(moved).toBe(before.replaceAll(JSON.stringify(point), JSON.stringify([lng, lat, 12])));
    expect(JSON.stringify(data)).toBe(before);
    expect(geoJsonToFrame(data, "WGS84")).toBe(data);
  });
  it("boxes hold all positions", () => {
    expect(boxOf([], "WGS84")).toBeUndefined();
    expect(
      boxOf(
        [
          { latitude: 1, longitude: 2 },
          { latitude: -3, longitude: 4 },
        ],
        "WGS84",
      ),
    ).toEqual({ west: 2, south: -3, east: 4, north: 1 });
  });
  it("a circle has its radius all around, within 0.2 %", () => {
    for (const [longitude, latitude] of circle(jinhua, 500).coordinates[0] as [number, number][]) {
      expect(Math.abs(metersBetween(jinhua, { latitude, longitude }) - 500)).toBeLessThan(1);
    }
  });
});
