import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import { fromWgs84 } from "../src/datum";
import { loadGazetteer } from "../src/gazetteer";
import { fold, foldNumber, isEnough, wordsOf } from "../src/gazetteer/fold";
import { readPlaces, type Place } from "../src/gazetteer/places";
import { addressOf, matchOf, MOST, queryOf, rankOf, search } from "../src/gazetteer/search";
import { readMapConfig } from "../src/source";
import { csvOf, rowsOf } from "../tools/gazetteer";
import type { OsmFeature } from "../tools/osm";
import { metersBetween, seeded } from "./support";

const HEAD = "kind,name,number,area,latitude,longitude,radius,other";
const list = async (...lines: string[]): Promise<readonly Place[]> =>
  (await readPlaces([HEAD, ...lines].join("\n"), "WGS84")).places;
const named = (places: readonly Place[], query: string): string[] =>
  search(places, query).map(
    ({ place: { name, number }, unknownNumber }) =>
      name + (number && ` ${number}`) + (unknownNumber && ` (${unknownNumber}?)`),
  );

describe("what is typed is compared", () => {
  it.each([
    ["Avenue de l’Hôpital", "avenue de l hopital"],
    ["ŒUVRE  d'Art, Straße", "oeuvre d art strasse"],
    ["人民路100号", "人民路 100 号"],
    ["ＡＢＣ　路", "abc 路"],
    ["한글 도로", "한글 도로"],
    ["--", ""],
  ])("%s", (text, folded) => expect(fold(text)).toBe(folded));
  it("house numbers however they are written", () => {
    expect(["12 bis", "12Bis", "12bis", "100号"].map(foldNumber)).toEqual(["12bis", "12bis", "12bis", "100"]);
    expect(wordsOf("5 bis rue A 7号").map(({ text }) => text)).toEqual(["5bis", "rue", "a", "7"]);
  });
  it("from two letters on, or one sign", () => {
    expect(["", "a", "é", "ab", "路"].map(isEnough)).toEqual([false, false, false, true, true]);
  });
});

describe("an address is found", async () => {
  const town = await list(
    "street,Rue Grimaldi,,La Condamine,43.735,7.419,286,",
    "street,Rue Grimaldi,,Roquebrune,43.763,7.464,475,",
    "house,Rue Grimaldi,12,La Condamine,43.7351,7.4191,15,",
    "house,Rue Grimaldi,120,La Condamine,43.7352,7.4192,15,",
    "place,Grimaldi Forum,,Monte-Carlo,43.743,7.431,185,Forum|格里马尔迪会议中心",
    "street,Boulevard des Moulins,,Monte-Carlo,43.74,7.43,300,",
    "street,Quai Antoine 1er,,La Condamine,43.73,7.42,200,",
    "house,Quai Antoine 1er,6,La Condamine,43.7301,7.4201,15,",
    "street,人民东路,,婺城区,29.1,119.6,800,",
    "house,人民东路,100号,婺城区,29.1001,119.6001,15,",
    "place,金华市中心医院,,婺城区,29.11,119.65,150,Jinhua Central Hospital",
  );
  it.each<[string, string[]]>([
    ["rue grimaldi 12", ["Rue Grimaldi 12", "Rue Grimaldi 120", "Rue Grimaldi (12?)", "Rue Grimaldi (12?)"]],
    ["12 RUE GRIMÁLDI", ["Rue Grimaldi 12", "Rue Grimaldi 120", "Rue Grimaldi (12?)", "Rue Grimaldi (12?)"]],
    ["gri", ["Rue Grimaldi", "Rue Grimaldi", "Grimaldi Forum", "Rue Grimaldi 12", "Rue Grimaldi 120"]],
    ["rimaldi", []],
    ["forum", ["Grimaldi Forum"]],
    ["grim roque", ["Rue Grimaldi"]],
    ["bd moul", ["Boulevard des Moulins"]],
    ["quai antoine 1er 6", ["Quai Antoine 1er 6", "Quai Antoine 1er (6?)"]],
    ["quai antoine 1", ["Quai Antoine 1er", "Quai Antoine 1er 6"]],
    ["民东", ["人民东路", "人民东路 100号"]],
    ["人民东路100号", ["人民东路 100号", "人民东路 (100?)"]],
    ["人民东路7", ["人民东路 (7?)"]],
    ["中心医院", ["金华市中心医院"]],
    ["会议中心", ["Grimaldi Forum"]],
    ["jinhua hosp", ["金华市中心医院"]],
    ["nowhere", []],
  ])("%s", (query, found) => expect(named(town, query)).toEqual(found));
  it("and written as it is said there, the number where it was typed", () => {
    const first = (query: string) => addressOf(search(town, query)[0]!, query);
    expect(first("12 rue grimaldi")).toBe("12 Rue Grimaldi, La Condamine");
    expect(first("rue grimaldi 99")).toBe("Rue Grimaldi 99, La Condamine");
    expect(first("人民东路100")).toBe("婺城区人民东路100号");
    expect(first("forum")).toBe("Grimaldi Forum, Monte-Carlo");
  });
});

