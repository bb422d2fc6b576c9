// What a tool that reads an extract is told on its command line.
import { parseArgs } from "node:util";
import type { Box } from "./coast.ts";

export interface Arguments {
  readonly extract: string;
  /** The part of the world that it shall take. */
  readonly box: Box;
  /** Of the data, YYYY-MM-DD. */
  readonly date: string;
  readonly out: string;
}

/** Throws `usage` when something is missing. */
export function readArguments(usage: string): Arguments {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { box: { type: "string" }, out: { type: "string" }, date: { type: "string" } },
  });
  const [extract] = positionals;
  const { box, out, date } = values;
  if (!extract || !box || !out || !date || !/^\d{4}-\d\d-\d\d$/.test(date)) throw new Error(usage);
  return { extract, box: readBox(box), date, out };
}

function readBox(text: string): Box {
  const numbers = text.split(",").map(Number);
  const [west, south, east, north] = numbers;
  if (numbers.length !== 4 || !numbers.every(Number.isFinite) || west! >= east! || south! >= north!) {
    throw new Error(`--box ${text}: four numbers west,south,east,north in degrees are needed`);
  }
  return { west: west!, south: south!, east: east!, north: north! };
}
