// An element of the page that stays at its place on the ground, also when the base changes its datum.
import { Marker, type Map as MapLibre } from "maplibre-gl";
import type { Datum, Position } from "./datum";
import { fromFrame, toFrame } from "./frame";

export interface MarkerOptions {
  readonly anchor?: "center" | "bottom";
  /** Makes it draggable; called with WGS-84 when it was put down. */
  readonly onMoved?: (position: Position) => void;
  /** While it is dragged. */
  readonly onMoving?: (position: Position) => void;
}

export interface MarkerHandle {
  move(position: Position): void;
  position(): Position;
  remove(): void;
  /** For the map alone: the base has another datum now. */
  reframe(datum: Datum): void;
}

export function placeMarker(
  map: MapLibre,
  element: HTMLElement,
  at: Position,
  inDatum: Datum,
  { anchor = "center", onMoved, onMoving }: MarkerOptions,
  onRemoved: () => void,
): MarkerHandle {
  let position = at;
  let datum = inDatum;
  const marker = new Marker({ element, anchor, draggable: onMoved !== undefined });
  const put = (): void => void marker.setLngLat(toFrame(position, datum));
  put();
  marker.addTo(map);
  marker.on("drag", () => onMoving?.(fromFrame(marker.getLngLat(), datum)));
  marker.on("dragend", () => {
    position = fromFrame(marker.getLngLat(), datum);
    onMoved?.(position);
  });
  return {
    move: (to) => {
      position = to;
      put();
    },
    position: () => position,
    remove: () => {
      marker.remove();
      onRemoved();
    },
    reframe: (to) => {
      datum = to;
      put();
    },
  };
}
