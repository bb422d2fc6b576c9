// When a position is worth telling: on moving 25 m, and once a minute so that it does not grow old.
import { metersBetween } from "@goldenfour/ui";
import type { Place } from "./names";

export interface Fix extends Place {
  readonly accuracyMeters: number;
  /** By the phone's clock, in milliseconds. */
  readonly at: number;
}

const FAR_METERS = 25;
const EVERY_MS = 60_000;

export function isWorthTelling(told: Fix | undefined, toldAt: number, fix: Fix, now: number): boolean {
  if (!told || now - toldAt >= EVERY_MS) return true;
  // A coarse fix that jumps about inside its own doubt is no movement.
  const moved = metersBetween(told, fix);
  return moved > FAR_METERS && moved > Math.min(fix.accuracyMeters, 200) / 2;
}
