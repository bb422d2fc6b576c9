// Few, ranked, acknowledged: the alarms that a dispatcher must not miss, after ISA-18.2.
import { AlertStatus, IncidentStatus, timestampDate } from "@goldenfour/sdk";
import type { Alarm, Incident } from "@goldenfour/sdk";

/** 1: act now. 2: act within a minute. 3: take note. */
export type Rank = 1 | 2 | 3;

const RANKS: Readonly<Record<string, Rank>> = {
  NEED_HELP: 1,
  HAZARD: 1,
  NO_CANDIDATE: 1,
  NOBODY_REACHED: 1,
  MAJOR_EVENT: 1,
  NOBODY_ACCEPTED: 2,
  NO_CONTACT: 2,
  POSSIBLE_DUPLICATE: 3,
  ESCALATED: 3,
  CAPACITY: 3,
};

/** Kinds that are newer than this client are not taken lightly. */
export const rankOf = (kind: string): Rank => RANKS[kind] ?? 1;

export interface OpenAlarm {
  readonly incident: Incident;
  readonly alarm: Alarm;
  readonly rank: Rank;
  readonly drill: boolean;
}

/** Of incidents that are not over; most urgent first, the real before the exercise, the older first. */
export function openAlarms(incidents: Iterable<Incident>): OpenAlarm[] {
  const open: OpenAlarm[] = [];
  for (const incident of incidents) {
    if (isOver(incident)) continue;
    const drill = incident.alertStatus === AlertStatus.EXERCISE || incident.alertStatus === AlertStatus.TEST;
    for (const alarm of incident.alarms)
      if (!alarm.acknowledgedAt) open.push({ incident, alarm, rank: rankOf(alarm.kind), drill });
  }
  return open.sort(
    (a, b) => Number(a.drill) - Number(b.drill) || a.rank - b.rank || raised(a.alarm) - raised(b.alarm),
  );
}

export function topRank(incident: Incident): Rank | undefined {
  if (isOver(incident)) return undefined;
  const ranks = incident.alarms.filter((alarm) => !alarm.acknowledgedAt).map(({ kind }) => rankOf(kind));
  return ranks.length === 0 ? undefined : (Math.min(...ranks) as Rank);
}

function isOver({ status }: Incident): boolean {
  return status === IncidentStatus.CLOSED || status === IncidentStatus.CANCELLED;
}

function raised(alarm: Alarm): number {
  return alarm.raisedAt ? timestampDate(alarm.raisedAt).getTime() : 0;
}

export interface Note {
  /** Seconds from the beginning. */
  readonly at: number;
  readonly seconds: number;
  readonly hertz: number;
}

export interface Tune {
  readonly notes: readonly Note[];
  readonly everyMs: number;
}

const TUNES: Readonly<Record<Rank, Tune>> = {
  1: {
    everyMs: 2500,
    notes: [0, 0.2, 0.4, 0.6].map((at, i) => ({ at, seconds: 0.16, hertz: i % 2 ? 660 : 880 })),
  },
  2: { everyMs: 6000, notes: [0, 0.3].map((at) => ({ at, seconds: 0.2, hertz: 587 })) },
  3: { everyMs: 20_000, notes: [{ at: 0, seconds: 0.15, hertz: 440 }] },
};

/**
 * Without a connection nothing can be acknowledged: a siren that nobody can stop would only be switched off. A soft
 * beep says now and then that the console is blind.
 */
export function tuneOf(alarms: readonly OpenAlarm[], live: boolean, wasLive: boolean): Tune | undefined {
  if (live) return tuneFor(alarms);
  return wasLive ? TUNES[3] : undefined;
}

/** What is to be heard until it is acknowledged; drills sound one rank softer. Nothing: silence. */
export function tuneFor(alarms: readonly OpenAlarm[]): Tune | undefined {
  const ranks = alarms.map(({ rank, drill }) => Math.min(3, rank + (drill ? 1 : 0)));
  return ranks.length === 0 ? undefined : TUNES[Math.min(...ranks) as Rank];
}