describe("the list", () => {
  it("may have its columns in any order, quotes, comments and foreign columns; what is no place is named", async () => {
    const csv =
      '\ufeff# mine\r\nLongitude,Name,note,Latitude\r\n7.4,"A ""B"", C",x,43.7\r\n7.4,D,x,\r\n,,,\r\n';
    const { places, skipped } = await readPlaces(csv, "WGS84");
    expect(places.map(({ name, kind, radiusMeters }) => [name, kind, radiusMeters])).toEqual([
      ['A "B", C', "place", 50],
    ]);
    expect(skipped).toEqual([4, 5]);
    await expect(readPlaces("name,lat,lon", "WGS84")).rejects.toThrow("column latitude");
  });
  it("in GCJ-02 is brought to where it is", async () => {
    const wgs = { latitude: 29.0820414, longitude: 119.6427465 };
    const { latitude, longitude } = fromWgs84(wgs, "GCJ02");
    const { places } = await readPlaces(`name,latitude,longitude\n甲,${latitude},${longitude}`, "GCJ02");
    expect(metersBetween(places[0]!.at, wgs)).toBeLessThan(0.01);
  });
  it("is named in map.json, with its datum", async () => {
    const json = readFileSync(new URL("../basemap/map.json", import.meta.url), "utf8");
    const config = readMapConfig(JSON.parse(json));
    expect(config.gazetteer).toEqual({ url: "./monaco.csv", datum: "WGS84" });
    const bad = (gazetteer: object) => () => readMapConfig({ ...JSON.parse(json), gazetteer });
    expect(bad({ url: "./x.csv" })).toThrow("gazetteer.datum is missing");
    expect(bad({ url: "ftp://x", datum: "WGS84" })).toThrow("gazetteer.url");
    const { gazetteer: _, ...without } = config;
    expect(await loadGazetteer(without)).toBeUndefined();
    const gone = () => Promise.resolve(new Response("", { status: 404 }));
    await expect(loadGazetteer(config, gone)).rejects.toThrow("the server answered 404");
  });
  it("of Monaco is complete and names its source", async () => {
    const csv = readFileSync(new URL("../basemap/monaco.csv", import.meta.url), "utf8");
    expect(csv).toContain("© OpenStreetMap contributors, ODbL");
    const { places, skipped } = await readPlaces(csv, "WGS84");
    expect(skipped).toEqual([]);
    expect(places.length).toBeGreaterThan(1000);
    const casino = search(places, "casino de monte carlo")[0]!.place;
    expect(metersBetween(casino.at, { latitude: 43.7393, longitude: 7.4285 })).toBeLessThan(50);
    expect(named(places, "rue grimaldi")[0]).toBe("Rue Grimaldi");
    expect(named(places, "6 quai antoine 1er")[0]).toBe("Quai Antoine 1er 6");
  });
});

const SYLLABLES = [
  "ma",
  "ri",
  "no",
  "la",
  "é",
  "ste",
  "路",
  "人民",
  "医院",
  "100",
  "7",
  "bis",
  "号",
  "rue",
  "bd",
];

