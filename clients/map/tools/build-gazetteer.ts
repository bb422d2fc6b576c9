// Makes the list in which addresses are found from an OpenStreetMap extract:
//
//   node clients/map/tools/build-gazetteer.ts <extract.osm.pbf> --box west,south,east,north --date 2016-03-05 --out town.csv
//
// --date is that of the data, written into the file.
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { readArguments } from "./arguments.ts";
import { csvOf, rowsOf } from "./gazetteer.ts";
import { readExtract, type OsmFeature } from "./osm.ts";

const USAGE =
  "usage: build-gazetteer.ts <extract.osm.pbf> --box west,south,east,north --date YYYY-MM-DD --out <file.csv>";

async function main(): Promise<void> {
  const { extract, box, date, out } = readArguments(USAGE);
  const features: OsmFeature[] = [];
  for await (const feature of readExtract(extract)) features.push(feature);
  const rows = rowsOf(features, box);
  const about = `© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright, data of ${date}`;
  const text = csvOf(rows, about);
  writeFileSync(out, text);
  const counts = Object.fromEntries(
    ["street", "house", "place"].map((kind) => [kind, rows.filter((row) => row.kind === kind).length]),
  );
  console.log(JSON.stringify({ out, bytes: text.length, compressed: gzipSync(text).length, ...counts }));
}

await main().catch((error: unknown) => {
  console.error(`build-gazetteer: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
