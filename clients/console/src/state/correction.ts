// What a dispatcher changed in the form of a correction, against what stood there when it was opened.
import {
  timestampDate,
  timestampFromDate,
  type Hazard,
  type Incident,
  type IncidentKind,
} from "@goldenfour/sdk";
import type { IncidentChange, UpdateField } from "./undo";

export interface Correction {
  readonly kind: IncidentKind;
  readonly hazards: readonly Hazard[];
  /** Minutes from now; empty: as it is. */
  readonly crewMinutes: string;
  readonly address: string;
  readonly floor: string;
  readonly entrance: string;
  readonly note: string;
  readonly largeSite: boolean;
}

export function correctionOf({
  kind,
  hazards,
  address,
  floor,
  entrance,
  note,
  largeSite,
}: Incident): Correction {
  return { kind, hazards, crewMinutes: "", address, floor, entrance, note, largeSite };
}

const TEXTS = ["address", "floor", "entrance", "note"] as const;

export function updateOf(
  before: Incident,
  after: Correction,
  now: Date,
): { update: IncidentChange; changed: UpdateField[] } {
  const update: Record<string, unknown> = {};
  for (const field of TEXTS) if (after[field] !== before[field]) update[field] = after[field];
  if (after.kind !== before.kind) update["kind"] = after.kind;
  if (after.largeSite !== before.largeSite) update["largeSite"] = after.largeSite;
  const minutes = after.crewMinutes.trim();
  if (/^\d{1,3}$/.test(minutes))
    update["crewDue"] = timestampFromDate(new Date(now.getTime() + Number(minutes) * 60_000));
  const changed = Object.keys(update) as UpdateField[];
  if (!isSameSet(before.hazards, after.hazards)) {
    changed.push("hazards");
    if (after.hazards.length > 0) update["hazards"] = [...after.hazards];
    else update["clearHazards"] = true;
  }
  return { update: update as IncidentChange, changed };
}

/** Fields that another console changed below an open form. */
export function changedMeanwhile(before: Incident, is: Incident): UpdateField[] {
  const now = correctionOf(is);
  const { changed } = updateOf(before, now, new Date(0));
  const due = (incident: Incident) => (incident.crewDue ? timestampDate(incident.crewDue).getTime() : 0);
  return due(before) === due(is) ? changed : [...changed, "crewDue"];
}

/** The form with what somebody else changed below it; all else stays as it was typed. */
export function withTheirs(form: Correction, is: Incident, theirs: readonly UpdateField[]): Correction {
  const fresh = correctionOf(is);
  const names = theirs.filter((name): name is keyof Correction & UpdateField => name !== "crewDue");
  return { ...form, ...Object.fromEntries(names.map((name) => [name, fresh[name]])) };
}

function isSameSet(a: readonly Hazard[], b: readonly Hazard[]): boolean {
  return a.length === b.length && a.every((hazard) => b.includes(hazard));
}
