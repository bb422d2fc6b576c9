import { expect, it } from "vitest";
import { uncrowded, type Box } from "../src/uncrowded";
import { seeded } from "./support";

const box = (x: number, y: number, width = 40, height = 20): Box => ({ x, y, width, height });

it("who comes first is read; who would lie on it is not, and who would lie only on that one is", () => {
  expect(uncrowded([box(0, 0), box(30, 5), box(60, 10)], [])).toEqual([true, false, true]);
});

it("words that just touch at an edge can both be read", () => {
  expect(uncrowded([box(0, 0), box(40, 0), box(0, 20)], [])).toEqual([true, true, true]);
});

it("no word covers a sign", () => {
  expect(uncrowded([box(0, 0), box(100, 0)], [box(90, 8, 10, 10)])).toEqual([true, false]);
});

it("what is read stands free, and what is not would stand on something", () => {
  const seed = Number(process.env["GOLDENFOUR_SEED"] ?? 20261128);
  console.info(`seed ${seed}`);
  const draw = seeded(seed);
  const some = (count: number): Box[] =>
    Array.from({ length: count }, () => box(draw() * 600, draw() * 400, 20 + draw() * 80, 18));
  // The twin: what the two have in common, side by side.
  const overlap = (a: Box, b: Box): boolean => {
    const left = Math.max(a.x - a.width / 2, b.x - b.width / 2);
    const right = Math.min(a.x + a.width / 2, b.x + b.width / 2);
    const top = Math.max(a.y - a.height / 2, b.y - b.height / 2);
    return left < right && top < Math.min(a.y + a.height / 2, b.y + b.height / 2);
  };
  for (let round = 0; round < 100; round += 1) {
    const [labels, obstacles] = [some(60), some(15)];
    const readable = uncrowded(labels, obstacles);
    labels.forEach((label, at) => {
      const before = labels.filter((_, other) => other < at && readable[other]);
      expect(readable[at]).toBe(![...before, ...obstacles].some((other) => overlap(label, other)));
    });
  }
});
