// Writes a PMTiles archive, version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md), with gzip and
// a root directory only, which is enough for a town: some four thousand tiles.
import { gzipSync } from "node:zlib";
import { PbfWriter } from "pbf";
import type { Box } from "./coast.ts";

export interface Tile {
  readonly id: number; // along the Hilbert curve: pmtiles' zxyToTileId
  readonly data: Uint8Array; // not compressed
}

export interface ArchiveOptions {
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly bounds: Box;
  readonly metadata: Readonly<Record<string, unknown>>;
}

const HEADER_BYTES = 127;
const FIRST_REQUEST_BYTES = 16384; // readers fetch that much and expect the root directory in it
const GZIP = 2;
const MVT = 1;

const compress = (data: Uint8Array): Uint8Array => gzipSync(data, { level: 9 });

/** The bytes of the archive; the same tiles give the same bytes. */
export function writeArchive(tiles: readonly Tile[], options: ArchiveOptions): Uint8Array {
  const sorted = [...tiles].sort((a, b) => a.id - b.id);
  const blobs = sorted.map((tile) => compress(tile.data));
  const directory = compress(directoryOf(sorted, blobs));
  if (HEADER_BYTES + directory.length > FIRST_REQUEST_BYTES) {
    throw new Error(
      `${tiles.length} tiles need a directory of ${directory.length} bytes, more than a root directory ` +
        "holds; for an area of this size use Planetiler or Tilemaker with the Shortbread schema",
    );
  }
  const metadata = compress(new TextEncoder().encode(JSON.stringify(options.metadata)));
  const header = headerOf(options, directory.length, metadata.length, blobs);
  return Buffer.concat([header, directory, metadata, ...blobs]);
}

// Entries column by column, as the format wants: ids as differences, run lengths, lengths, offsets (0: follows).
function directoryOf(tiles: readonly Tile[], blobs: readonly Uint8Array[]): Uint8Array {
  const numbers = [tiles.length];
  tiles.forEach((tile, index) => numbers.push(tile.id - (index > 0 ? tiles[index - 1]!.id : 0)));
  tiles.forEach(() => numbers.push(1));
  blobs.forEach((blob) => numbers.push(blob.length));
  blobs.forEach((_, index) => numbers.push(index === 0 ? 1 : 0));
  const out = new PbfWriter();
  numbers.forEach((number) => out.writeVarint(number)); // the varints of protobuf
  return out.finish();
}

function headerOf(
  options: ArchiveOptions,
  directory: number,
  metadata: number,
  blobs: readonly Uint8Array[],
): Uint8Array {
  const { west, south, east, north } = options.bounds;
  const header = Buffer.alloc(HEADER_BYTES);
  const dataLength = blobs.reduce((sum, blob) => sum + blob.length, 0);
  const metadataAt = HEADER_BYTES + directory;
  const dataAt = metadataAt + metadata;
  header.write("PMTiles", 0, "ascii");
  header.writeUInt8(3, 7);
  // Root directory, metadata, leaf directories, tiles: offset and length each; then the counts of tiles.
  [
    HEADER_BYTES,
    directory,
    metadataAt,
    metadata,
    dataAt,
    0,
    dataAt,
    dataLength,
    blobs.length,
    blobs.length,
    blobs.length,
  ].forEach((value, index) => header.writeBigUInt64LE(BigInt(value), 8 + 8 * index));
  [1, GZIP, GZIP, MVT, options.minZoom, options.maxZoom].forEach((value, index) =>
    header.writeUInt8(value, 96 + index),
  );
  [west, south, east, north].forEach((value, index) =>
    header.writeInt32LE(Math.round(value * 1e7), 102 + 4 * index),
  );
  header.writeUInt8(options.minZoom, 118);
  header.writeInt32LE(Math.round(((west + east) / 2) * 1e7), 119);
  header.writeInt32LE(Math.round(((south + north) / 2) * 1e7), 123);
  return header;
}
