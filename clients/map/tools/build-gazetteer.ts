// Makes the list in which addresses are found from an OpenStreetMap extract:
//
//   node clients/map/tools/build-gazetteer.ts <extract.osm.pbf> --box west,south,east,north --date 2016-03-05 --out town.csv
//
// --date is that of the data, written into the file.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { readBox } from "./arguments.ts";
import { csvOf, rowsOf } from "./gazetteer.ts";
import { readExtract, type OsmFeature } from "./osm.ts";

const USAGE =
  "usage: build-gazetteer.ts <extract.osm.pbf> --box west,south,east,north --date YYYY-MM-DD --out <file.csv>";

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { box: { type: "string" }, out: { type: "string" }, date: { type: "string" } },
  });
  const [extract] = positionals;
  if (!extract || !values.box || !values.out || !/^\d{4}-\d\d-\d\d$/.test(values.date ?? ""))
    throw new Error(USAGE);
  const features: OsmFeature[] = [];
  for await (const feature of readExtract(extract)) features.push(feature);
  const rows = rowsOf(features, readBox(values.box));
  const about = `© OpenStreetMap contributors, ODbL 1.0, https://www.openstreetmap.org/copyright, data of ${values.date}`;
  const text = csvOf(rows, about);
  writeFileSync(values.out, text);
  const counts = Object.fromEntries(
    ["street", "house", "place"].map((kind) => [kind, rows.filter((row) => row.kind === kind).length]),
  );
  console.log(
    JSON.stringify({ out: values.out, bytes: text.length, compressed: gzipSync(text).length, ...counts }),
  );
}

await main().catch((error: unknown) => {
  console.error(`build-gazetteer: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
