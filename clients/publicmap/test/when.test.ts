import { describe, expect, it } from "vitest";
import { pointOf, whenOf } from "../src/when";

const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 30).getTime();

describe("moments", () => {
  it.each([
    [28, { day: "today", name: "", time: "21:30" }],
    [29, { day: "tomorrow", name: "", time: "21:30" }],
    [30, { day: "weekday", name: "Monday", time: "21:30" }],
  ])("the %ith", (day, said) => {
    expect(whenOf(at(day, 21), at(28, 1), "en")).toEqual(said);
  });

  it("a week from now and later by date, in both languages", () => {
    const far = new Date(2026, 11, 5, 8, 0).getTime();
    expect(whenOf(far, at(28, 1), "en")).toEqual({ day: "date", name: "5 December", time: "08:00" });
    expect(whenOf(far, at(28, 1), "zh")).toEqual({ day: "date", name: "12月5日", time: "08:00" });
  });

  it("just after midnight is tomorrow", () => {
    expect(whenOf(new Date(2026, 10, 29, 0, 5).getTime(), at(28, 23), "en").day).toBe("tomorrow");
  });
});

describe("the compass", () => {
  it.each([
    [0, "N"],
    [44, "NE"],
    [359, "N"],
    [-91, "W"],
    [202, "S"],
    [203, "SW"],
  ])("%i degrees", (degrees, point) => expect(pointOf(degrees)).toBe(point));
});
