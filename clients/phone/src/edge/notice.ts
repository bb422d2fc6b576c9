// A ring while another program is in front: the system's notification. Also the question afterwards.
import type { OfferNotice } from "@goldenfour/sdk";
import { kindName } from "../model/names";
import { say, sayNamed } from "../words";

const RING_TAG = "ring";

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return undefined;
  return navigator.serviceWorker?.getRegistration("/phone/").catch(() => undefined);
}

export async function showRing(offer: OfferNotice): Promise<void> {
  const kind = sayNamed("kind", kindName(offer.kind));
  await show((offer.drill ? say.value("push.drill") : "") + say.value("push.title", { kind }), {
    body: say.value("push.open"),
    tag: RING_TAG,
    requireInteraction: true,
    data: { offer: offer.offer },
  });
}

export async function showWelfare(): Promise<void> {
  await show(say.value("welfare.title"), { tag: "welfare" });
}

async function show(title: string, options: NotificationOptions): Promise<void> {
  const by = await registration();
  const icons = { icon: "/phone/icons/icon-192.png", badge: "/phone/icons/badge-96.png" };
  await by?.showNotification(title, { ...icons, ...options }).catch(() => undefined);
}

export async function hideRing(): Promise<void> {
  const by = await registration();
  const shown = await by?.getNotifications({ tag: RING_TAG }).catch(() => []);
  for (const notification of shown ?? []) notification.close();
}
