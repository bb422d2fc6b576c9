// PMTiles archives. A server need not know byte ranges, and a small archive is held in memory once it was touched, so
// that the map of a town survives a dead spot.
import { EtagMismatch, PMTiles, Protocol, TileType, type RangeResponse, type Source } from "pmtiles";
import type { MapSource } from "./source";
import type { Base, Box } from "./style";

const HOLD_BYTES = 4 * 1024 * 1024; // archives up to this size are loaded whole
const WHOLE_LIMIT_BYTES = 64 * 1024 * 1024; // of a server without byte ranges; more would drain a phone

/** One protocol for all maps of a page: MapLibre keeps protocols globally. */
export const archives = new Protocol();

export class ArchiveSource implements Source {
  readonly #url: string;
  readonly #fetch: typeof fetch;
  #whole: Promise<ArrayBuffer> | undefined;

  constructor(url: string, fetcher: typeof fetch = (...request) => fetch(...request)) {
    this.#url = url;
    this.#fetch = fetcher;
  }

  getKey(): string {
    return this.#url;
  }

  async getBytes(
    offset: number,
    length: number,
    signal?: AbortSignal,
    etag?: string,
  ): Promise<RangeResponse> {
    if (this.#whole) return { data: (await this.#whole).slice(offset, offset + length) };
    const range = `bytes=${offset}-${offset + length - 1}`;
    const response = await this.#fetch(this.#url, {
      headers: { Range: range },
      ...(signal ? { signal } : {}),
    });
    if (response.status === 206) return this.#part(response, etag);
    if (response.status !== 200) throw new Error(`${this.#url}: the server answered ${response.status}`);
    this.#whole = readWhole(this.#url, response);
    this.#whole.catch(() => (this.#whole = undefined));
    return { data: (await this.#whole).slice(offset, offset + length) };
  }

  async #part(response: Response, known: string | undefined): Promise<RangeResponse> {
    const etag = response.headers.get("etag") ?? undefined;
    if (known && etag && known !== etag) throw new EtagMismatch(`${this.#url} was replaced`);
    const total = Number(/\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1]);
    if (total <= HOLD_BYTES) this.#hold();
    return { data: await response.arrayBuffer(), ...(etag ? { etag } : {}) };
  }

  // If it fails, ranges go on as before.
  #hold(): void {
    this.#whole ??= this.#fetch(this.#url).then((response) => {
      if (!response.ok) throw new Error(`${this.#url}: the server answered ${response.status}`);
      return readWhole(this.#url, response);
    });
    this.#whole.catch(() => (this.#whole = undefined));
  }
}

async function readWhole(url: string, response: Response): Promise<ArrayBuffer> {
  const announced = Number(response.headers.get("content-length") ?? 0);
  if (announced > WHOLE_LIMIT_BYTES) {
    await response.body?.cancel();
    throw new Error(
      `${url} has ${announced} bytes and its server knows no byte ranges: serve it with HTTP Range`,
    );
  }
  return response.arrayBuffer();
}

/** Looks into the archive. Fails if it is none, or holds what the map cannot draw. */
export async function openArchive(
  url: string,
  options: Pick<MapSource, "maxZoom" | "tileSize">,
): Promise<Base> {
  const archive = archives.get(url) ?? new PMTiles(new ArchiveSource(url));
  const header = await archive.getHeader();
  archives.add(archive);
  const bounds: Box = {
    west: header.minLon,
    south: header.minLat,
    east: header.maxLon,
    north: header.maxLat,
  };
  const tiles = {
    tiles: [`pmtiles://${url}/{z}/{x}/{y}`],
    minzoom: header.minZoom,
    maxzoom: Math.min(header.maxZoom, options.maxZoom ?? header.maxZoom),
    bounds: [bounds.west, bounds.south, bounds.east, bounds.north] as [number, number, number, number],
  };
  const partial = bounds.east - bounds.west < 350 ? { bounds } : {};
  switch (header.tileType) {
    case TileType.Mvt:
      return { look: "vector", source: { type: "vector", ...tiles }, ...partial };
    case TileType.Png:
    case TileType.Jpeg:
    case TileType.Webp:
    case TileType.Avif:
      return {
        look: "raster",
        source: { type: "raster", ...tiles, tileSize: options.tileSize ?? 256 },
        ...partial,
      };
    default:
      throw new Error(
        `${url}: tiles of type ${header.tileType} cannot be drawn; use vector tiles (MVT), PNG, JPEG or WebP`,
      );
  }
}
