// The service worker, which lets the page open without a server; and what is known of a newer version.
import { signal } from "@preact/signals";

/** Takes the newer version, which reloads the page. */
export const newVersion = signal<(() => void) | undefined>(undefined);

export async function keepForOffline(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`);
    watch(registration);
    registration.addEventListener("updatefound", () =>
      registration.installing?.addEventListener("statechange", () => watch(registration)),
    );
  } catch {
    return; // without TLS there is none: the page needs its server, all else works
  }
}

function watch({ waiting }: ServiceWorkerRegistration): void {
  if (!waiting || !navigator.serviceWorker.controller) return;
  newVersion.value = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    waiting.postMessage({ type: "SKIP_WAITING" });
  };
}
