import { describe, expect, test } from "vitest";
import { bearing, clockTime, distance, elapsed, metersBetween } from "../src/index";

describe("figures", () => {
  test("elapsed time never runs below zero", () => {
    expect([-5_000, 0, 59_999, 245_000, 3_845_000].map(elapsed)).toEqual([
      "0:00",
      "0:00",
      "0:59",
      "4:05",
      "1:04:05",
    ]);
  });

  test("distances are no finer than anybody knows them", () => {
    const in_ = (language: "zh" | "en") =>
      [4, 347, 949, 950, 1240].map((meters) => distance(meters, language));
    expect(in_("en")).toEqual(["0 m", "350 m", "950 m", "0.9 km", "1.2 km"]);
    expect(in_("zh")).toEqual(["0 米", "350 米", "950 米", "0.9 公里", "1.2 公里"]);
    expect([distance(56.4, "en", 1), distance(20_000, "en")]).toEqual(["56 m", "20 km"]);
  });

  test("the clock is the same in both languages", () => {
    const at = new Date(2026, 0, 2, 3, 7, 9);
    expect(clockTime(at, "zh")).toBe("03:07:09");
    expect(clockTime(at, "en", false)).toBe("03:07");
  });
});

describe("the sphere", () => {
  const square = { latitude: 43.7396, longitude: 7.4271 };

  test("a minute of latitude is a nautical mile", () => {
    const north = { ...square, latitude: square.latitude + 1 / 60 };
    expect(metersBetween(square, north)).toBeCloseTo(1853.2, 0);
    expect(bearing(square, north)).toBeCloseTo(0, 6);
    expect(bearing(north, square)).toBeCloseTo(180, 6);
  });

  test("east is 90 degrees", () => {
    expect(bearing(square, { ...square, longitude: square.longitude + 0.001 })).toBeCloseTo(90, 2);
  });
});
