import { expect, it } from "vitest";
import { nearestPoint } from "../src/drag";

it("the point under the hand is found by where it is, also before its sign is drawn", () => {
  const point = (id: string, x: number, y: number): GeoJSON.Feature => ({
    type: "Feature",
    properties: { id },
    geometry: { type: "Point", coordinates: [x, y] },
  });
  const data: GeoJSON.FeatureCollection = {
    type: "FeatureCollection",
    features: [
      point("a", 10, 10),
      point("b", 30, 10),
      { ...point("line", 0, 0), geometry: { type: "LineString", coordinates: [[22, 10]] } },
    ],
  };
  const on = ({ latitude, longitude }: { latitude: number; longitude: number }) => ({
    x: longitude,
    y: latitude,
  });
  const at = (x: number, y: number) => nearestPoint(data, { x, y }, on)?.properties?.["id"] as unknown;
  expect([at(12, 10), at(24, 12), at(10, 31), at(100, 100)]).toEqual(["a", "b", undefined, undefined]);
});
