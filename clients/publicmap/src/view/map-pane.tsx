// The map's place on the page. MapLibre is fetched after the list is there; where it cannot run, the list is enough.
import { language, theme } from "@goldenfour/ui";
import { effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { config, locate, lookAround, nearest, page, startView, tell } from "../app";
import type { Aed } from "../aed";
import type { AedMap } from "../aed-map";
import { say } from "../words";

/** This browser or this network gives no map. */
export const mapFailed = signal(false);
/** The base could not be read in full. */
export const mapProblem = signal(false);

const AROUND = 15; // ten minutes on foot
let map: AedMap | undefined;

export function showOnMap(aed: Aed): void {
  map?.show(aed);
}

/** The device's place with the nearest AEDs around it. */
export async function showMe(): Promise<void> {
  const { me } = page.value;
  if (me) map?.show(me, AROUND);
  const positions = await nearest();
  if (positions.length > 1) map?.fit(positions);
}

export function MapPane() {
  const container = useRef<HTMLDivElement>(null);
  const ready = config.value !== "loading";
  const words = language.value;
  useEffect(() => (ready && container.current ? mount(container.current) : undefined), [ready, words]);
  if (mapFailed.value) return null;
  return (
    <section class="map" aria-label={say.value("map")}>
      <div class="canvas" ref={container} />
    </section>
  );
}

/** Returns how to take it away again. */
function mount(container: HTMLElement): () => void {
  let gone = false;
  let stop: (() => void) | undefined;
  void open(container, () => gone).then((close) => (gone ? close?.() : (stop = close)));
  return () => {
    gone = true;
    stop?.();
  };
}

async function open(container: HTMLElement, isGone: () => boolean): Promise<(() => void) | undefined> {
  const view = startView();
  const place = map?.view() ?? view;
  try {
    if (typeof config.value !== "object" || !place) throw new Error("nothing to show");
    const { openAedMap } = await import("../aed-map");
    if (isGone()) return undefined;
    const opened = await openAedMap(container, config.value.source, place, {
      picked: (id) => tell({ type: "select", id }),
      problem: () => (mapProblem.value = true),
    });
    map = opened;
    const follow = effect(() => opened.setTheme(theme.value));
    return () => {
      follow();
      opened.close();
    };
  } catch {
    if (isGone()) return undefined;
    mapFailed.value = true;
    if (place) lookAround(1000);
    else locate(() => lookAround(1000));
    return undefined;
  }
}
