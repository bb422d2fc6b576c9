// Which acts an incident allows now, and what to say when it does not.
import { IncidentStatus } from "@goldenfour/sdk";
import type { Incident } from "@goldenfour/sdk";
import { isActive, isAsked } from "./need";
import { isFinal } from "./board";

export const ACTS = [
  "hold",
  "assign",
  "release",
  "relocate",
  "update",
  "escalate",
  "merge",
  "major",
  "emsOnScene",
  "handOver",
  "close",
  "cancel",
] as const;
export type ActName = (typeof ACTS)[number];

/** One key each; they are shown on the buttons. */
export const ACT_KEYS: Readonly<Record<ActName, string>> = {
  hold: "h",
  assign: "s",
  release: "r",
  relocate: "m",
  update: "t",
  escalate: "e",
  merge: "d",
  major: "b",
  emsOnScene: "w",
  handOver: "o",
  close: "c",
  cancel: "x",
};

export type Obstacle =
  "noLink" | "old" | "over" | "merged" | "nobodyToRelease" | "noOther" | "crewThere" | "isHeld";

/** `others`: how many incidents it could be merged into. Nothing: it can be done. */
export function obstacle(
  act: ActName,
  incident: Incident,
  live: boolean,
  others: number,
): Obstacle | undefined {
  if (!live) return "noLink";
  const mayUnmerge = act === "merge" && incident.mergedInto !== "";
  if (mayUnmerge) return undefined;
  if (incident.mergedInto !== "") return "merged";
  if (isFinal(incident)) return "over";
  if (act === "release" && !incident.offers.some(isAsked) && !incident.tasks.some(isActive))
    return "nobodyToRelease";
  if (act === "merge" && others === 0) return "noOther";
  if (incident.crewArrivedAt && (act === "assign" || act === "emsOnScene")) return "crewThere";
  if (act === "assign" && incident.status === IncidentStatus.HELD) return "isHeld";
  return undefined;
}
