// Which incident needs the dispatcher most.
import { AlertStatus, IncidentStatus, timestampDate } from "@goldenfour/sdk";
import type { Incident, Offer, Task } from "@goldenfour/sdk";
import { topRank } from "./alarms";
import { isFinal } from "./board";

/** In the order of need. */
export const NEEDS = ["alarm", "nobody", "waiting", "underWay", "onScene", "held", "ended"] as const;
export type Need = (typeof NEEDS)[number];

export const isAsked = (offer: Offer): boolean => offer.end === "";
export const isActive = (task: Task): boolean => task.end === "";
export const isDrill = (incident: Incident): boolean =>
  incident.alertStatus === AlertStatus.EXERCISE || incident.alertStatus === AlertStatus.TEST;

/** How far help is, whether or not an alarm asks for attention as well. */
export function progressOf(incident: Incident): Exclude<Need, "alarm"> {
  if (isFinal(incident)) return "ended";
  if (incident.status === IncidentStatus.HELD) return "held";
  const active = incident.tasks.filter(isActive);
  if (incident.crewArrivedAt || active.some((task) => task.onSceneAt)) return "onScene";
  if (active.length > 0) return "underWay";
  return incident.offers.some(isAsked) ? "waiting" : "nobody";
}

export function needOf(incident: Incident): Need {
  if (isFinal(incident)) return "ended";
  return topRank(incident) === undefined ? progressOf(incident) : "alarm";
}

/** Most needed first; the same need: the real before the exercise, the older before the newer. */
export function byNeed(a: Incident, b: Incident): number {
  return (
    NEEDS.indexOf(needOf(a)) - NEEDS.indexOf(needOf(b)) ||
    Number(isDrill(a)) - Number(isDrill(b)) ||
    (topRank(a) ?? 9) - (topRank(b) ?? 9) ||
    ageOrder(a, b) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

// Of the ended ones the last to end is the first to be looked for.
function ageOrder(a: Incident, b: Incident): number {
  if (isFinal(a) && isFinal(b)) return at(b.endedAt) - at(a.endedAt);
  return at(a.openedAt) - at(b.openedAt);
}

function at(stamp: Incident["openedAt"]): number {
  return stamp ? timestampDate(stamp).getTime() : 0;
}
