// A list of streets, houses and places of a town, as an operator drops it beside the map: CSV, one place a line.
import Papa from "papaparse";
import { toWgs84, type Datum, type Position } from "../datum";
import { fold, foldNumber } from "./fold";

export interface Place {
  readonly kind: "street" | "house" | "place";
  /** Of a house: its street. */
  readonly name: string;
  readonly number: string;
  /** The part of town, which tells two of one name apart. */
  readonly area: string;
  readonly at: Position; // WGS-84
  /** How far it reaches from there, in metres. */
  readonly radiusMeters: number;
  /** Ready for comparison. */
  readonly folded: Folded;
}

interface Folded {
  /** The name and its others. */
  readonly names: readonly string[];
  readonly number: string;
  /** Names and area, a blank before each word. */
  readonly text: string;
}

export interface Reading {
  readonly places: readonly Place[];
  /** Lines that could not be understood, counted from 1; at most ten of them. */
  readonly skipped: readonly number[];
}

const SLICE_MS = 6; // between two breaths: nobody who types is to notice
const DEFAULT_RADIUS = { street: 150, house: 20, place: 50 } as const;

/**
 * Columns by their names in the first line, in any order: `name`, `latitude` and `longitude` must be there; `kind`
 * (street, house, place), `number`, `area`, `radius` and `other` (more names, with | between them) may. Lines that
 * begin with # are for people. Throws with the remedy when a column is missing.
 */
export async function readPlaces(
  csv: string,
  datum: Datum,
  breath: () => Promise<void> = async () => {},
): Promise<Reading> {
  const places: Place[] = [];
  const skipped: number[] = [];
  let columns: Columns | undefined;
  const newline = csv.includes("\r\n") ? "\r\n" : "\n";
  let start = csv.startsWith("\ufeff") ? 1 : 0;
  while (start < csv.length) {
    if (start > 1) await breath();
    start = readSlice(csv, start, newline, (cells, end, sound) => {
      if (!columns) {
        columns = columnsOf(cells);
        return;
      }
      const place = sound ? placeOf((name) => cells[columns![name]]?.trim() ?? "", datum) : undefined;
      if (place) places.push(place);
      else if (skipped.length < 10) skipped.push(lineAt(csv, end));
    });
  }
  return { places, skipped };
}

/** Reads lines from `start` on for as long as nobody notices; returns where the next slice begins. */
function readSlice(
  csv: string,
  start: number,
  newline: "\r\n" | "\n",
  tell: (cells: readonly string[], end: number, sound: boolean) => void,
): number {
  const since = performance.now();
  let next = csv.length;
  let read = 0;
  Papa.parse<string[]>(csv.slice(start), {
    comments: "#",
    delimiter: ",",
    newline,
    skipEmptyLines: true,
    step: ({ data, errors, meta }, parser) => {
      const end = start + meta.cursor;
      tell(data, end, errors.length === 0);
      read += 1;
      if (read % 64 !== 0 || performance.now() - since <= SLICE_MS) return;
      next = end;
      parser.abort();
    },
  });
  return next;
}

/** The number of the line that ends at `end`, counted from 1. */
function lineAt(csv: string, end: number): number {
  return csv.slice(0, end).trimEnd().split("\n").length;
}

const COLUMNS = ["kind", "name", "number", "area", "latitude", "longitude", "radius", "other"] as const;
type Column = (typeof COLUMNS)[number];
type Columns = Readonly<Record<Column, number>>;

function columnsOf(cells: readonly string[]): Columns {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  for (const needed of ["name", "latitude", "longitude"])
    if (!names.includes(needed))
      throw new Error(`gazetteer: there is no column ${needed}: name it in the first line`);
  return Object.fromEntries(COLUMNS.map((name) => [name, names.indexOf(name)])) as Columns;
}

function placeOf(cell: (name: Column) => string, datum: Datum): Place | undefined {
  const name = cell("name");
  const [latitude, longitude] = [degrees(cell("latitude"), 90), degrees(cell("longitude"), 180)];
  const folded = fold(name);
  if (folded === "" || latitude === undefined || longitude === undefined) return undefined;
  const [number, area, other, radius] = [cell("number"), cell("area"), cell("other"), Number(cell("radius"))];
  const kind = number ? "house" : cell("kind") === "street" ? "street" : "place";
  const names =
    other === ""
      ? [folded]
      : [
          folded,
          ...other
            .split("|")
            .map(fold)
            .filter((each) => each !== ""),
        ];
  return {
    kind,
    name,
    number,
    area,
    at: toWgs84({ latitude, longitude }, datum),
    radiusMeters: radius > 0 ? radius : DEFAULT_RADIUS[kind],
    folded: { names, number: foldNumber(number), text: ` ${[...names, fold(area)].join(" ")}` },
  };
}

function degrees(text: string, most: number): number | undefined {
  const value = Number(text);
  return text !== "" && Math.abs(value) <= most ? value : undefined;
}
