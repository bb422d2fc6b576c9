// Where the phone is. Watched only while its person is on duty, has a task, or looks at the readiness check.
import { signal } from "@preact/signals";
import type { Fix } from "../model/presence";

export const fix = signal<Fix | undefined>(undefined);
export const location = signal<"granted" | "prompt" | "denied" | "unsupported">(
  "geolocation" in navigator ? "prompt" : "unsupported",
);

let watching: number | undefined;

const taken = ({ coords, timestamp }: GeolocationPosition): void => {
  location.value = "granted";
  const { latitude, longitude, accuracy } = coords;
  // Some phones count this timestamp from another epoch.
  const at = Math.abs(Date.now() - timestamp) < 3600_000 ? timestamp : Date.now();
  fix.value = { latitude, longitude, accuracyMeters: accuracy, at };
};
const failed = (error: GeolocationPositionError): void => {
  if (error.code === error.PERMISSION_DENIED) location.value = "denied";
};

export function watchPosition(on: boolean): void {
  if (!("geolocation" in navigator) || on === (watching !== undefined)) return;
  if (!on) {
    navigator.geolocation.clearWatch(watching!);
    watching = undefined;
    return;
  }
  watching = navigator.geolocation.watchPosition(taken, failed, {
    enableHighAccuracy: true,
    maximumAge: 10_000,
    timeout: 30_000,
  });
}

/** Asks once; in a press, the first time, so that the browser's question is no surprise. */
export function askPosition(): void {
  if (!("geolocation" in navigator)) return;
  navigator.geolocation.getCurrentPosition(taken, failed, { maximumAge: 30_000, timeout: 30_000 });
}

/** What was decided before, without asking. */
export async function learnPermission(): Promise<void> {
  try {
    const status = await navigator.permissions.query({ name: "geolocation" });
    const told = () => (location.value = status.state);
    status.addEventListener("change", told);
    told();
  } catch {
    return; // an old browser: the first try will tell
  }
}
