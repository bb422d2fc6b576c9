// The service worker: offline start, and new versions. A new one takes over by itself only when nothing rings or
// runs and its person is off duty: a page that was loaded anew may not sound before it was touched.
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";

const waiting = signal<ServiceWorker | undefined>(undefined);
export const hasUpdate = computed(() => waiting.value !== undefined);

/** By a press: the new version now. */
export function takeUpdate(): void {
  waiting.value?.postMessage("take over");
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
  effect(() => {
    if (waiting.value && isHidden.value && !isBusy.value && !isOnDuty.value)
      waiting.value.postMessage("take over");
  });
  const hadWorker = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (hadWorker && !isBusy.value) location.reload();
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
