import { readFileSync } from "node:fs";
import { VectorTile, type VectorTileLayer } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { EtagMismatch, PMTiles, zxyToTileId, type Source } from "pmtiles";
import { describe, expect, it } from "vitest";
import { ArchiveSource, openArchive } from "../src/archive";
import { writeArchive } from "../tools/archive";
import { tilesOf } from "../tools/tiles";

const town = readFileSync(new URL("../basemap/monaco.pmtiles", import.meta.url));
const box = { west: 7.349, south: 43.71, east: 7.491, north: 43.77 };

const inMemory = (bytes: Uint8Array): Source => ({
  getKey: () => "memory",
  getBytes: async (offset, length) => ({
    data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer,
  }),
});

async function layersAt(
  archive: PMTiles,
  z: number,
  x: number,
  y: number,
): Promise<Record<string, VectorTileLayer>> {
  const tile = await archive.getZxy(z, x, y);
  return tile ? new VectorTile(new PbfReader(new Uint8Array(tile.data))).layers : {};
}

describe("the offline base map", () => {
  const archive = new PMTiles(inMemory(town));
  it("is small: less than 1 MB, all tiles being compressed", () =>
    expect(town.length).toBeLessThan(1_000_000));
  it("says what it is, for which box, and whose data it holds", async () => {
    expect(await archive.getHeader()).toMatchObject({
      minZoom: 10,
      maxZoom: 14,
      minLon: box.west,
      minLat: box.south,
      maxLon: box.east,
      maxLat: box.north,
      clustered: true,
    });
    const metadata = (await archive.getMetadata()) as { attribution: string; description: string };
    expect(metadata.attribution).toContain("© OpenStreetMap contributors");
    expect(metadata.attribution).toContain("ODbL");
    expect(metadata.description).toContain("2016-03-05");
  });
  it("has a tile wherever the box is, at every zoom", async () => {
    for (let zoom = 10; zoom <= 14; zoom += 1) {
      for (const [x, y] of tilesOf(box, zoom))
        expect(await archive.getZxy(zoom, x, y), `${zoom}/${x}/${y}`).toBeDefined();
    }
  });
  it("has what finds a patient: streets with names, buildings, doors, lifts, stops, places", async () => {
    const found: Record<string, Set<string>> = {};
    for (const [x, y] of tilesOf(box, 14)) {
      for (const [name, layer] of Object.entries(await layersAt(archive, 14, x, y))) {
        for (let index = 0; index < layer.length; index += 1) {
          const { kind, name: label, housenumber, housename } = layer.feature(index).properties;
          (found[name] ??= new Set())
            .add(String(kind ?? ""))
            .add(String(label ?? housenumber ?? housename ?? ""));
        }
      }
    }
    expect(Object.keys(found).sort()).toEqual([
      "access",
      "addresses",
      "buildings",
      "land",
      "ocean",
      "pier_lines",
      "pier_polygons",
      "place_labels",
      "pois",
      "public_transport",
      "sites",
      "street_labels",
      "street_polygons",
      "streets",
      "water_lines",
      "water_polygons",
    ]);
    expect([...found["streets"]!]).toEqual(
      expect.arrayContaining(["motorway", "primary", "residential", "footway", "steps", "rail"]),
    );
    expect([...found["street_labels"]!]).toEqual(
      expect.arrayContaining(["Avenue Princesse Alice", "Boulevard des Moulins"]),
    );
    expect([...found["access"]!]).toEqual(expect.arrayContaining(["elevator", "entrance", "gate"]));
    expect([...found["place_labels"]!]).toEqual(
      expect.arrayContaining(["Monaco", "Monte-Carlo", "Fontvieille", "La Condamine"]),
    );
    expect(found["addresses"]!.size).toBeGreaterThan(40);
  });
  it("has no AEDs: the registry shows those", async () => {
    for (const [x, y] of tilesOf(box, 14)) {
      const pois = (await layersAt(archive, 14, x, y))["pois"];
      for (let index = 0; index < (pois?.length ?? 0); index += 1) {
        expect(JSON.stringify(pois!.feature(index).properties)).not.toMatch(/defibrillat/i);
      }
    }
  });
});

