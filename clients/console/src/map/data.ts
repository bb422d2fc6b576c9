// What the map shows, as GeoJSON in WGS-84: pure.
import {
  IncidentKind,
  Role,
  timestampDate,
  type Counts,
  type Incident,
  type Movements,
} from "@goldenfour/sdk";
import type { FloatingData } from "@goldenfour/map";
import { elapsed, metersBetween, type Language } from "@goldenfour/ui";
import type { AedPoint } from "../edge/aeds";
import { isDrill, needOf } from "../state/need";
import { whoOf } from "../state/sentence";
import { degreesOf, howFar, type Degrees } from "../state/place";
import { word, type Speak } from "../words";

type Features = FloatingData;
type Feature = Features["features"][number];
type Properties = Record<string, string | number | boolean>;

function point(at: { latitude: number; longitude: number }, properties: Properties): Feature {
  return {
    type: "Feature",
    properties,
    geometry: { type: "Point", coordinates: [at.longitude, at.latitude] },
  };
}

const collection = (features: Feature[]): Features => ({ type: "FeatureCollection", features });

export function incidentFeatures(
  incidents: readonly Incident[],
  chosen: string | undefined,
  say: Speak,
): Features {
  const features: Feature[] = [];
  for (const incident of incidents) {
    const at = degreesOf(incident.position);
    if (!at) continue;
    const need = needOf(incident);
    const isChosen = incident.id === chosen;
    const sign = `gf-incident/${need}/${isDrill(incident)}/${isChosen}`;
    const label = word(say, "kind", IncidentKind[incident.kind] ?? "");
    features.push(
      point(at, { id: incident.id, sign, label, order: isChosen ? 100 : need === "ended" ? 0 : 50 }),
    );
  }
  return collection(features);
}

/** Names only for the chosen incident: those of all would hide each other. */
export function moverFeatures(
  movements: Movements | undefined,
  board: ReadonlyMap<string, { incident: Incident }>,
  chosen: string | undefined,
  now: number,
  say: Speak,
): Features {
  const features: Feature[] = [];
  for (const mover of movements?.movements ?? []) {
    const at = degreesOf(mover.position);
    const incident = board.get(mover.incident)?.incident;
    if (!at || !incident) continue;
    const role = Role[mover.role] ?? "";
    const there = mover.expectedAt === undefined;
    const isChosen = mover.incident === chosen;
    const task = incident.tasks.find(({ id }) => id === mover.task);
    const who = whoOf(mover.responder, task?.responderName ?? "", say);
    const left = mover.expectedAt
      ? elapsed(toTenSeconds(timestampDate(mover.expectedAt).getTime() - now))
      : "";
    const place = degreesOf(incident.position);
    if (place && !there)
      features.push({
        type: "Feature",
        properties: { id: `${mover.task}/way` },
        geometry: {
          type: "LineString",
          coordinates: [
            [at.longitude, at.latitude],
            [place.longitude, place.latitude],
          ],
        },
      });
    features.push(
      point(at, {
        id: mover.task,
        incident: mover.incident,
        sign: `gf-mover/${role}/${there}`,
        label: isChosen ? `${who} ${left}`.trim() : left,
        order: isChosen ? 1 : 0,
      }),
    );
  }
  return collection(features);
}

/** From where an incident is to where it shall be. */
export function movedFeatures(from: Degrees, to: Degrees, language: Language): Features {
  const ends = [from, to].map(({ latitude, longitude }) => [longitude, latitude]);
  const middle = {
    latitude: (from.latitude + to.latitude) / 2,
    longitude: (from.longitude + to.longitude) / 2,
  };
  return collection([
    { type: "Feature", properties: { id: "way" }, geometry: { type: "LineString", coordinates: ends } },
    point(middle, { id: "far", label: howFar(metersBetween(from, to), language) }),
  ]);
}

/** No finer: each new label is a new picture of the map. */
const toTenSeconds = (ms: number): number => Math.ceil(ms / 10_000) * 10_000;

/** So many AEDs go into one source: the worker is given them in portions that no frame has to wait for. */
export const AED_PORTION = 4000;

export function aedFeatures(aeds: readonly AedPoint[], portion: number): Features {
  const mine = aeds.slice(portion * AED_PORTION, (portion + 1) * AED_PORTION);
  return collection(mine.map((aed) => point(aed, { id: aed.id, name: aed.name, state: aed.state })));
}

export function cellFeatures(counts: Counts | undefined): Features {
  const features: Feature[] = [];
  for (const cell of counts?.cells ?? []) {
    const at = degreesOf(cell.center);
    if (at) features.push(point(at, { id: cell.cell, responders: cell.responders }));
  }
  return collection(features);
}
