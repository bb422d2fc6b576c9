// The AEDs on the map. Fetched only when there is a map to draw: it brings MapLibre along.
import "@goldenfour/map/map.css";
import {
  chineseTexts,
  circle,
  englishTexts,
  openMap,
  type BaseMap,
  type MapSource,
  type MarkerHandle,
  type Overlay,
  type View,
} from "@goldenfour/map";
import { language, theme } from "@goldenfour/ui";
import { effect } from "@preact/signals";
import { STATES, type Position } from "./aed";
import { look, page, selectedRow, shown } from "./app";
import type { Row } from "./page";
import { drawSign, pageColor } from "./sign";
import { say } from "./words";

export interface AedMap {
  show(position: Position, zoom?: number): void;
  fit(positions: readonly Position[]): void;
  setTheme(theme: "day" | "night"): void;
  view(): View;
  close(): void;
}

export interface AedMapEvents {
  readonly picked: (id: string | undefined) => void;
  readonly problem: () => void;
}

const CLOSE = 17;

/** Rejects where there is no WebGL. */
export async function openAedMap(
  container: HTMLElement,
  source: MapSource,
  view: View,
  events: AedMapEvents,
): Promise<AedMap> {
  const map = await openMap({
    container,
    source,
    view,
    theme: theme.value,
    texts: language.value === "zh" ? chineseTexts : englishTexts,
    onProblem: events.problem,
  });
  const stops = [addAeds(map), addMe(map), watchView(map)];
  map.onPick(({ hits }) => {
    const hit = hits.find(({ overlay }) => overlay === "aeds");
    events.picked(typeof hit?.properties["id"] === "string" ? hit.properties["id"] : undefined);
  });
  return {
    show: (position, zoom = Math.max(CLOSE, map.view().zoom)) => map.show(position, zoom),
    fit: (positions) => map.fit(positions),
    setTheme: (chosen) => {
      for (const state of STATES) setSign(map, state);
      map.setTheme(chosen);
    },
    view: () => map.view(),
    close: () => {
      for (const stop of stops) stop();
      map.close();
    },
  };
}

function setSign(map: BaseMap, state: (typeof STATES)[number]): void {
  const image = drawSign(state, pageColor);
  if (image) map.setImage(`aed-${state}`, image);
}

function addAeds(map: BaseMap): () => void {
  for (const state of STATES) setSign(map, state);
  map.setOverlay(selection);
  map.setOverlay(aeds);
  return effect(() => {
    map.updateOverlay("aeds", featuresOf(shown.value));
    map.updateOverlay("selected", featuresOf(selectedRow.value ? [selectedRow.value] : []));
  });
}

const aeds: Overlay = {
  id: "aeds",
  data: featuresOf([]),
  layers: () => [
    {
      id: "aeds",
      type: "symbol",
      layout: {
        "icon-image": ["concat", "aed-", ["get", "state"]],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "icon-size": ["interpolate", ["linear"], ["zoom"], 9, 0.4, 13, 0.75, 16, 1],
        "symbol-sort-key": ["get", "order"], // what can be used lies on top
      },
    },
  ],
};

const selection: Overlay = {
  id: "selected",
  data: featuresOf([]),
  layers: () => [
    {
      id: "selected",
      type: "circle",
      paint: {
        "circle-radius": 24,
        "circle-color": pageColor("--accent"),
        "circle-opacity": 0.25,
        "circle-stroke-color": pageColor("--accent"),
        "circle-stroke-width": 3,
      },
    },
  ],
};

const ORDER = ["NOT_USABLE", "UNKNOWN", "CLOSED", "USABLE"];

function featuresOf(rows: readonly Row[]): GeoJSON.FeatureCollection {
  return {
    type: "FeatureCollection",
    features: rows.map(({ aed, state }) => ({
      type: "Feature",
      properties: { id: aed.id, state, order: ORDER.indexOf(state) },
      geometry: { type: "Point", coordinates: [aed.longitude, aed.latitude] },
    })),
  };
}

function addMe(map: BaseMap): () => void {
  let marker: MarkerHandle | undefined;
  return effect(() => {
    const { me } = page.value;
    if (!me) return;
    map.setOverlay(accuracyOf(me, me.accuracy));
    if (marker) return marker.move(me);
    const dot = document.createElement("div");
    dot.className = "me";
    dot.setAttribute("role", "img");
    dot.setAttribute("aria-label", say.value("you"));
    marker = map.addMarker(dot, me);
  });
}

function accuracyOf(me: Position, meters: number): Overlay {
  return {
    id: "accuracy",
    data: { type: "Feature", properties: {}, geometry: circle(me, Math.min(meters, 5000)) },
    layers: () => [
      {
        id: "accuracy",
        type: "fill",
        paint: { "fill-color": pageColor("--accent"), "fill-opacity": 0.12 },
      },
    ],
  };
}

function watchView(map: BaseMap): () => void {
  const tellView = () => {
    const { southWest, northEast } = map.bounds();
    look({
      west: southWest.longitude,
      south: southWest.latitude,
      east: northEast.longitude,
      north: northEast.latitude,
    });
  };
  tellView();
  return map.onView(tellView);
}
