// What is going on, as the stream tells it: pure, so that every order of events can be tried.
import { IncidentStatus, timestampDate } from "@goldenfour/sdk";
import type { Incident, IncidentEvent, Offer, Task, TimelineEvent } from "@goldenfour/sdk";

/** How long an ended incident stays in sight. */
export const KEPT_ENDED_MS = 10 * 60_000;
const KEPT_EVENTS = 400;

export interface Entry {
  readonly incident: Incident;
  /** What the stream told since this console knows the incident, oldest first. */
  readonly events: readonly TimelineEvent[];
  /** Gone from the server's list of open ones while we were away: how it ended must be asked. */
  readonly unclear: boolean;
}

export interface Board {
  readonly entries: ReadonlyMap<string, Entry>;
  /** More incidents are open than the server tells at once. */
  readonly truncated: boolean;
}

export type BoardEvent =
  | { readonly type: "reset"; readonly incidents: readonly Incident[]; readonly truncated: boolean }
  | { readonly type: "incident"; readonly event: IncidentEvent }
  /** One incident as a request read it, with all its offers and tasks. */
  | { readonly type: "loaded"; readonly incident: Incident }
  /** Time passes; `keep` is the one that is looked at. */
  | { readonly type: "clock"; readonly now: Date; readonly keep: string | undefined };

export const emptyBoard: Board = { entries: new Map(), truncated: false };

export function step(board: Board, event: BoardEvent): Board {
  switch (event.type) {
    case "reset":
      return afterReset(board, event.incidents, event.truncated);
    case "incident":
      return afterEvent(board, event.event);
    case "loaded":
      return afterLoad(board, event.incident);
    case "clock":
      return withoutOld(board, event.now, event.keep);
  }
}

export function isFinal(incident: Incident): boolean {
  return incident.status === IncidentStatus.CLOSED || incident.status === IncidentStatus.CANCELLED;
}

function afterReset(board: Board, incidents: readonly Incident[], truncated: boolean): Board {
  const entries = new Map<string, Entry>();
  for (const incident of incidents) {
    const known = board.entries.get(incident.id);
    const seen = known ? joined(known.incident, incident) : incident;
    entries.set(incident.id, { incident: seen, events: known?.events ?? [], unclear: false });
  }
  for (const [id, entry] of board.entries) {
    if (entries.has(id)) continue;
    entries.set(id, isFinal(entry.incident) ? entry : { ...entry, unclear: true });
  }
  return { entries, truncated };
}

function afterEvent(board: Board, { incident: id, event, state }: IncidentEvent): Board {
  const known = board.entries.get(id);
  const incident = state ? (known ? joined(known.incident, state) : state) : known?.incident;
  if (!incident) return board; // of an incident that is no longer kept and was never known here
  const events = event ? withEvent(known?.events ?? [], event) : (known?.events ?? []);
  return put(board, id, { incident, events, unclear: false });
}

function afterLoad(board: Board, incident: Incident): Board {
  const known = board.entries.get(incident.id);
  if (!known) return put(board, incident.id, { incident, events: [], unclear: false });
  return put(board, incident.id, { ...known, incident: joined(known.incident, incident), unclear: false });
}

function withoutOld(board: Board, now: Date, keep: string | undefined): Board {
  const old = [...board.entries].filter(
    ([id, { incident }]) => id !== keep && isFinal(incident) && endedFor(incident, now) > KEPT_ENDED_MS,
  );
  if (old.length === 0) return board;
  const entries = new Map(board.entries);
  for (const [id] of old) entries.delete(id);
  return { ...board, entries };
}

function endedFor(incident: Incident, now: Date): number {
  return incident.endedAt ? now.getTime() - timestampDate(incident.endedAt).getTime() : 0;
}

function put(board: Board, id: string, entry: Entry): Board {
  return { ...board, entries: new Map(board.entries).set(id, entry) };
}

/**
 * The newer of both. The stream names only offers and tasks that are open, and the one that an event is about;
 * those that ended before are kept.
 */
function joined(a: Incident, b: Incident): Incident {
  const [older, newer] = a.version > b.version ? [b, a] : [a, b];
  const offers = union(older.offers, newer.offers, (offer: Offer) => offer.end !== "");
  const tasks = union(older.tasks, newer.tasks, (task: Task) => task.end !== "");
  return { ...newer, offers, tasks };
}

function union<T extends { id: string }>(
  older: readonly T[],
  newer: readonly T[],
  ended: (one: T) => boolean,
): T[] {
  const named = new Set(newer.map(({ id }) => id));
  const kept = older.filter((one) => ended(one) && !named.has(one.id));
  return [...kept, ...newer].sort((a, b) => numberOf(a.id) - numberOf(b.id));
}

/** Offers and tasks are numbered within their incident: "ljubljana-1-1-7". */
export function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf("-") + 1)) || 0;
}

function withEvent(events: readonly TimelineEvent[], event: TimelineEvent): readonly TimelineEvent[] {
  if (events.some((known) => isSame(known, event))) return events;
  return [...events, event].slice(-KEPT_EVENTS);
}

/** Every line has a version of its own, but what the server adds later may not. */
export function isSame(a: TimelineEvent, b: TimelineEvent): boolean {
  return a.version === b.version && a.code === b.code && a.offer === b.offer && a.detail === b.detail;
}

/** What was read and what was heard since, in order, each line once. */
export function timelineOf(read: readonly TimelineEvent[], heard: readonly TimelineEvent[]): TimelineEvent[] {
  const last = read.at(-1)?.version ?? -1n;
  return [...read, ...heard.filter((event) => event.version > last)];
}
