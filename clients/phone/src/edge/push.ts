// Web Push: what wakes this phone when the page sleeps. Where the server or the browser has none, nothing is missed
// that could have been had.
import { signal } from "@preact/signals";

export const push = signal<"on" | "off" | "unknown" | "unavailable">("unknown");
export const notifications = signal<"granted" | "default" | "denied" | "unsupported">(
  "Notification" in globalThis ? Notification.permission : "unsupported",
);

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

export async function askNotifications(): Promise<void> {
  if (notifications.value === "unsupported") return;
  notifications.value = await Notification.requestPermission();
}

/** Subscribes, or renews what there is, once notifications are allowed. */
export async function subscribe(call: Fetch, subject: string): Promise<void> {
  const registration = await registered();
  if (!registration || !("pushManager" in registration)) return void (push.value = "unavailable");
  try {
    const key = await pushKey(call);
    if (key === undefined) return void (push.value = "unavailable");
    if (notifications.value !== "granted") return void (push.value = "off");
    const subscription = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: key as BufferSource,
    });
    push.value = (await tell(call, subject, subscription)) ? "on" : "unavailable";
  } catch {
    push.value = "off";
  }
}

/** Leaves nothing behind that could still ring here. */
export async function unsubscribe(): Promise<void> {
  const registration = await registered();
  const subscription = await registration?.pushManager?.getSubscription().catch(() => null);
  await subscription?.unsubscribe().catch(() => false);
}

async function registered(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator)) return undefined;
  return navigator.serviceWorker.getRegistration("/phone/").catch(() => undefined);
}

async function pushKey(call: Fetch): Promise<Uint8Array | undefined> {
  const answer = await call("/v1/push-key");
  if (!answer.ok) return undefined;
  const { publicKey } = (await answer.json()) as { publicKey?: unknown };
  return typeof publicKey === "string" ? fromBase64Url(publicKey) : undefined;
}

async function tell(call: Fetch, subject: string, subscription: PushSubscription): Promise<boolean> {
  const { endpoint, keys } = subscription.toJSON();
  const body = JSON.stringify({ endpoint, p256dh: keys?.["p256dh"], auth: keys?.["auth"] });
  const path = `/v1/responders/${encodeURIComponent(subject)}/push-subscription`;
  const headers = { "Content-Type": "application/json" };
  return (await call(path, { method: "PUT", headers, body })).ok;
}

export function fromBase64Url(text: string): Uint8Array {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
