// What lies on the map, taken with mouse or finger and put down elsewhere. The map does not move meanwhile.
import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from "maplibre-gl";
import type { Position } from "./datum";

export interface DragHandlers {
  /** Whether a feature of the overlay may be taken; a finger that pans shall not take what it happens to touch. */
  readonly mayTake: (id: string | number, by: "mouse" | "touch") => boolean;
  /** Under the pointer, as often as it moves; the first time after a few pixels. */
  readonly onMove: (id: string | number, at: Position, pixel: Pixel) => void;
  readonly onDrop: (id: string | number, at: Position) => void;
  /** Esc, a second finger, a window that lost the pointer: it stays where it was. */
  readonly onCancel: (id: string | number) => void;
}

export interface Pixel {
  readonly x: number;
  readonly y: number;
}

type Taker = (point: Pixel) => string | number | undefined;

const TAKEN_PIXELS = 5; // less is a click with an unsteady hand

/** Returns how to stop. */
export function dragging(
  map: MapLibre,
  under: Taker,
  positionOf: (pixel: Pixel) => Position,
  handlers: DragHandlers,
): () => void {
  let release: (() => void) | undefined;
  const begin = (event: MapMouseEvent | MapTouchEvent, by: "mouse" | "touch"): void => {
    if (by === "touch" && release) return release(); // a second finger
    const id = under(event.point);
    if (release || id === undefined || !handlers.mayTake(id, by)) return;
    event.preventDefault(); // the map stays
    release = follow(map, id, event.point, positionOf, handlers, () => (release = undefined));
  };
  const mouse = (event: MapMouseEvent): void => {
    if (event.originalEvent.button === 0) begin(event, "mouse");
  };
  const touch = (event: MapTouchEvent): void => begin(event, "touch");
  const hover = (event: MapMouseEvent): void => {
    if (release || event.originalEvent.buttons !== 0) return;
    const id = under(event.point);
    map.getCanvas().style.cursor = id !== undefined && handlers.mayTake(id, "mouse") ? "grab" : "";
  };
  map.on("mousedown", mouse);
  map.on("touchstart", touch);
  map.on("mousemove", hover);
  return () => {
    release?.();
    map.off("mousedown", mouse);
    map.off("touchstart", touch);
    map.off("mousemove", hover);
  };
}

/** From the hand that takes to the hand that lets go; what is returned cancels. */
function follow(
  map: MapLibre,
  id: string | number,
  from: Pixel,
  positionOf: (pixel: Pixel) => Position,
  handlers: DragHandlers,
  onEnd: () => void,
): () => void {
  const stop = new AbortController();
  const canvas = map.getCanvas();
  let last: Pixel | undefined; // nothing: not moved yet
  const end = (): void => {
    stop.abort();
    canvas.style.cursor = "";
    onEnd();
  };
  const cancel = (): void => {
    end();
    if (last) handlers.onCancel(id);
  };
  const moved = (event: { clientX: number; clientY: number }): void => {
    const { left, top } = canvas.getBoundingClientRect();
    const pixel = { x: event.clientX - left, y: event.clientY - top };
    if (!last && Math.hypot(pixel.x - from.x, pixel.y - from.y) < TAKEN_PIXELS) return;
    last = pixel;
    canvas.style.cursor = "grabbing";
    handlers.onMove(id, positionOf(pixel), pixel);
  };
  const dropped = (): void => {
    end();
    if (last) handlers.onDrop(id, positionOf(last));
  };
  const { signal } = stop;
  addEventListener("mousemove", moved, { signal });
  addEventListener("mouseup", dropped, { signal });
  addEventListener(
    "touchmove",
    (event) => {
      if (event.cancelable) event.preventDefault(); // the page stays
      const { touches } = event as TouchEvent;
      if (touches.length === 1) moved(touches[0]!);
    },
    { signal, passive: false },
  );
  addEventListener("touchend", dropped, { signal });
  addEventListener("touchcancel", cancel, { signal });
  addEventListener("blur", cancel, { signal });
  // Before anybody else hears it: Esc means this drag and nothing behind it.
  addEventListener(
    "keydown",
    (event) => {
      if ((event as KeyboardEvent).key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    },
    { signal, capture: true },
  );
  return cancel;
}

const REACH_PIXELS = 20;

/**
 * The point under the hand. By where it is and not by what is drawn: after a move of the map its sign comes late, and
 * nobody shall pull the map who means the incident.
 */
export function nearestPoint(
  { features }: GeoJSON.FeatureCollection,
  { x, y }: Pixel,
  toScreen: (at: Position) => Pixel,
): GeoJSON.Feature | undefined {
  let [best, nearest]: [GeoJSON.Feature | undefined, number] = [undefined, REACH_PIXELS];
  for (const feature of features) {
    const { geometry } = feature;
    if (geometry?.type !== "Point") continue;
    const [longitude, latitude] = geometry.coordinates as [number, number];
    const pixel = toScreen({ latitude, longitude });
    const away = Math.hypot(pixel.x - x, pixel.y - y);
    if (away < nearest) [best, nearest] = [feature, away];
  }
  return best;
}
