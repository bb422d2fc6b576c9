// What an operator may write about the base map, and what is said when it cannot be right.
import type { Datum } from "./datum";

/**
 * - `pmtiles`: one archive of vector or raster tiles; whatever it lacks is shown as "no map here".
 * - `vector`, `raster`: a tile service; `url` holds {z}, {x} and {y}, or for `vector` names a TileJSON.
 * - `geojson`: one FeatureCollection whose features name their layer in the property `layer`.
 *
 * Vector layers and GeoJSON follow the Shortbread 1.0 schema unless `style` names a MapLibre style for another.
 */
export interface MapSource {
  readonly kind: "pmtiles" | "vector" | "raster" | "geojson";
  readonly url: string;
  /** What the base is drawn in. Everything else goes in and out as WGS-84. */
  readonly datum: "WGS84" | "GCJ02";
  /** Shown at all times. `[text](https://…)` becomes a link; all else is plain text. */
  readonly attribution: string;
  /** Path of a MapLibre style on this server, for tiles of another schema; its layers name the source `base`. */
  readonly style?: string;
  /** The deepest zoom that has tiles; deeper ones are enlarged. */
  readonly maxZoom?: number;
  /** Of raster tiles, in pixels: 256 or 512. */
  readonly tileSize?: 256 | 512;
}

/** Names the field, what stood there, and what to write instead. */
export class MapSourceError extends Error {
  readonly field: string;

  constructor(field: string, value: unknown, remedy: string) {
    const shown = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
    super(`map source: ${field} ${shown}: ${remedy}`);
    this.name = "MapSourceError";
    this.field = field;
  }
}

const KINDS = ["pmtiles", "vector", "raster", "geojson"] as const;
const FIELDS = ["kind", "url", "datum", "attribution", "style", "maxZoom", "tileSize"];
const MAX_ZOOM = 22;

