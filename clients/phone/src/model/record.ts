// What the server keeps about this phone's person, read without trust: an older server tells less or nothing.
import { placeOf, type Place } from "./names";

export interface OwnRecord {
  /** What the server believes. */
  readonly onDuty: boolean;
  readonly name: string;
  readonly phone: string;
  readonly home: Place | undefined;
  readonly certifiedUntil: Date | undefined;
  readonly skills: readonly string[];
  readonly mode: string;
  readonly drills: boolean;
  /** Nothing: this server does not tell. */
  readonly held: Held | undefined;
}

export interface Held {
  readonly dutyChangedAt: Date | undefined;
  /** Of the only position; nothing: none is held. */
  readonly positionHeardAt: Date | undefined;
  readonly positionKeptSeconds: number;
  readonly deviceHeardAt: Date | undefined;
  readonly pushDevices: readonly string[];
  readonly offers: number;
  readonly tasks: number;
  readonly habit: Habit | undefined;
}

/** Weighs in choosing; what is half a year old counts half, so these are no whole numbers. */
export interface Habit {
  readonly asked: number;
  readonly accepted: number;
  readonly silent: number;
  /** 0: not known. */
  readonly turnoutSeconds: number;
}

export function readRecord(value: unknown): OwnRecord | undefined {
  const raw = fieldsOf(value);
  if (!raw || typeof raw["id"] !== "string") return undefined;
  return {
    onDuty: raw["onDuty"] === true,
    name: text(raw["name"]),
    phone: text(raw["phone"]),
    home: placeOf(placeFields(raw["home"])),
    certifiedUntil: date(raw["certifiedUntil"]),
    skills: texts(raw["skills"]),
    mode: text(raw["usualMode"]) || "FOOT",
    drills: raw["enrolledForDrills"] === true,
    held: readHeld(raw["held"]),
  };
}

function readHeld(value: unknown): Held | undefined {
  const raw = fieldsOf(value);
  if (!raw) return undefined;
  const habit = fieldsOf(raw["habit"]);
  return {
    dutyChangedAt: date(raw["dutyChangedAt"]),
    positionHeardAt: date(raw["positionHeardAt"]),
    positionKeptSeconds: number(raw["positionKeptSeconds"]),
    deviceHeardAt: date(raw["deviceHeardAt"]),
    pushDevices: texts(raw["pushDevices"]),
    offers: number(raw["offers"]),
    tasks: number(raw["tasks"]),
    habit: habit && {
      asked: number(habit["asked"]),
      accepted: number(habit["accepted"]),
      silent: number(habit["silent"]),
      turnoutSeconds: number(habit["turnoutSeconds"]),
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === "object" && value !== null ? (value as Fields) : undefined;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
const number = (value: unknown): number => (Number.isFinite(value) ? (value as number) : 0);

function date(value: unknown): Date | undefined {
  const read = new Date(text(value));
  return Number.isNaN(read.getTime()) ? undefined : read;
}

function placeFields(value: unknown): Partial<Place> | undefined {
  const raw = fieldsOf(value);
  const [latitude, longitude] = [raw?.["latitude"], raw?.["longitude"]];
  if (typeof latitude !== "number" || typeof longitude !== "number") return undefined;
  return { latitude, longitude };
}
