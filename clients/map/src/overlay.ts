// What the apps draw on top of the base. They speak WGS-84; the frame is put on here.
import type { LayerSpecification as Layer, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Datum } from "./datum";
import { geoJsonToFrame } from "./frame";
import type { Theme } from "./palette";

type WithoutSource<T> = T extends { source: string } ? Omit<T, "source" | "source-layer"> : never;
/** A MapLibre layer, but of its overlay's data. Ids must be unique on the page. */
export type OverlayLayer = WithoutSource<Layer>;

export interface Overlay {
  readonly id: string;
  /** GeoJSON in WGS-84 (RFC 7946). */
  readonly data: GeoJSON.GeoJSON;
  /** Drawn in this order, above the base and the overlays before. */
  readonly layers: (theme: Theme) => readonly OverlayLayer[];
  /** Property that identifies a feature. */
  readonly promoteId?: string;
}

const PREFIX = "overlay-";

export const sourceOf = (id: string): string => PREFIX + id;

/** The overlay that a source of the map belongs to; nothing for the base. */
export const overlayOf = (source: string): string | undefined =>
  source.startsWith(PREFIX) ? source.slice(PREFIX.length) : undefined;

export function withOverlays(
  style: StyleSpecification,
  overlays: Iterable<Overlay>,
  theme: Theme,
  datum: Datum,
): StyleSpecification {
  const sources: Record<string, SourceSpecification> = { ...style.sources };
  const layers: Layer[] = [...style.layers];
  for (const { id, data, layers: draw, promoteId } of overlays) {
    sources[sourceOf(id)] = {
      type: "geojson",
      data: geoJsonToFrame(data, datum),
      ...(promoteId ? { promoteId } : {}),
    };
    layers.push(...draw(theme).map((layer) => ({ ...layer, source: sourceOf(id) }) as Layer));
  }
  return { ...style, sources, layers };
}
