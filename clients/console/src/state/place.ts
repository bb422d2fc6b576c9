// Coordinates as people type or paste them.
import { Datum } from "@goldenfour/sdk";
import { distance, type Language } from "@goldenfour/ui";
import { toWgs84, type Datum as MapDatum } from "@goldenfour/map/datum";

export const DATUMS = ["WGS84", "CGCS2000", "GCJ02", "BD09"] as const;
export type DatumName = (typeof DATUMS)[number];

export interface Degrees {
  readonly latitude: number;
  readonly longitude: number;
}

// The letter of an axis stands before the figure or behind it, not both.
const FIGURE =
  /([NSEW北南东西])\s*(-?\d{1,3}(?:\.\d+)?)\s*°?|(-?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEW北南东西])?/giu;

/**
 * "43.7393, 7.4276", also with the Chinese comma or blanks; letters N, S, E, W or 北 南 东 西 name the axis, so
 * that "E119.64 N29.08" is understood. Nothing for what is no place on earth.
 */
export function readDegrees(text: string): Degrees | undefined {
  const found = [...text.matchAll(FIGURE)];
  if (found.length !== 2 || text.replace(/[NSEW北南东西\d\s.,;，；、°-]/giu, "") !== "") return undefined;
  const [first, second] = found.map(([, before, one, other, after]) => {
    const letter = (before ?? after ?? "").toUpperCase();
    const negative = /[SW南西]/u.test(letter);
    return { axis: axisOf(letter), value: Number(one ?? other) * (negative ? -1 : 1) };
  }) as [Figure, Figure];
  const swapped = first.axis === "longitude" || second.axis === "latitude";
  if (first.axis !== undefined && first.axis === second.axis) return undefined;
  const [latitude, longitude] = swapped ? [second.value, first.value] : [first.value, second.value];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

interface Figure {
  axis: "latitude" | "longitude" | undefined;
  value: number;
}

function axisOf(letter: string): Figure["axis"] {
  if (letter === "") return undefined;
  return /[NS北南]/u.test(letter) ? "latitude" : "longitude";
}

/** To the metre where that matters. */
export function howFar(meters: number, language: Language): string {
  return distance(meters, language, meters < 100 ? 1 : 10);
}

export function writeDegrees({ latitude, longitude }: Degrees): string {
  return `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
}

/** As the wire wants it: in the datum that it was written in. */
export function positionOf(at: Degrees, datum: DatumName) {
  return { latitude: at.latitude, longitude: at.longitude, datum: Datum[datum] };
}

/** For the map. */
export function onMap(at: Degrees, datum: DatumName): Degrees {
  return toWgs84({ ...at }, datum as MapDatum);
}

/** A position of the server, which is always WGS-84. */
export function degreesOf(
  position: { latitude?: number | undefined; longitude?: number | undefined } | undefined,
): Degrees | undefined {
  if (position?.latitude === undefined || position.longitude === undefined) return undefined;
  return { latitude: position.latitude, longitude: position.longitude };
}