describe("the writer of archives", () => {
  const options = { minZoom: 0, maxZoom: 14, bounds: box, metadata: { name: "x" } };
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  it("writes what the reader of PMTiles reads, in any order of tiles", async () => {
    const tiles = [
      [14, 8530, 5974],
      [0, 0, 0],
      [10, 533, 373],
      [14, 8531, 5974],
    ].map(([z, x, y]) => ({
      id: zxyToTileId(z!, x!, y!),
      data: bytes(`${z}/${x}/${y}`),
    }));
    const archive = new PMTiles(inMemory(writeArchive(tiles, options)));
    for (const name of ["14/8530/5974", "0/0/0", "10/533/373", "14/8531/5974"]) {
      const [z, x, y] = name.split("/").map(Number) as [number, number, number];
      expect(new TextDecoder().decode((await archive.getZxy(z, x, y))?.data)).toBe(name);
    }
    expect(await archive.getZxy(1, 0, 0)).toBeUndefined();
    expect(await archive.getMetadata()).toEqual({ name: "x" });
    expect(Buffer.compare(writeArchive(tiles, options), writeArchive(tiles.toReversed(), options))).toBe(0);
  });
  it("refuses more than a root directory holds, and says what to use", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      id: index * index,
      data: bytes("x".repeat(index % 97)),
    }));
    expect(() => writeArchive(many, options)).toThrow(/20000 tiles .* Planetiler or Tilemaker/);
  });
});

interface Server {
  readonly asked: string[];
  readonly fetch: typeof fetch;
}

// A server in a function: with or without ranges, of a file that may be replaced.
function serverOf(file: { bytes: Uint8Array; etag: string }, ranges: boolean): Server {
  const asked: string[] = [];
  const answer = async (_: unknown, init?: RequestInit): Promise<Response> => {
    const range = new Headers(init?.headers).get("range");
    asked.push(range ?? "whole");
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(range ?? "") ?? [];
    if (!from || !ranges)
      return new Response(Uint8Array.from(file.bytes), {
        headers: { "content-length": `${file.bytes.length}` },
      });
    const part = file.bytes.slice(Number(from), Number(to) + 1);
    return new Response(part, {
      status: 206,
      headers: { "content-range": `bytes ${from}-${to}/${file.bytes.length}`, etag: file.etag },
    });
  };
  return { asked, fetch: answer };
}

const text = (data: ArrayBuffer): string => new TextDecoder().decode(data);
const letters = new TextEncoder().encode("abcdefghij");

describe("reading an archive over HTTP", () => {
  it("a small one is fetched once and then held", async () => {
    const { asked, fetch } = serverOf({ bytes: letters, etag: '"1"' }, true);
    const source = new ArchiveSource("/a", fetch);
    expect(text((await source.getBytes(0, 4)).data)).toBe("abcd");
    expect(text((await source.getBytes(5, 2)).data)).toBe("fg");
    expect(asked).toEqual(["bytes=0-3", "whole"]);
  });
  it("a server without ranges is asked once", async () => {
    const { asked, fetch } = serverOf({ bytes: letters, etag: '"1"' }, false);
    const source = new ArchiveSource("/a", fetch);
    expect(text((await source.getBytes(2, 2)).data)).toBe("cd");
    expect(text((await source.getBytes(8, 2)).data)).toBe("ij");
    expect(asked).toEqual(["bytes=2-3"]);
  });
  it("a large one is read in ranges, and a replaced one is noticed", async () => {
    const file = { bytes: new Uint8Array(5 * 1024 * 1024), etag: '"1"' };
    const { asked, fetch } = serverOf(file, true);
    const source = new ArchiveSource("/a", fetch);
    const { etag } = await source.getBytes(0, 4);
    await source.getBytes(9, 1, undefined, etag);
    expect(asked).toEqual(["bytes=0-3", "bytes=9-9"]);
    file.etag = '"2"';
    await expect(source.getBytes(9, 1, undefined, etag)).rejects.toBeInstanceOf(EtagMismatch);
  });
  it("a large one without ranges is refused with the remedy", async () => {
    const answer = async (): Promise<Response> =>
      new Response("", { headers: { "content-length": "99999999" } });
    await expect(new ArchiveSource("/big", answer).getBytes(0, 4)).rejects.toThrow(/HTTP Range/);
  });
  it("an absent one is named", async () => {
    const answer = async (): Promise<Response> => new Response("", { status: 404 });
    await expect(new ArchiveSource("/gone.pmtiles", answer).getBytes(0, 4)).rejects.toThrow(
      "/gone.pmtiles: the server answered 404",
    );
  });
  it("a failure is not remembered: the next request tries again", async () => {
    const { fetch: works } = serverOf({ bytes: letters, etag: '"1"' }, false);
    let broken = true;
    const answer: typeof fetch = async (...request) => {
      if (!broken) return works(...request);
      return new Response(new ReadableStream({ start: (stream) => stream.error(new Error("torn")) }));
    };
    const source = new ArchiveSource("/a", answer);
    await expect(source.getBytes(0, 2)).rejects.toThrow();
    broken = false;
    expect(text((await source.getBytes(0, 2)).data)).toBe("ab");
  });
  it("what is no archive is refused", async () => {
    const { fetch } = serverOf({ bytes: new Uint8Array(20_000), etag: '"1"' }, true);
    const before = globalThis.fetch;
    globalThis.fetch = fetch;
    await expect(openArchive("/zeros.pmtiles", {})).rejects.toThrow(/PMTiles|magic/i);
    globalThis.fetch = before;
  });
});
