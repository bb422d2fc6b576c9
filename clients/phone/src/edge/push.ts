// Web Push: what wakes this phone when the page sleeps. Where the server or the browser has none, nothing is missed
// that could have been had.
import { signal } from "@preact/signals";
import { keepHolder, pushKey, renew, withdraw, type Holder } from "./subscription";

export const push = signal<"on" | "off" | "unknown" | "unavailable">("unknown");
export const notifications = signal<"granted" | "default" | "denied" | "unsupported">(
  "Notification" in globalThis ? Notification.permission : "unsupported",
);

export async function askNotifications(): Promise<void> {
  if (notifications.value === "unsupported") return;
  notifications.value = await Notification.requestPermission();
}

/** Subscribes, or renews what there is, once notifications are allowed. */
export async function subscribe(who: Holder): Promise<void> {
  const registration = await registered();
  if (!registration || !("pushManager" in registration)) return void (push.value = "unavailable");
  try {
    const key = await pushKey(who).catch(() => "unreachable" as const);
    if (key === "unreachable") return void (push.value = "unknown"); // asked again with the next connection
    if (key === undefined) return void (push.value = "unavailable");
    if (notifications.value !== "granted") return void (push.value = "off");
    const isTaken = await renew(registration.pushManager, who, key);
    if (isTaken) await keepHolder(who);
    push.value = isTaken ? "on" : "unavailable";
  } catch {
    push.value = "off";
  }
}

/** Leaves nothing behind that could still ring here. */
export async function unsubscribe(who: Holder): Promise<void> {
  const registration = await registered();
  const subscription = await registration?.pushManager?.getSubscription().catch(() => null);
  if (!subscription) return;
  await withdraw(who);
  await subscription.unsubscribe().catch(() => false);
}

async function registered(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator)) return undefined;
  return navigator.serviceWorker.getRegistration("/phone/").catch(() => undefined);
}
