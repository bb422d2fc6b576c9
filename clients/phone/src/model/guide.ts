// Where to go now, and in which direction.
import { Role, type AedDirections, type TaskNotice } from "@goldenfour/sdk";
import { bearing, metersBetween } from "@goldenfour/ui";
import { isTeamRole, placeOf, type Place } from "./names";
import { hasAed, isOnScene, type Standing } from "./steps";

export interface Target {
  readonly at: "aed" | "patient" | "rally";
  readonly place: Place | undefined;
}

export function targetOf(standing: Standing): Target {
  const { notice } = standing;
  const rally = placeOf(notice.rally);
  if (isTeamRole(notice.role) && rally) return { at: "rally", place: rally };
  if (isToFetch(standing)) return { at: "aed", place: placeOf(notice.aed?.position) };
  return { at: "patient", place: placeOf(notice.place) };
}

function isToFetch(standing: Standing): boolean {
  const { notice } = standing;
  return notice.role === Role.AED && notice.aed !== undefined && !hasAed(standing) && !isOnScene(standing);
}

export interface Way {
  readonly meters: number;
  /** Degrees clockwise from north. */
  readonly bearing: number;
}

export function wayTo(from: Place | undefined, to: Place | undefined): Way | undefined {
  if (!from || !to) return undefined;
  return { meters: metersBetween(from, to), bearing: bearing(from, to) };
}

const WINDS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;
export type Wind = (typeof WINDS)[number];

export function windOf(degrees: number): Wind {
  return WINDS[Math.round((((degrees % 360) + 360) % 360) / 45) % 8]!;
}

/** How far to turn an arrow that points up, in degrees, for a phone whose top looks to `heading`. */
export function turn(bearingDegrees: number, heading: number): number {
  return ((((bearingDegrees - heading + 180) % 360) + 360) % 360) - 180;
}

/** Opens in the map program of the phone. WGS-84, as RFC 5870 has it. */
export function geoLink(place: Place, label: string): string {
  const point = `${place.latitude.toFixed(6)},${place.longitude.toFixed(6)}`;
  return `geo:${point}?q=${point}(${encodeURIComponent(label)})`;
}

export interface Replacement {
  readonly aed: AedDirections | undefined;
  readonly noneInReach: boolean;
}

/** What is there instead of an AED that is not. */
export function replacementOf(notice: TaskNotice): Replacement {
  return { aed: notice.alternateAed, noneInReach: notice.noAlternateInReach };
}
