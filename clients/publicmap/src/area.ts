// The part of the world that is asked for. Boxes are widened to a grid, so that a small move, and the neighbour's
// phone, ask for the same one, which caches have.
import type { Position } from "./aed";

export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

const METERS_PER_DEGREE = 111_195;

export function boxAround({ latitude, longitude }: Position, radiusMeters: number): Box {
  const up = radiusMeters / METERS_PER_DEGREE;
  const over = up / Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
  return clamped({
    west: longitude - over,
    south: latitude - up,
    east: longitude + over,
    north: latitude + up,
  });
}

export function middleOf({ west, south, east, north }: Box): Position {
  return { latitude: (south + north) / 2, longitude: (west + east) / 2 };
}

export function holds(box: Box, { latitude, longitude }: Position): boolean {
  return latitude >= box.south && latitude <= box.north && longitude >= box.west && longitude <= box.east;
}

/** The box to ask for so that all of `box` is in the answer: at most half as wide again. */
export function boxToAsk(box: Box): Box {
  const step = 2 ** Math.floor(Math.log2(Math.max(box.east - box.west, box.north - box.south, 0.001) / 4));
  const down = (value: number) => Math.floor(value / step) * step;
  const up = (value: number) => Math.ceil(value / step) * step;
  return clamped({
    west: down(box.west),
    south: down(box.south),
    east: up(box.east),
    north: up(box.north),
  });
}

export function pathOf({ west, south, east, north }: Box): string {
  const bbox = [west, south, east, north].map((degrees) => Number(degrees.toFixed(6))).join(",");
  return `/v1/public/aeds?bbox=${bbox}&datum=WGS84&limit=500`;
}

/** Whoever looks for the nearest ones, however far they are. */
export function nearestPath({ latitude, longitude }: Position): string {
  // Some ten metres: enough to rank by, and nobody's doorstep.
  const near = [latitude, longitude].map((degrees) => degrees.toFixed(4)).join(",");
  return `/v1/public/aeds?near=${near}&radius=50000&datum=WGS84&limit=30`;
}

// Where a map may be dragged to there is no ground.
function clamped({ west, south, east, north }: Box): Box {
  return {
    west: Math.max(-180, west),
    south: Math.max(-90, south),
    east: Math.min(180, east),
    north: Math.min(90, north),
  };
}
