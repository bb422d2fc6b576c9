// Where the top of the phone looks, in degrees clockwise from north; undefined where no compass tells.
import { signal } from "@preact/signals";

export const heading = signal<number | undefined>(undefined);
let listening = false;

interface AppleOrientation {
  readonly webkitCompassHeading?: number;
}
interface AskingOrientation {
  requestPermission?: () => Promise<"granted" | "denied">;
}

function turned(event: Event): void {
  const { absolute, alpha } = event as DeviceOrientationEvent;
  const apple = (event as AppleOrientation).webkitCompassHeading;
  if (typeof apple === "number") heading.value = Math.round(apple);
  else if (alpha !== null && absolute) heading.value = Math.round((360 - alpha) % 360);
}

export function listenToCompass(): void {
  if (listening || !("DeviceOrientationEvent" in globalThis)) return;
  listening = true;
  addEventListener("deviceorientationabsolute", turned);
  addEventListener("deviceorientation", turned);
}

/** iPhones want to be asked, in a touch. */
export async function askCompass(): Promise<void> {
  const asking = (globalThis as { DeviceOrientationEvent?: AskingOrientation }).DeviceOrientationEvent;
  await asking?.requestPermission?.().catch(() => "denied");
}
