// From coastlines to the sea. OpenStreetMap draws the coast as open lines with the land on the left and the water
// on the right; an extract cuts them at its box. The sea is what lies to the right, closed along the box.
import type { Coordinates } from "./osm.ts";

export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

type Line = Coordinates[];
type Ring = Coordinates[];

const same = (a: Coordinates | undefined, b: Coordinates | undefined): boolean =>
  a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];

/** Joins lines that continue each other, end to start, keeping their direction. */
export function joinLines(lines: readonly Line[]): Line[] {
  const open = lines.map((line) => [...line]);
  for (let at = 0; at < open.length; at += 1) {
    const line = open[at]!;
    for (;;) {
      if (same(line[0], line.at(-1))) break;
      const next = open.findIndex((other, index) => index !== at && same(other[0], line.at(-1)));
      if (next < 0) break;
      line.push(...open[next]!.slice(1));
      open.splice(next, 1);
      if (next < at) at -= 1;
    }
  }
  return open;
}

/** The sea as one multipolygon; empty without a coast. Islands become holes of the part that holds them. */
export function seaOf(coast: readonly Line[], box: Box): Ring[][] {
  const chains = joinLines(coast);
  const islands = chains.filter((chain) => same(chain[0], chain.at(-1)));
  const shores = chains.filter((chain) => !same(chain[0], chain.at(-1)));
  const parts = closeAlong(
    shores.map((shore) => reachBox(shore, box)),
    box,
  ).map((ring) => [ring]);
  if (parts.length === 0 && islands.length > 0) parts.push([cornersFrom(0, 4, box)]);
  for (const island of islands) parts.find(([outer]) => contains(outer!, island[0]!))?.push(island);
  return parts;
}

// Where a point of the box's edge lies, clockwise from the north-west corner: 0..1 north, 1..2 east, and so on.
function along([longitude, latitude]: Coordinates, { west, south, east, north }: Box): number {
  const x = (longitude - west) / (east - west);
  const y = (north - latitude) / (north - south);
  const distances = [y, 1 - x, 1 - y, x];
  const side = distances.indexOf(Math.min(...distances));
  return side + [x, y, 1 - x, 1 - y][side]!;
}

function pointAt(where: number, { west, south, east, north }: Box): Coordinates {
  const side = Math.floor(where) % 4;
  const part = where - Math.floor(where);
  const x = [part, 1, 1 - part, 0][side]!;
  const y = [0, part, 1, 1 - part][side]!;
  return [west + x * (east - west), north - y * (north - south)];
}

// An extract holds no nodes beyond its box, so a shore ends a little before it: it is led to the nearest side.
function reachBox(shore: Line, box: Box): Line {
  return [pointAt(along(shore[0]!, box), box), ...shore, pointAt(along(shore.at(-1)!, box), box)];
}

// The corners passed when walking clockwise, and both ends.
function cornersFrom(from: number, to: number, box: Box): Ring {
  const ring = [pointAt(from, box)];
  for (let corner = Math.floor(from) + 1; corner < to; corner += 1) ring.push(pointAt(corner, box));
  ring.push(pointAt(to, box));
  return ring;
}

// With the water on the right of every shore, the edge of the sea goes on clockwise from a shore's end to the next
// shore's start.
function closeAlong(shores: readonly Line[], box: Box): Ring[] {
  const left = new Set(shores);
  const rings: Ring[] = [];
  for (const first of shores) {
    if (!left.has(first)) continue;
    const ring: Ring = [];
    let shore = first;
    do {
      left.delete(shore);
      ring.push(...shore);
      const end = along(shore.at(-1)!, box);
      const ahead = (other: Line): number => (along(other[0]!, box) - end + 4) % 4;
      const candidates = [...left, first].sort((a, b) => ahead(a) - ahead(b));
      const next = candidates[0]!;
      ring.push(...cornersFrom(end, end + ahead(next), box));
      shore = next;
    } while (shore !== first);
    ring.push(ring[0]!);
    rings.push(ring);
  }
  return rings;
}

function contains(ring: Ring, [x, y]: Coordinates): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
