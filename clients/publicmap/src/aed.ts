// What the public list says about AEDs, read with care: a state that this page does not know is unknown.
export type AedState = "USABLE" | "CLOSED" | "NOT_USABLE" | "UNKNOWN";
export const STATES: readonly AedState[] = ["USABLE", "CLOSED", "UNKNOWN", "NOT_USABLE"];

export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

export interface Aed extends Position {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly hint: string;
  readonly floor: string;
  readonly hours: string;
  readonly equipment: readonly string[];
  /** Whether everybody may take it. Of others than these the list is silent. */
  readonly access: "PUBLIC" | "UNKNOWN";
  readonly state: AedState;
  readonly reasons: readonly string[];
  /** Milliseconds since 1970; of a closed one. */
  readonly opensAt?: number;
  /** Of a usable one. */
  readonly closesAt?: number;
}

export interface AedList {
  readonly aeds: readonly Aed[];
  readonly truncated: boolean;
}

/** Throws for what is no list; leaves out what has no place. */
export function readList(value: unknown): AedList {
  const list = record(value);
  if (!list) throw new Error("not a list of AEDs");
  const entries = Array.isArray(list["aeds"]) ? (list["aeds"] as unknown[]) : [];
  return { aeds: entries.flatMap(readAed), truncated: list["truncated"] === true };
}

function readAed(value: unknown): Aed[] {
  const raw = record(value);
  const position = record(raw?.["position"]);
  const latitude = position?.["latitude"] ?? 0; // protobuf leaves a zero out
  const longitude = position?.["longitude"] ?? 0;
  const known = position?.["datum"] === "WGS84";
  if (!raw || !known || typeof latitude !== "number" || typeof longitude !== "number") return [];
  const id = text(raw["id"]);
  if (id === "") return [];
  const access = raw["access"] === "PUBLIC" ? "PUBLIC" : "UNKNOWN"; // which the server leaves out
  const state = STATES.find((known) => known === raw["state"]) ?? "UNKNOWN";
  return [
    {
      id,
      latitude,
      longitude,
      name: text(raw["name"]),
      address: text(raw["address"]),
      hint: text(raw["locationHint"]),
      floor: text(raw["floor"]),
      hours: text(raw["openingHours"]),
      equipment: texts(raw["equipment"]),
      access,
      state: state === "USABLE" && access === "UNKNOWN" ? "UNKNOWN" : state,
      reasons: texts(raw["reasons"]),
      ...time("opensAt", raw["opensAt"]),
      ...time("closesAt", raw["closesAt"]),
    },
  ];
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];

function time<K extends string>(key: K, value: unknown): Partial<Record<K, number>> {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? ({ [key]: at } as Record<K, number>) : {};
}

/** From then on what was heard says nothing about now. */
export const TRUSTED_MS = 60 * 60 * 1000;

/**
 * The state at this moment of one that was heard of at `heardAt`. Time passes while a page is open or offline: what
 * has closed since is closed, what should have opened is unknown, and so is everything that is too old.
 */
export function stateAt(aed: Aed, heardAt: number, now: number): AedState {
  if (aed.state === "USABLE" && aed.closesAt !== undefined && now >= aed.closesAt) return "CLOSED";
  if (aed.state === "CLOSED" && aed.opensAt !== undefined && now >= aed.opensAt) return "UNKNOWN";
  if (aed.state === "USABLE" && now - heardAt > TRUSTED_MS) return "UNKNOWN";
  return aed.state;
}