function someText(random: () => number, most: number): string {
  const parts = Array.from({ length: 1 + Math.floor(random() * most) }, () => {
    const syllable = SYLLABLES[Math.floor(random() * SYLLABLES.length)]!;
    return random() < 0.3 ? ` ${syllable}` : syllable;
  });
  return parts.join("").trim();
}

describe("10,000 drawn queries", () => {
  it("give what looking at all, sorting all and taking the first gives", async () => {
    const random = seeded(20261128);
    for (let round = 0; round < 200; round += 1) {
      const lines = Array.from({ length: 40 }, () => {
        const number = random() < 0.4 ? String(1 + Math.floor(random() * 120)) : "";
        const kind = random() < 0.5 ? "street" : "place";
        return `${kind},${someText(random, 4)},${number},${someText(random, 1)},1,2,,${someText(random, 2)}`;
      });
      const places = await list(...lines);
      for (let query = 0; query < 50; query += 1) {
        const typed = someText(random, 4);
        const words = queryOf(typed);
        const dull = places
          .map((place, at) => ({ place, at, match: matchOf(place, words) }))
          .filter(({ match }) => match !== undefined && isEnough(typed))
          .map((one) => ({ ...one, rank: rankOf(one.place, words, one.match!) }))
          .sort((a, b) => a.rank - b.rank || a.at - b.at)
          .slice(0, MOST);
        expect(search(places, typed)).toEqual(
          dull.map(({ place, match }) => ({ place, unknownNumber: match!.unknownNumber })),
        );
      }
    }
  });
});

describe("a hundred thousand places", () => {
  it("are searched between two letters of who types", async () => {
    const random = seeded(7);
    const lines = Array.from(
      { length: 100_000 },
      (_, at) => `street,Rue ${someText(random, 3)} ${someText(random, 3)},,Quartier ${at % 50},1,2,,`,
    );
    const places = await list(...lines);
    const queries = ["ru", "rue ma", "rue marino la", "民路", "bd ste 100", "zzzz"];
    queries.forEach((query) => search(places, query)); // warm
    const times = queries.map((query) => {
      const started = performance.now();
      search(places, query);
      return performance.now() - started;
    });
    console.info(`100,000 places: ${times.map((time) => time.toFixed(1)).join(", ")} ms`);
    expect(Math.max(...times)).toBeLessThan(2000); // a busy machine
  }, 60_000);
});

describe("from OpenStreetMap to the list", () => {
  const box = { west: 7, south: 43, east: 8, north: 44 };
  const line = (name: string, ...points: [number, number][]): OsmFeature => ({
    tags: { highway: "residential", name, "name:zh": "甲路" },
    geometry: { type: "LineString", coordinates: points },
  });
  const point = (tags: Record<string, string>, at: [number, number] = [7.5, 43.5]): OsmFeature => ({
    tags,
    geometry: { type: "Point", coordinates: at },
  });
  it("pieces of a street are one, streets of one name far apart are two, doors take the street's spelling", () => {
    const rows = rowsOf(
      [
        line("Rue A", [7.5, 43.5], [7.501, 43.5]),
        line("Rue A", [7.501, 43.5], [7.502, 43.5]),
        line("Rue A", [7.7, 43.5], [7.701, 43.5]),
        point({ "addr:street": "rue a", "addr:housenumber": "5" }),
        point({ "addr:street": "rue a", "addr:housenumber": "5", amenity: "cafe", name: "Chez B" }),
        point({ "addr:housenumber": "7" }),
        point({ place: "suburb", name: "Quartier" }),
        point({ emergency: "defibrillator", name: "AED" }),
        point({ amenity: "pharmacy", name: "Far" }, [9, 43.5]),
      ],
      box,
    );
    expect(rows.map(({ kind, name, number, area }) => [kind, name, number, area].join("/"))).toEqual([
      "place/Chez B//Quartier",
      "place/Quartier//",
      "house/Rue A/5/Quartier",
      "street/Rue A//",
      "street/Rue A//Quartier",
    ]);
    expect(rows.find(({ area, kind }) => kind === "street" && area)!.at).toEqual([7.501, 43.5]);
    expect(csvOf(rows, "mine").split("\n").slice(0, 2)).toEqual(["# mine", HEAD]);
  });
});
