// What a tool is told on its command line about the part of the world that it shall take.
import type { Box } from "./coast.ts";

export function readBox(text: string): Box {
  const numbers = text.split(",").map(Number);
  const [west, south, east, north] = numbers;
  if (numbers.length !== 4 || !numbers.every(Number.isFinite) || west! >= east! || south! >= north!) {
    throw new Error(`--box ${text}: four numbers west,south,east,north in degrees are needed`);
  }
  return { west: west!, south: south!, east: east!, north: north! };
}
