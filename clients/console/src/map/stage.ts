// The map with what the console draws on it. Loaded late, because it is heavy; told new data at most once a second.
import {
  BOLD,
  REGULAR,
  circle,
  openMap,
  type BaseMap,
  type MapConfig,
  type MarkerHandle,
  type Overlay,
  type Pick,
  type Theme,
} from "@goldenfour/map";
import "@goldenfour/map/map.css";
import type { AedState } from "../edge/aeds";
import { NEEDS } from "../state/need";
import type { Degrees } from "../state/place";
import { aedSign, coloursOf, incidentSign, moverSign, type Colours } from "./signs";

export { chineseTexts, englishTexts, loadMapConfig } from "@goldenfour/map";
export const AED_PORTIONS = 12;

const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
const STATES: readonly AedState[] = ["USABLE", "CLOSED", "NOT_USABLE", "UNKNOWN"];
const ROLES = ["CPR", "AED", "GUIDE", "CAPTAIN", "MEMBER"];

export interface StageOptions {
  readonly container: HTMLElement;
  readonly config: MapConfig;
  readonly theme: Theme;
  readonly texts: Parameters<typeof openMap>[0]["texts"];
  readonly onProblem: (text: string) => void;
  readonly onPick: (pick: Pick) => void;
}

export class Stage {
  readonly #map: BaseMap;
  readonly #container: HTMLElement;
  #pin: MarkerHandle | undefined;

  private constructor(map: BaseMap, container: HTMLElement) {
    this.#map = map;
    this.#container = container;
  }

  /** Rejects where there is no WebGL 2. */
  static async open({ container, config, theme, texts, onProblem, onPick }: StageOptions): Promise<Stage> {
    const { source, view } = config;
    const map = await openMap({ container, source, view, theme, onProblem, ...(texts ? { texts } : {}) });
    const stage = new Stage(map, container);
    stage.#drawSigns();
    for (const overlay of overlays()) map.setOverlay(overlay);
    map.onPick(onPick);
    return stage;
  }

  setTheme(theme: Theme): void {
    this.#map.setTheme(theme);
    // The colours of the page change with the next picture.
    requestAnimationFrame(() => {
      this.#drawSigns();
      for (const overlay of overlays())
        this.#map.setOverlay({ ...overlay, data: this.#data.get(overlay.id) ?? EMPTY });
    });
  }

  readonly #data = new Map<string, GeoJSON.GeoJSON>();

  update(id: string, data: GeoJSON.GeoJSON): void {
    this.#data.set(id, data);
    this.#map.updateOverlay(id, data);
  }

  showUncertainty(at: Degrees | undefined, meters: number): void {
    this.update("uncertainty", at && meters > 0 ? circle(at, meters) : EMPTY);
  }

  show(at: Degrees): void {
    this.#map.show(at, Math.max(15, this.#map.view().zoom));
  }

  /** Moves only if it cannot be seen well. */
  reveal(at: Degrees): void {
    const { x, y } = this.#map.toScreen(at);
    const { clientWidth: width, clientHeight: height } = this.#container;
    const isInside = x > 60 && y > 60 && x < width - 60 && y < height - 60;
    if (!isInside || this.#map.view().zoom < 13) this.show(at);
  }

  center(): Degrees {
    return this.#map.view();
  }

  namesAt(at: Degrees): string[] {
    return this.#map.namesAt(at);
  }

  focus(): void {
    this.#container.querySelector("canvas")?.focus();
  }

  /** A pin that can be dragged; nothing takes it away. */
  pin(at: Degrees | undefined, label: string, onMoved: (at: Degrees) => void): void {
    if (!at) {
      this.#pin?.remove();
      this.#pin = undefined;
      return;
    }
    if (this.#pin) return this.#pin.move(at);
    const element = document.createElement("div");
    element.className = "map-pin";
    element.title = label;
    this.#pin = this.#map.addMarker(element, at, { anchor: "bottom", onMoved });
  }

  close(): void {
    this.#map.close();
  }

  #drawSigns(): void {
    const colours: Colours = coloursOf(document.documentElement);
    for (const need of NEEDS)
      for (const drill of [true, false])
        for (const chosen of [true, false])
          this.#map.setImage(
            `gf-incident/${need}/${drill}/${chosen}`,
            incidentSign(need, drill, chosen, colours),
          );
    for (const state of STATES) this.#map.setImage(`gf-aed/${state}`, aedSign(state, colours));
    for (const role of ROLES)
      for (const there of [true, false])
        this.#map.setImage(`gf-mover/${role}/${there}`, moverSign(role, there, colours));
  }
}

