// Keeps the screen on while it must be seen.
import { signal } from "@preact/signals";

export const keepsAwake = signal("wakeLock" in navigator);
let wanted = false;
let lock: WakeLockSentinel | undefined;

export function keepScreenOn(on: boolean): void {
  if (wanted === on) return;
  wanted = on;
  if (on) void take();
  else {
    void lock?.release().catch(() => undefined);
    lock = undefined;
  }
}

// The system takes the lock away with the page's visibility.
document.addEventListener("visibilitychange", () => {
  if (wanted && document.visibilityState === "visible") void take();
});

async function take(): Promise<void> {
  if (!("wakeLock" in navigator)) return;
  try {
    const taken = await navigator.wakeLock.request("screen");
    if (wanted) lock = taken;
    else void taken.release();
    keepsAwake.value = true;
  } catch {
    // Not visible, or a flat battery: nothing that could be done about it here.
    if (document.visibilityState === "visible") keepsAwake.value = false;
  }
}
