// The map with what the console draws on it. Loaded late, because it is heavy; told new data at most once a second.
import {
  circle,
  openMap,
  type BaseMap,
  type DragHandlers,
  type FloatingData,
  type MapConfig,
  type MarkerHandle,
  type Pick,
  type Theme,
} from "@goldenfour/map";
import "@goldenfour/map/map.css";
import type { AedState } from "../edge/aeds";
import { movedFeatures } from "./data";
import { Ghost } from "./ghost";
import { EMPTY, FLOATING, overlays } from "./layers";
import { NEEDS } from "../state/need";
import { howFar, type Degrees } from "../state/place";
import { language, metersBetween } from "@goldenfour/ui";
import { aedSign, coloursNow, incidentSign, moverSign } from "./signs";

export { AED_PORTIONS } from "./layers";
export { chineseTexts, englishTexts, loadMapConfig } from "@goldenfour/map";

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
  readonly #shown = new Map<string, string>();
  readonly #ghost: Ghost;
  #pin: MarkerHandle | undefined;

  private constructor(map: BaseMap, container: HTMLElement) {
    this.#map = map;
    this.#container = container;
    this.#ghost = new Ghost(container);
  }

  /** Rejects where there is no WebGL 2. */
  static async open({ container, config, theme, texts, onProblem, onPick }: StageOptions): Promise<Stage> {
    const { source, view } = config;
    const map = await openMap({ container, source, view, theme, onProblem, ...(texts ? { texts } : {}) });
    const stage = new Stage(map, container);
    stage.#drawSigns();
    for (const overlay of overlays()) {
      map.setOverlay(overlay);
      await breath();
    }
    for (const id of FLOATING) map.setFloating(id, EMPTY);
    map.onPick(onPick);
    return stage;
  }

  setTheme(theme: Theme): void {
    this.#map.setTheme(theme);
    this.#drawSigns();
  }

  /** What moves: it floats above the map, which is not drawn again for it. */
  float(id: "movers" | "incidents", data: FloatingData): void {
    this.#map.setFloating(id, data);
  }

  /** Drawing costs: what looks the same is not drawn again. AEDs are too many to be compared. */
  update(id: string, data: GeoJSON.GeoJSON): void {
    if (!id.startsWith("aeds-")) {
      const text = JSON.stringify(data);
      if (this.#shown.get(id) === text) return;
      this.#shown.set(id, text);
    }
    this.#map.updateOverlay(id, data);
  }

  showUncertainty(at: Degrees | undefined, meters: number): void {
    this.update("uncertainty", at && meters > 0 ? circle(at, meters) : EMPTY);
  }

  /** Where an incident was and shall be, with the distance. */
  showMoved(from: Degrees | undefined, to: Degrees | undefined): void {
    this.update("moved", from && to ? movedFeatures(from, to, language.peek()) : EMPTY);
  }

  /** Incidents can be dragged; `from` knows where they are, nothing: that one may not. Returns how to stop. */
  onDragIncident(
    from: (id: string, by: "mouse" | "touch") => Degrees | undefined,
    onDrop: (id: string, at: Degrees) => void,
  ): () => void {
    let origin: Degrees | undefined;
    const handlers: DragHandlers = {
      mayTake: (id, by) => (origin = from(String(id), by)) !== undefined,
      onMove: (_, at, pixel) =>
        origin &&
        this.#ghost.show(
          this.#map.toScreen(origin),
          pixel,
          howFar(metersBetween(origin, at), language.peek()),
        ),
      onDrop: (id, at) => (this.#ghost.hide(), onDrop(String(id), at)),
      onCancel: () => this.#ghost.hide(),
    };
    return this.#map.onDrag("incidents", handlers);
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
  pin(
    at: Degrees | undefined,
    label: string,
    onMoved: (at: Degrees) => void,
    onMoving: (at: Degrees) => void = () => {},
  ): void {
    if (!at) {
      this.#pin?.remove();
      this.#pin = undefined;
      return;
    }
    if (this.#pin) return this.#pin.move(at);
    const element = document.createElement("div");
    element.className = "map-pin";
    element.title = label;
    this.#pin = this.#map.addMarker(element, at, { anchor: "bottom", onMoved, onMoving });
  }

  close(): void {
    this.#map.close();
  }

  #drawSigns(): void {
    const colours = coloursNow();
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

/** Each layer restyles the map: not all of them in one go. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
