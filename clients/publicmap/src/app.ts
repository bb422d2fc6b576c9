// What the page holds on to: its state, the clock, and the effects that feed it.
import { computed, signal } from "@preact/signals";
import type { MapConfig } from "@goldenfour/map";
import type { Position } from "./aed";
import { boxAround } from "./area";
import { Loader } from "./loader";
import { change, emptyPage, rowsInView, rowsShown, worthShowing, type Page, type PageEvent } from "./page";

export const page = signal<Page>(emptyPage);
export const now = signal(Date.now());
export const inView = computed(() => rowsInView(page.value, now.value));
export const shown = computed(() => rowsShown(page.value, inView.value));
export const selectedRow = computed(() => {
  const { selected } = page.value;
  return selected === undefined ? undefined : inView.value.find(({ aed }) => aed.id === selected);
});
/** The operator's map; "broken" when it cannot be read. */
export const config = signal<MapConfig | "loading" | "broken">("loading");

export function tell(event: PageEvent): void {
  page.value = change(page.value, event);
}

const loader = new Loader(
  {
    fetch: (path, init) => fetch(path, init),
    now: () => Date.now(),
    setTimer: (act, ms) => setTimeout(act, ms),
    clearTimer: (timer) => clearTimeout(timer as number),
    store: storage(),
  },
  { heard: (heard) => tell({ type: "heard", heard }), link: (link) => tell({ type: "link", link }) },
);

/** What can be seen has changed. */
export function look(box: NonNullable<Page["box"]>): void {
  tell({ type: "view", box });
  loader.look(box);
}

export function lookAround(radiusMeters: number): void {
  const start = page.value.me ?? startView();
  if (start) look(boxAround(start, radiusMeters));
}

/** "#43.7393,7.4276,16" of a link, else what the operator's map shows at first. */
export function startView(): { latitude: number; longitude: number; zoom: number } | undefined {
  const numbers = location.hash.slice(1).split(",").map(Number);
  const [latitude, longitude, zoom = 15] = numbers;
  if (numbers.length >= 2 && numbers.every(Number.isFinite) && Math.abs(latitude!) <= 85)
    return { latitude: latitude!, longitude: longitude!, zoom };
  return typeof config.value === "object" ? config.value.view : undefined;
}

/** The nearest ones of where the device is, for a view that holds them. */
export async function nearest(): Promise<readonly Position[]> {
  const { me } = page.value;
  return me ? [me, ...worthShowing(await loader.nearest(me))] : [];
}

const DENIED = 1; // GeolocationPositionError.PERMISSION_DENIED

/** Asks the device where it is; the page does not keep it anywhere. */
export function locate(found?: () => void): void {
  if (!("geolocation" in navigator)) return tell({ type: "locating", state: "failed" });
  tell({ type: "locating", state: "asking" });
  navigator.geolocation.getCurrentPosition(
    ({ coords: { latitude, longitude, accuracy } }) => {
      tell({ type: "here", me: { latitude, longitude, accuracy } });
      found?.();
    },
    ({ code }) => tell({ type: "locating", state: code === DENIED ? "denied" : "failed" }),
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
  );
}

const TICK_MS = 10_000;

/** The clock, and what wakes the page. */
export function startPage(): void {
  setInterval(() => (now.value = Date.now()), TICK_MS);
  addEventListener("online", () => loader.wake());
  document.addEventListener("visibilitychange", () => {
    now.value = Date.now();
    if (document.visibilityState === "visible") loader.wake();
  });
}

function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined; // forbidden by the browser's settings: nothing is kept for offline
  }
}
