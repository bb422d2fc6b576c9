// Reads an OpenStreetMap extract by way of osmium (Debian package osmium-tool), which assembles areas.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type Coordinates = [number, number]; // longitude, latitude, WGS-84 degrees
export type Tags = Readonly<Record<string, string>>;

export type Geometry =
  | { type: "Point"; coordinates: Coordinates }
  | { type: "LineString"; coordinates: Coordinates[] }
  | { type: "Polygon"; coordinates: Coordinates[][] }
  | { type: "MultiPolygon"; coordinates: Coordinates[][][] };

export interface OsmFeature {
  readonly geometry: Geometry;
  readonly tags: Tags;
}

/**
 * Every tagged object, in the order of the file. A closed way comes twice, as line and as area: which of them it
 * is, its tags decide. Fails with osmium's own words.
 */
export async function* readExtract(path: string): AsyncGenerator<OsmFeature> {
  const osmium = spawn(
    "osmium",
    ["export", "--output-format=geojsonseq", "--format-option=print_record_separator=false", path],
    {
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let complaint = "";
  osmium.stderr.on("data", (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
  const ended = new Promise<number | string>((resolve) => {
    osmium.on("error", (error) => resolve(`${error.message}; install the Debian package osmium-tool`));
    osmium.on("close", (code) => resolve(code ?? "killed"));
  });
  for await (const line of createInterface({ input: osmium.stdout })) {
    const { geometry, properties } = JSON.parse(line) as { geometry: Geometry; properties: Tags };
    yield { geometry, tags: properties };
  }
  const code = await ended;
  if (code !== 0) throw new Error(`osmium export ${path} failed (${code}): ${complaint.trim()}`);
}
