// A base as a provider in mainland China serves it, with one place painted on it.
import { mercator } from "./mercator";
import { isNear, paint, type Color } from "./picture";

// The first place of tests/support/coordinates/china_cities_a.csv: Jinhua.
export const wgs = { latitude: 29.0820414, longitude: 119.6427465 };
export const gcj = { latitude: 29.0790641, longitude: 119.6474509 };
export const tiles = {
  kind: "raster",
  url: "./jinhua/{z}/{x}/{y}.png",
  datum: "GCJ02",
  attribution: "Made by the test",
  maxZoom: 18,
};
const red: Color = [220, 20, 20];

// As a provider in mainland China would: the place is painted at its GCJ-02 coordinates.
export function provide(path: string): Buffer | undefined {
  const [, z, x, y] = /^\/jinhua\/(\d+)\/(\d+)\/(\d+)\.png$/.exec(path)?.map(Number) ?? [];
  if (z === undefined || x === undefined || y === undefined) return undefined;
  const place = mercator(gcj);
  const [px, py] = [(place.x * 2 ** z - x) * 256, (place.y * 2 ** z - y) * 256];
  return paint(256, (column, row) =>
    Math.hypot(column + 0.5 - px, row + 0.5 - py) < 5 ? red : [205, 205, 200],
  );
}
export const isRed = (color: Color): boolean => isNear(color, red, 60);
