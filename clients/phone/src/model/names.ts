// Numbers of the wire as the names that words and rules go by.
import { Aed_Equipment, Hazard, IncidentKind, Role, type AedDirections } from "@goldenfour/sdk";

export type StepName =
  | "ACCEPTED"
  | "LEFT"
  | "AED_COLLECTED"
  | "ON_SCENE"
  | "CPR_STARTED"
  | "SHOCK_DELIVERED"
  | "HANDED_OVER"
  | "AED_UNAVAILABLE"
  | "WRONG_PLACE"
  | "NEED_HELP"
  | "HAZARD_SEEN";

export const roleName = (role: Role): string => Role[role] ?? "CPR";
export const kindName = (kind: IncidentKind): string => IncidentKind[kind] ?? "OTHER";
export const hazardName = (hazard: Hazard): string => Hazard[hazard] ?? "";

/** What is fetched: of what hangs there, that which this kind of emergency needs. */
export type Thing = "aed" | "bleedingKit" | "autoInjector";

export function thingOf(kind: IncidentKind, aed: AedDirections | undefined): Thing {
  const hangs = aed?.equipment ?? [];
  if (kind === IncidentKind.SEVERE_BLEEDING && hangs.includes(Aed_Equipment.BLEEDING_KIT))
    return "bleedingKit";
  if (kind === IncidentKind.ANAPHYLAXIS && hangs.includes(Aed_Equipment.AUTO_INJECTOR)) return "autoInjector";
  return "aed";
}

const CPR_KINDS = new Set([
  IncidentKind.CARDIAC_ARREST,
  IncidentKind.UNCONSCIOUS,
  IncidentKind.DROWNING,
  IncidentKind.ELECTRIC_SHOCK,
  IncidentKind.CHOKING,
]);

/** Whether chest compressions belong to this errand from the start. */
export const isCprKind = (kind: IncidentKind): boolean => CPR_KINDS.has(kind);
export const isTeamRole = (role: Role): boolean => role === Role.CAPTAIN || role === Role.MEMBER;

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** A position of the wire that has both numbers; the server answers in WGS-84. */
export function placeOf(
  position: { latitude?: number | undefined; longitude?: number | undefined } | undefined,
): Place | undefined {
  if (position?.latitude === undefined || position.longitude === undefined) return undefined;
  return { latitude: position.latitude, longitude: position.longitude };
}
