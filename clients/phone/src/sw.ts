// The service worker: the program starts without a network, and a push wakes its person. It answers for this
// program's own files alone; the service's paths go past it.
/// <reference lib="webworker" />
import { readSetting } from "./edge/store";
import { pushKey, readHolder, renew } from "./edge/subscription";
import { pushText, readPush } from "./model/push-text";

declare const self: ServiceWorkerGlobalScope & {
  __WB_MANIFEST: readonly { url: string; revision: string | null }[];
};

// The plugin names some of them twice.
const files = [...new Map(self.__WB_MANIFEST.map((file) => [file.url, file])).values()];
const BASE = "/phone/";
const CACHE = `phone-${hash(files.map(({ url, revision }) => `${url} ${revision ?? ""}`).join("\n"))}`;
const CONFIG = "phone-config";
const paths = new Set(files.map(({ url }) => BASE + url));

self.addEventListener("install", (event) => event.waitUntil(fill()));

async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(files.map(({ url }) => new Request(BASE + url, { cache: "reload" })));
}

self.addEventListener("activate", (event) => event.waitUntil(clean()));

async function clean(): Promise<void> {
  const old = (await caches.keys()).filter(
    (key) => key.startsWith("phone-") && key !== CACHE && key !== CONFIG,
  );
  await Promise.all(old.map((key) => caches.delete(key)));
  await self.clients.claim(); // the first one: from now on the page can be started offline
}

self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (!url.pathname.startsWith(BASE)) return;
  if (event.request.mode === "navigate") return event.respondWith(cached(BASE + "index.html", event.request));
  if (url.pathname === BASE + "phone.json") return event.respondWith(newest(event.request));
  if (paths.has(url.pathname)) event.respondWith(cached(url.pathname, event.request));
});

async function cached(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

async function newest(request: Request): Promise<Response> {
  const cache = await caches.open(CONFIG);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request.url, answer.clone());
    return answer;
  } catch {
    return (await cache.match(request.url)) ?? Response.error();
  }
}

self.addEventListener("push", (event) => event.waitUntil(ringBy(event.data?.text() ?? "")));

// A push without a notification is punished by browsers; what cannot be read rings all the same.
async function ringBy(text: string): Promise<void> {
  const call = readPush(text);
  const language = (await readSetting("language")) === "en" ? "en" : "zh";
  const { title, body } = pushText(call, language, Date.now());
  const options: NotificationOptions & { vibrate: number[] } = {
    body,
    tag: "ring",
    requireInteraction: true,
    icon: BASE + "icons/icon-192.png",
    badge: BASE + "icons/badge-96.png",
    vibrate: [700, 200, 700, 200, 700, 200, 700],
    data: { offer: call.offer },
  };
  await self.registration.showNotification(title, options);
}

self.addEventListener("pushsubscriptionchange", (event) =>
  (event as ExtendableEvent).waitUntil(subscribeAnew()),
);

/**
 * The browser has ended its subscription: unless the server hears of another one, this phone sleeps through the next
 * call. Without a network it fails; then the page does it when it is opened.
 */
async function subscribeAnew(): Promise<void> {
  const holder = await readHolder();
  const key = holder && (await pushKey(holder));
  if (holder && key) await renew(self.registration.pushManager, holder, key);
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { offer } = (event.notification.data ?? {}) as { offer?: string };
  event.waitUntil(open(offer ?? ""));
});

/** The page is told which call its person answers: it may be over, and then they must hear so. */
async function open(offer: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ url }) => new URL(url).pathname.startsWith(BASE));
  if (!page) {
    await self.clients.openWindow(offer ? `${BASE}#call=${encodeURIComponent(offer)}` : BASE);
    return;
  }
  if (offer) page.postMessage({ call: offer });
  await page.focus();
}

function hash(text: string): string {
  let sum = 5381;
  for (let at = 0; at < text.length; at += 1) sum = (Math.imul(sum, 33) ^ text.charCodeAt(at)) >>> 0;
  return sum.toString(36);
}
