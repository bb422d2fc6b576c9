// Web Push: what wakes this phone when the page sleeps. Where the server or the browser has none, nothing is missed
// that could have been had.
import { signal } from "@preact/signals";
import { readSetting, writeSetting } from "./store";

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
    const key = await pushKey(call).catch(() => "unreachable" as const);
    if (key === "unreachable") return void (push.value = "unknown"); // asked again with the next connection
    if (key === undefined) return void (push.value = "unavailable");
    if (notifications.value !== "granted") return void (push.value = "off");
    const subscription = await subscriptionOf(registration.pushManager, key);
    push.value = (await tell(call, subject, subscription)) ? "on" : "unavailable";
  } catch {
    push.value = "off";
  }
}

/** A server with a new key wants a new subscription; browsers refuse a second one beside the old. */
async function subscriptionOf(manager: PushManager, key: Uint8Array): Promise<PushSubscription> {
  const old = await manager.getSubscription();
  const oldKey = old?.options.applicationServerKey;
  const isSame = oldKey && new Uint8Array(oldKey).every((byte, at) => byte === key[at]);
  if (old && !isSame) await old.unsubscribe();
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key as BufferSource });
}

/** Leaves nothing behind that could still ring here. */
export async function unsubscribe(call: Fetch, subject: string): Promise<void> {
  const registration = await registered();
  const subscription = await registration?.pushManager?.getSubscription().catch(() => null);
  if (!subscription) return;
  const device = encodeURIComponent(await deviceName());
  await call(`${pathOf(subject)}?device=${device}`, { method: "DELETE" }).catch(() => undefined);
  await subscription.unsubscribe().catch(() => false);
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
  const device = await deviceName();
  const body = JSON.stringify({ device, endpoint, keys: { p256dh: keys?.["p256dh"], auth: keys?.["auth"] } });
  const headers = { "Content-Type": "application/json" };
  return (await call(pathOf(subject), { method: "PUT", headers, body })).ok;
}

const pathOf = (subject: string): string => `/v1/responders/${encodeURIComponent(subject)}/push-subscription`;

/** Drawn once, so that a renewed subscription replaces the old one. */
async function deviceName(): Promise<string> {
  const kept = await readSetting("device");
  if (typeof kept === "string") return kept;
  const drawn = crypto.getRandomValues(new Uint32Array(3));
  const name = [...drawn].map((part) => part.toString(36)).join("-");
  await writeSetting("device", name);
  return name;
}

export function fromBase64Url(text: string): Uint8Array {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
