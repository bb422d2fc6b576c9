// Loaded late, with MapLibre. Positions are WGS-84; what the base is drawn in is the map's own business.
import { chineseTexts, englishTexts, loadMapConfig, openMap, type MarkerHandle } from "@goldenfour/map";
import "@goldenfour/map/map.css";
import { language, theme } from "@goldenfour/ui";
import type { Pin } from "../screens/map-frame";
import { say } from "../words";

export async function drawMap(container: HTMLElement, first: readonly Pin[]) {
  const { source, view } = await loadMapConfig("map/map.json");
  const [pin] = first;
  const map = await openMap({
    container,
    source,
    view: pin ? { ...pin.place, zoom: 15 } : view,
    theme: theme.value,
    texts: language.value === "zh" ? chineseTexts : englishTexts,
  });
  const stop = theme.subscribe((chosen) => map.setTheme(chosen));
  const markers = new Map<Pin["name"], MarkerHandle>();
  const show = (pins: readonly Pin[]): void => {
    for (const { name, place } of pins) {
      const marker = markers.get(name);
      if (marker) marker.move(place);
      else
        markers.set(
          name,
          map.addMarker(signOf(name), place, { anchor: name === "you" ? "center" : "bottom" }),
        );
    }
    for (const [name, marker] of markers) {
      if (pins.some((other) => other.name === name)) continue;
      marker.remove();
      markers.delete(name);
    }
  };
  show(first);
  map.fit(
    first.map(({ place }) => place),
    { padding: 40, maxZoom: 17 },
  );
  return {
    show,
    close(): void {
      stop();
      map.close();
    },
  };
}

function signOf(name: Pin["name"]): HTMLElement {
  const sign = document.createElement("div");
  sign.className = `pin ${name}`;
  sign.textContent = name === "you" ? "" : say.value(`map.${name}`);
  sign.setAttribute("aria-label", say.value(`map.${name}`));
  sign.setAttribute("role", "img");
  return sign;
}
