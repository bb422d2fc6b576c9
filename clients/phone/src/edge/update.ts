// The service worker: offline start, and new versions. A new one takes over by itself only when nothing rings or
// runs and its person is off duty: a page that was loaded anew may not sound before it was touched.
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";

const waiting = signal<ServiceWorker | undefined>(undefined);
/** Another page of this program took the new version; this one still runs the old. */
const isOld = signal(false);
export const hasUpdate = computed(() => isOld.value || waiting.value !== undefined);
let wasPressed = false;

/** By a press: the new version now. */
export function takeUpdate(): void {
  wasPressed = true;
  if (isOld.value) location.reload();
  else waiting.value?.postMessage("take over");
}

export function keepUpToDate(isBusy: ReadonlySignal<boolean>, isOnDuty: ReadonlySignal<boolean>): void {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  void navigator.serviceWorker
    .register("/phone/sw.js", { scope: "/phone/", updateViaCache: "none" })
    .then(watch)
    .catch(() => undefined); // without one: no offline start, no push, all else works
  // Who looks at the page keeps it; hidden and idle, it may change.
  const isHidden = signal(document.visibilityState === "hidden");
  document.addEventListener(
    "visibilitychange",
    () => (isHidden.value = document.visibilityState === "hidden"),
  );
  const mayChange = computed(() => isHidden.value && !isBusy.value && !isOnDuty.value);
  effect(() => {
    if (waiting.value && mayChange.value) waiting.value.postMessage("take over");
  });
  effect(() => {
    if (isOld.value && !isBusy.value && (wasPressed || mayChange.value)) location.reload();
  });
  let hasWorker = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (hasWorker) isOld.value = true;
    hasWorker = true; // the very first one is no news
  });
}

function watch(registration: ServiceWorkerRegistration): void {
  const look = (): void => {
    if (registration.waiting && navigator.serviceWorker.controller) waiting.value = registration.waiting;
  };
  look();
  registration.addEventListener("updatefound", () =>
    registration.installing?.addEventListener("statechange", look),
  );
  setInterval(() => void registration.update().catch(() => undefined), 6 * 3600_000);
}
