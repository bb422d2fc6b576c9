// Where pushes for this phone's person go: said to the server by the page, and by the service worker when the browser
// has put another subscription in the place of the old one while no page was open.
import { readSetting, writeSetting } from "./store";

/** Whose device this is, by the token that it has. */
export interface Holder {
  readonly subject: string;
  readonly secret: string;
}

/** A service worker cannot read what the page keeps; it goes when the person leaves, with all settings. */
export function keepHolder({ subject, secret }: Holder): Promise<void> {
  return writeSetting("holder", { subject, secret });
}

export async function readHolder(): Promise<Holder | undefined> {
  const { subject, secret } = ((await readSetting("holder")) ?? {}) as Partial<Holder>;
  return typeof subject === "string" && typeof secret === "string" ? { subject, secret } : undefined;
}

/** The server's key for pushes; nothing where it sends none. Rejects without an answer. */
export async function pushKey(who: Holder): Promise<Uint8Array | undefined> {
  const answer = await fetch("/v1/push-key", { headers: bearer(who) });
  if (!answer.ok) return undefined;
  const { publicKey } = (await answer.json()) as { publicKey?: unknown };
  return typeof publicKey === "string" ? fromBase64Url(publicKey) : undefined;
}

/** Subscribes, or keeps the subscription that there is, and tells the server. False: the server wants none. */
export async function renew(manager: PushManager, who: Holder, key: Uint8Array): Promise<boolean> {
  const { endpoint, keys } = (await subscriptionOf(manager, key)).toJSON();
  const body = JSON.stringify({
    device: await deviceName(),
    endpoint,
    keys: { p256dh: keys?.["p256dh"], auth: keys?.["auth"] },
  });
  const headers = { ...bearer(who), "Content-Type": "application/json" };
  return (await fetch(pathOf(who), { method: "PUT", headers, body })).ok;
}

/** Whatever the server says. */
export async function withdraw(who: Holder): Promise<void> {
  const device = encodeURIComponent(await deviceName());
  const path = `${pathOf(who)}?device=${device}`;
  await fetch(path, { method: "DELETE", headers: bearer(who) }).catch(() => undefined);
}

/** A server with a new key wants a new subscription; browsers refuse a second one beside the old. */
async function subscriptionOf(manager: PushManager, key: Uint8Array): Promise<PushSubscription> {
  const old = await manager.getSubscription();
  const oldKey = old?.options.applicationServerKey;
  const isSame = oldKey && new Uint8Array(oldKey).every((byte, at) => byte === key[at]);
  if (old && !isSame) await old.unsubscribe();
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key as BufferSource });
}

const bearer = ({ secret }: Holder) => ({ Authorization: `Bearer ${secret}` });

const pathOf = ({ subject }: Holder): string =>
  `/v1/responders/${encodeURIComponent(subject)}/push-subscription`;

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