function overlays(): Overlay[] {
  const colours = coloursOf(document.documentElement);
  const dot = ["match", ["get", "state"], "USABLE", colours.good, "CLOSED", colours.warning, colours.quiet];
  const text = { "text-color": colours.ink, "text-halo-color": colours.panel, "text-halo-width": 2 };
  const portions = Array.from({ length: AED_PORTIONS }, (_, at): Overlay => {
    const id = `aeds-${at}`;
    return {
      id,
      promoteId: "id",
      data: EMPTY,
      layers: () => [
        {
          id: `${id}-far`,
          type: "circle",
          maxzoom: 13.5,
          paint: {
            "circle-radius": 3,
            "circle-color": dot as never,
            "circle-stroke-width": 1,
            "circle-stroke-color": colours.panel,
          },
        },
        {
          id: `${id}-near`,
          type: "symbol",
          minzoom: 13.5,
          layout: { "icon-image": ["concat", "gf-aed/", ["get", "state"]], "icon-allow-overlap": true },
        },
      ],
    };
  });
  return [
    {
      id: "cells",
      data: EMPTY,
      layers: () => [
        {
          id: "cells",
          type: "circle",
          paint: {
            "circle-radius": ["min", 60, ["+", 14, ["*", 3, ["sqrt", ["get", "responders"]]]]],
            "circle-color": colours.accent,
            "circle-opacity": 0.12,
            "circle-stroke-color": colours.accent,
            "circle-stroke-width": 1,
            "circle-stroke-opacity": 0.5,
          },
        },
        {
          id: "cells-count",
          type: "symbol",
          layout: { "text-field": ["to-string", ["get", "responders"]], "text-font": BOLD, "text-size": 12 },
          paint: text,
        },
      ],
    },
    ...portions,
    {
      id: "uncertainty",
      data: EMPTY,
      layers: () => [
        {
          id: "uncertainty-fill",
          type: "fill",
          paint: { "fill-color": colours.danger, "fill-opacity": 0.08 },
        },
        {
          id: "uncertainty-line",
          type: "line",
          paint: { "line-color": colours.danger, "line-width": 1.5, "line-dasharray": [3, 2] },
        },
      ],
    },
    {
      id: "movers",
      promoteId: "id",
      data: EMPTY,
      layers: () => [
        {
          id: "ways",
          type: "line",
          filter: ["==", ["geometry-type"], "LineString"],
          paint: { "line-color": colours.accent, "line-width": 2, "line-dasharray": [1, 2] },
        },
        {
          id: "movers",
          type: "symbol",
          filter: ["==", ["geometry-type"], "Point"],
          layout: {
            "icon-image": ["get", "sign"],
            "icon-allow-overlap": true,
            "text-field": ["get", "label"],
            "text-font": REGULAR,
            "text-size": 12,
            "text-offset": [0, 1.2],
            "text-anchor": "top",
            "text-optional": true,
          },
          paint: text,
        },
      ],
    },
    {
      id: "incidents",
      promoteId: "id",
      data: EMPTY,
      layers: () => [
        {
          id: "incidents",
          type: "symbol",
          layout: {
            "icon-image": ["get", "sign"],
            "icon-allow-overlap": true,
            "symbol-sort-key": ["get", "order"],
            "text-field": ["get", "label"],
            "text-font": BOLD,
            "text-size": 13,
            "text-offset": [0, 1.6],
            "text-anchor": "top",
            "text-optional": true,
          },
          paint: text,
        },
      ],
    },
  ];
}