/** Checks what came from a configuration. Throws MapSourceError for the first thing that cannot be right. */
export function readMapSource(value: unknown): MapSource {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new MapSourceError("source", value, "write an object with kind, url, datum and attribution");
  }
  const raw = value as Record<string, unknown>;
  for (const field of Object.keys(raw)) {
    if (!FIELDS.includes(field))
      throw new MapSourceError(field, raw[field], `no such field; there are ${FIELDS.join(", ")}`);
  }
  const kind = KINDS.find((known) => known === raw["kind"]);
  if (!kind) throw new MapSourceError("kind", raw["kind"], `write one of ${KINDS.join(", ")}`);
  return {
    kind,
    url: readUrl(kind, raw["url"]),
    datum: readDatum(raw["datum"]),
    attribution: readAttribution(raw["attribution"]),
    ...optional("style", readStyle(kind, raw["style"])),
    ...optional("maxZoom", readMaxZoom(raw["maxZoom"])),
    ...optional("tileSize", readTileSize(kind, raw["tileSize"])),
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

/** A path on this server, or an address that nobody on the way can change or read. */
function isFetchable(url: string): boolean {
  if (/^\/(?!\/)|^\.{1,2}\//.test(url)) return true;
  return (
    /^https:\/\/[^/\s]+\S*$/.test(url) || /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/\S*$/.test(url)
  );
}

function readUrl(kind: MapSource["kind"], url: unknown): string {
  if (typeof url !== "string" || !isFetchable(url)) {
    throw new MapSourceError(
      "url",
      url,
      "write a path on this server (/map/town.pmtiles) or an https:// address",
    );
  }
  const placeholders = ["{z}", "{x}", "{y}"].filter((placeholder) => url.includes(placeholder));
  if (kind === "raster" && placeholders.length < 3) {
    throw new MapSourceError(
      "url",
      url,
      "tiles need {z}, {x} and {y} in their address, as in /tiles/{z}/{x}/{y}.png",
    );
  }
  if (kind === "vector" && placeholders.length !== 0 && placeholders.length !== 3) {
    throw new MapSourceError(
      "url",
      url,
      "write all of {z}, {x} and {y}, or the address of a TileJSON with none of them",
    );
  }
  if ((kind === "pmtiles" || kind === "geojson") && placeholders.length > 0) {
    throw new MapSourceError(
      "url",
      url,
      `a source of kind ${kind} is one file: write its address without {z}, {x}, {y}`,
    );
  }
  return url;
}

function readDatum(datum: unknown): "WGS84" | "GCJ02" {
  if (datum === "WGS84" || datum === "GCJ02") return datum;
  const names: Partial<Record<Datum, string>> = {
    CGCS2000: "it equals WGS-84 within centimetres: write WGS84",
    BD09: "its tiles lie on a grid of their own that the map cannot draw: use a source in WGS84 or GCJ02",
  };
  throw new MapSourceError(
    "datum",
    datum,
    names[datum as Datum] ??
      "write WGS84, or GCJ02 for tiles of a provider in mainland China; it cannot be guessed from the tiles",
  );
}

function readAttribution(attribution: unknown): string {
  if (typeof attribution === "string" && attribution.trim() !== "") return attribution;
  throw new MapSourceError(
    "attribution",
    attribution,
    "write the provider's line, as in © OpenStreetMap contributors",
  );
}

function readStyle(kind: MapSource["kind"], style: unknown): string | undefined {
  if (style === undefined) return undefined;
  if (typeof style !== "string" || !/^(\/(?!\/)|\.{1,2}\/)/.test(style)) {
    throw new MapSourceError(
      "style",
      style,
      "write a path on this server (/map/style.json): styles are not fetched from elsewhere",
    );
  }
  if (kind === "raster")
    throw new MapSourceError("style", style, "raster tiles are pictures already: leave it out");
  return style;
}

function readMaxZoom(maxZoom: unknown): number | undefined {
  if (maxZoom === undefined) return undefined;
  if (typeof maxZoom === "number" && Number.isInteger(maxZoom) && maxZoom >= 0 && maxZoom <= MAX_ZOOM)
    return maxZoom;
  throw new MapSourceError(
    "maxZoom",
    maxZoom,
    `write a whole number from 0 to ${MAX_ZOOM}: the deepest zoom that has tiles`,
  );
}

function readTileSize(kind: MapSource["kind"], tileSize: unknown): 256 | 512 | undefined {
  if (tileSize === undefined) return undefined;
  if (kind !== "raster" && kind !== "pmtiles") {
    throw new MapSourceError("tileSize", tileSize, "only raster tiles have one: leave it out");
  }
  if (tileSize === 256 || tileSize === 512) return tileSize;
  throw new MapSourceError("tileSize", tileSize, "write 256 or 512");
}

/** A list of streets and places to find addresses in: `gazetteer/places.ts` says what stands in it. */
export interface GazetteerSource {
  readonly url: string;
  /** Of the positions in the list. */
  readonly datum: Datum;
}

export interface MapConfig {
  readonly source: MapSource;
  /** Without it addresses are text that nobody looks up. */
  readonly gazetteer?: GazetteerSource;
  /** What is shown at first, WGS-84. */
  readonly view: { readonly latitude: number; readonly longitude: number; readonly zoom: number };
}

/** The file `map.json` beside a web client. */
export function readMapConfig(value: unknown): MapConfig {
  const raw = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const source = readMapSource(raw["source"]);
  const view = (typeof raw["view"] === "object" && raw["view"] !== null ? raw["view"] : {}) as Record<
    string,
    unknown
  >;
  const number = (field: string, low: number, high: number): number => {
    const found = view[field];
    if (typeof found === "number" && found >= low && found <= high) return found;
    throw new MapSourceError(`view.${field}`, found, `write a number from ${low} to ${high}`);
  };
  return {
    source,
    ...optional("gazetteer", readGazetteer(raw["gazetteer"])),
    view: {
      latitude: number("latitude", -85, 85),
      longitude: number("longitude", -180, 180),
      zoom: number("zoom", 0, MAX_ZOOM),
    },
  };
}

const LIST_DATUMS: readonly Datum[] = ["WGS84", "CGCS2000", "GCJ02", "BD09"];

function readGazetteer(value: unknown): GazetteerSource | undefined {
  if (value === undefined || value === null) return undefined;
  const { url, datum } = value as Record<string, unknown>;
  if (typeof url !== "string" || !isFetchable(url))
    throw new MapSourceError("gazetteer.url", url, "write a path on this server (/map/town.csv)");
  const known = LIST_DATUMS.find((name) => name === datum);
  if (known) return { url, datum: known };
  throw new MapSourceError(
    "gazetteer.datum",
    datum,
    `write one of ${LIST_DATUMS.join(", ")}; it cannot be guessed from the numbers`,
  );
}
