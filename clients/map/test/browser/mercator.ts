// Web Mercator by hand, so that the test does not ask the map where things are.
import type { Position } from "../../src/datum";

const TILE = 512; // pixels of MapLibre's world at zoom 0

/** Fractions of the world, from the north-west. */
export function mercator({ latitude, longitude }: Position): { x: number; y: number } {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return { x: (longitude + 180) / 360, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
}

/** Where a position lies on a screen whose middle shows `center`. */
export function onScreen(
  position: Position,
  center: Position,
  zoom: number,
  screen: { width: number; height: number },
): { x: number; y: number } {
  const [place, middle] = [mercator(position), mercator(center)];
  const scale = TILE * 2 ** zoom;
  return {
    x: screen.width / 2 + (place.x - middle.x) * scale,
    y: screen.height / 2 + (place.y - middle.y) * scale,
  };
}
