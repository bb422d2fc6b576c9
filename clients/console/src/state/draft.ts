// An alert before it is sent: what a dispatcher typed, and what is still wrong with it.
import { AlertStatus, Hazard, IncidentKind, timestampFromDate } from "@goldenfour/sdk";
import type { AlertSchema, MessageInitShape } from "@goldenfour/sdk";
import { positionOf, readDegrees, writeDegrees, type DatumName, type Degrees } from "./place";

export interface Draft {
  readonly kind: IncidentKind;
  readonly address: string;
  readonly place: string;
  readonly datum: DatumName;
  /** The map gave the place: known to some 20 m; typed ones as the server assumes. */
  readonly pointed: boolean;
  /** The place of an address from the list: how far it reaches, and the text that was taken. */
  readonly found?: { readonly meters: number; readonly address: string } | undefined;
  readonly floor: string;
  readonly entrance: string;
  readonly hazards: readonly Hazard[];
  readonly exercise: boolean;
  readonly publicPlace: boolean;
  readonly largeSite: boolean;
  readonly crewMinutes: string;
  readonly casualties: string;
  readonly patient: string;
  readonly callerPhone: string;
  readonly note: string;
  /** The number of the call in the centre's own system, if somebody gives one. */
  readonly number: string;
  /** Ours: sending again, also corrected, is never a second emergency. */
  readonly ownNumber: string;
}

export function newDraft(ownNumber: string, exercise = false): Draft {
  return {
    kind: IncidentKind.INCIDENT_KIND_UNSPECIFIED,
    address: "",
    place: "",
    datum: "WGS84",
    pointed: false,
    floor: "",
    entrance: "",
    hazards: [],
    exercise,
    publicPlace: false,
    largeSite: false,
    crewMinutes: "",
    casualties: "",
    patient: "",
    callerPhone: "",
    note: "",
    number: "",
    ownNumber,
  };
}

/** In the order of the keys 1 to 9 and 0. */
export const KIND_KEYS: readonly (readonly [key: string, letter: string, kind: IncidentKind])[] = [
  ["1", "c", IncidentKind.CARDIAC_ARREST],
  ["2", "u", IncidentKind.UNCONSCIOUS],
  ["3", "k", IncidentKind.CHOKING],
  ["4", "d", IncidentKind.DROWNING],
  ["5", "b", IncidentKind.SEVERE_BLEEDING],
  ["6", "a", IncidentKind.ANAPHYLAXIS],
  ["7", "e", IncidentKind.ELECTRIC_SHOCK],
  ["8", "h", IncidentKind.HEAT_STROKE],
  ["9", "t", IncidentKind.TRAUMA],
  ["0", "o", IncidentKind.OTHER],
];

export const kindOfKey = (key: string): IncidentKind | undefined =>
  KIND_KEYS.find(([digit, letter]) => digit === key || letter === key.toLowerCase())?.[2];

export const HAZARDS = [
  Hazard.FIRE,
  Hazard.VIOLENCE,
  Hazard.TRAFFIC,
  Hazard.ELECTRICITY,
  Hazard.INFECTIOUS,
] as const;

/** A place that an address gave goes when the address goes: typing on behind it (a flat, a floor) leaves it. */
export function withAddress(draft: Draft, address: string): Draft {
  const { found } = draft;
  if (!found || address.trim().startsWith(found.address)) return { ...draft, address };
  return { ...draft, address, place: "", found: undefined };
}

/** Typed, pasted or pointed at: nothing that an address says of it any more. */
export function withPlace(draft: Draft, place: string, datum: DatumName, pointed: boolean): Draft {
  return { ...draft, place, datum, pointed, found: undefined };
}

/** Both at once, from the list. */
export function withFound(draft: Draft, address: string, at: Degrees, meters: number): Draft {
  return {
    ...draft,
    address,
    place: writeDegrees(at),
    datum: "WGS84",
    pointed: false,
    found: { meters, address },
  };
}

/** No wider than somebody could be looked for; no finer than a list is. Nothing: as the server assumes. */
function uncertaintyOf({ pointed, found }: Draft): number | undefined {
  if (found) return Math.min(1000, Math.max(20, Math.round(found.meters)));
  return pointed ? 20 : undefined;
}

export interface FieldError {
  readonly field: keyof Draft;
  readonly value: string;
  /** Key of the remedy's text. */
  readonly remedy: "remedyKind" | "remedyPlace" | "remedyPlaceForm" | "remedyMinutes" | "remedyCount";
}

export function errorsOf(draft: Draft): FieldError[] {
  const errors: FieldError[] = [];
  if (draft.kind === IncidentKind.INCIDENT_KIND_UNSPECIFIED)
    errors.push({ field: "kind", value: "", remedy: "remedyKind" });
  if (draft.place.trim() === "") errors.push({ field: "place", value: "", remedy: "remedyPlace" });
  else if (!readDegrees(draft.place))
    errors.push({ field: "place", value: draft.place, remedy: "remedyPlaceForm" });
  if (!isWholeUpTo(draft.crewMinutes, 180))
    errors.push({ field: "crewMinutes", value: draft.crewMinutes, remedy: "remedyMinutes" });
  if (!isWholeUpTo(draft.casualties, 9999))
    errors.push({ field: "casualties", value: draft.casualties, remedy: "remedyCount" });
  return errors;
}

function isWholeUpTo(text: string, most: number): boolean {
  return text.trim() === "" || (/^\d{1,4}$/.test(text.trim()) && Number(text) <= most);
}

/** For a draft without errors. */
export function alertOf(draft: Draft, now: Date): MessageInitShape<typeof AlertSchema> {
  const place = readDegrees(draft.place);
  const minutes = draft.crewMinutes.trim();
  const uncertaintyMeters = uncertaintyOf(draft);
  return {
    externalId: draft.number.trim() || draft.ownNumber,
    kind: draft.kind,
    ...(place ? { position: positionOf(place, draft.datum) } : {}),
    ...(uncertaintyMeters === undefined ? {} : { uncertaintyMeters }),
    status: draft.exercise ? AlertStatus.EXERCISE : AlertStatus.ACTUAL,
    hazards: [...draft.hazards],
    ...(minutes ? { crewDue: timestampFromDate(new Date(now.getTime() + Number(minutes) * 60_000)) } : {}),
    address: draft.address.trim(),
    floor: draft.floor.trim(),
    entrance: draft.entrance.trim(),
    patient: draft.patient.trim(),
    callerPhone: draft.callerPhone.trim(),
    note: draft.note.trim(),
    publicPlace: draft.publicPlace,
    largeSite: draft.largeSite,
    casualties: Number(draft.casualties) || 0,
  };
}

/** What the server calls a field, as the form calls it. */
export function fieldOfProblem(field: string): keyof Draft | undefined {
  const name = field.split(".")[0] ?? "";
  const names: Readonly<Record<string, keyof Draft>> = {
    kind: "kind",
    position: "place",
    address: "address",
    floor: "floor",
    entrance: "entrance",
    hazards: "hazards",
    status: "exercise",
    crewDue: "crewMinutes",
    crew_due: "crewMinutes",
    casualties: "casualties",
    patient: "patient",
    callerPhone: "callerPhone",
    caller_phone: "callerPhone",
    note: "note",
    externalId: "number",
    external_id: "number",
  };
  return names[name];
}
