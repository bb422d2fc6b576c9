import { describe, expect, it } from "vitest";
import { boxAround, boxToAsk, holds, middleOf, nearestPath, pathOf, type Box } from "../src/area";

const width = (box: Box) => box.east - box.west;

describe("boxes", () => {
  it("what is asked for holds what is seen, and is at most twice as wide", () => {
    let seed = 7;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    for (let n = 0; n < 2000; n += 1) {
      const middle = { latitude: 160 * random() - 80, longitude: 350 * random() - 175 };
      const box = boxAround(middle, 10 ** (1 + 4.5 * random()));
      const asked = boxToAsk(box);
      for (const [latitude, longitude] of [
        [box.north, box.west],
        [box.south, box.east],
      ] as const)
        expect(holds(asked, { latitude, longitude })).toBe(true);
      if (width(box) > 0.001)
        expect(width(asked)).toBeLessThanOrEqual(2 * Math.max(width(box), box.north - box.south));
    }
  });

  it("a small move asks for the same", () => {
    const paths = [0, 3, 6].map((move) =>
      pathOf(boxToAsk(boxAround({ latitude: 46.0512, longitude: 14.5061 + move * 1e-5 }, 1000))),
    );
    expect(new Set(paths).size).toBe(1);
  });

  it("does not leave the ground", () => {
    const box = boxToAsk({ west: -200, south: -95, east: 190, north: 95 });
    expect(box).toEqual({ west: -180, south: -90, east: 180, north: 90 });
  });

  it("a radius is one on the ground, in the middle", () => {
    const box = boxAround({ latitude: 60, longitude: 10 }, 1000);
    expect(box.north - box.south).toBeCloseTo(0.018, 3);
    expect(width(box)).toBeCloseTo(0.036, 3);
    expect(middleOf(box).latitude).toBeCloseTo(60, 9);
  });

  it("says them as the server wants them, and no position finer than ten metres", () => {
    expect(pathOf({ west: 7.5, south: 43.5, east: 7.75, north: 43.75 })).toBe(
      "/v1/public/aeds?bbox=7.5,43.5,7.75,43.75&datum=WGS84&limit=500",
    );
    expect(nearestPath({ latitude: 43.7393812, longitude: 7.42761 })).toContain("near=43.7394,7.4276&");
  });
});
