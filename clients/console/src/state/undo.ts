// What was done last and can be taken back, for ten seconds.
import type { Incident, IncidentUpdateSchema, MessageInitShape } from "@goldenfour/sdk";

export type IncidentChange = Omit<MessageInitShape<typeof IncidentUpdateSchema>, "$typeName">;

export const UNDO_MS = 10_000;

/** The inverse of an act, as data. */
export type Inverse =
  | { readonly act: "hold" | "resume" | "unmerge"; readonly incident: string }
  | { readonly act: "merge"; readonly incident: string; readonly into: string }
  | { readonly act: "escalate"; readonly incident: string; readonly level: number }
  | { readonly act: "relocate"; readonly incident: string; readonly before: Incident }
  | {
      readonly act: "update";
      readonly incident: string;
      readonly before: Incident;
      readonly changed: readonly UpdateField[];
    };

export type UpdateField =
  "kind" | "hazards" | "crewDue" | "address" | "floor" | "entrance" | "note" | "largeSite";

export interface Undo {
  readonly inverse: Inverse;
  /** By the clock of this machine, in milliseconds. */
  readonly until: number;
}

export function undoable(inverse: Inverse | undefined, now: number): Undo | undefined {
  return inverse && { inverse, until: now + UNDO_MS };
}

/** The update that puts back what stood there; nothing when the wire has no way to say it. */
export function updateBack(before: Incident, changed: readonly UpdateField[]): IncidentChange | undefined {
  if (changed.includes("crewDue") && !before.crewDue) return undefined; // a time cannot be taken out again
  const back: Record<string, unknown> = {};
  for (const field of changed) {
    if (field !== "hazards") back[field] = before[field];
    else if (before.hazards.length > 0) back["hazards"] = before.hazards;
    else back["clearHazards"] = true;
  }
  return back as IncidentChange;
}
