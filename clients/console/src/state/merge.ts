// Which other incidents may be the same emergency, the likeliest first.
import type { Incident } from "@goldenfour/sdk";
import { metersBetween } from "@goldenfour/ui";
import { isDrill } from "./need";
import { degreesOf } from "./place";

export interface MergeTarget {
  readonly incident: Incident;
  readonly meters: number | undefined;
}

/** A drill is never the same as a real emergency. */
export function mergeTargets(open: readonly Incident[], incident: Incident): MergeTarget[] {
  const here = degreesOf(incident.position);
  return open
    .filter(
      (other) => other.id !== incident.id && other.mergedInto === "" && isDrill(other) === isDrill(incident),
    )
    .map((other) => {
      const there = degreesOf(other.position);
      return { incident: other, meters: here && there ? metersBetween(here, there) : undefined };
    })
    .sort((a, b) => likeness(incident, b) - likeness(incident, a));
}

function likeness(incident: Incident, { incident: other, meters }: MergeTarget): number {
  const proposed = incident.possibleTwin === other.id || other.possibleTwin === incident.id;
  return (proposed ? 1e9 : 0) - (meters ?? 1e8);
}
