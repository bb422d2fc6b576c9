// One line of the timeline as a sentence, as the command line says it (clients/cli/sentences.cpp).
import { Actor_Kind, AlertStatus, CloseReason, Role } from "@goldenfour/sdk";
import type { Incident, TimelineEvent } from "@goldenfour/sdk";
import { elapsed } from "@goldenfour/ui";
import { word, type Speak, type Text } from "../words";
import { byPart, doerOf, subjectOf } from "./actor";

export type Tone = "plain" | "strong" | "good" | "warning" | "alarm" | "dim";

export interface Sentence {
  readonly text: string;
  readonly tone: Tone;
  /** Only for who wants every detail. */
  readonly routine: boolean;
  /** The sentence itself says who did it. */
  readonly isSaid?: boolean;
}

/** Every code of server/dispatch/names.h; a test reads them from there. */
export const EVENT_CODES = [
  "OPENED",
  "UPDATED",
  "STATUS_CHANGED",
  "EMS_ARRIVED",
  "PLANNED",
  "OFFERED",
  "DELIVERY",
  "OFFER_ENDED",
  "TASK_STARTED",
  "TASK_CHANGED",
  "TASK_PROGRESSED",
  "TASK_ENDED",
  "ALARM_RAISED",
  "ALARM_ACKNOWLEDGED",
  "ACT",
  "CONTACT",
  "ARRIVAL_CHANGED",
  "MAJOR_DECLARED",
  "MERGE",
] as const;
type EventCode = (typeof EVENT_CODES)[number];

/** `me`: the name of this desk. */
export function sentence(event: TimelineEvent, incident: Incident, say: Speak, me = ""): Sentence {
  const telling = TELLERS[event.code as EventCode];
  if (!telling) return line(say("event.unknown", { code: event.code }), "dim");
  const by = subjectOf(doerOf(event), me, say);
  const told = telling(event, incident, say, by);
  if (told.isSaid || !isWorthNaming(event)) return told;
  return { ...told, text: told.text + byPart(doerOf(event), me, say) };
}

/** That the system noticed or closed something by itself goes without saying, but for the end. */
function isWorthNaming(event: TimelineEvent): boolean {
  return doerOf(event)?.kind !== Actor_Kind.SYSTEM || event.code === "STATUS_CHANGED";
}

/** "responder 3" in the reader's language; after acceptance the name, if it is told. */
export function whoOf(called: string, name: string, say: Speak): string {
  if (name) return name;
  const numbered = /^(responder|other) (\d+)$/.exec(called);
  if (!numbered) return called;
  return say(numbered[1] === "other" ? "other" : "responder", { number: numbered[2] ?? "" });
}

export function roleText(role: Role, aed: string, say: Speak): string {
  const text = word(say, "role", Role[role] ?? "");
  return role === Role.AED && aed ? `${text} ${aed}` : text;
}

type Teller = (event: TimelineEvent, incident: Incident, say: Speak, by: string) => Sentence;

const TELLERS: Readonly<Record<EventCode, Teller>> = {
  OPENED: ({ detail }, incident, say) =>
    line(say("event.opened", { kind: word(say, "kind", detail), drill: drillPart(incident, say) }), "strong"),
  UPDATED: ({ detail }, _, say) => line(say("event.updated", { kind: word(say, "kind", detail) }), "strong"),
  STATUS_CHANGED: statusChanged,
  EMS_ARRIVED: (_, __, say) => line(say("event.crew"), "strong"),
  PLANNED: ({ count }, _, say) =>
    count === 0 ? line(say("event.plannedNone"), "dim") : line(say("event.planned", { count })),
  OFFERED: (event, incident, say) =>
    line(
      say("event.offered", { ...people(event, incident, say), arrival: arrivalPart(event, incident, say) }),
    ),
  DELIVERY: delivery,
  OFFER_ENDED: offerEnded,
  TASK_STARTED: (event, incident, say) => line(say("event.accepted", people(event, incident, say)), "good"),
  TASK_CHANGED: (event, incident, say) => line(say("event.changed", people(event, incident, say)), "warning"),
  TASK_PROGRESSED: progressed,
  TASK_ENDED: (event, incident, say) =>
    line(
      say("event.taskEnded", { ...people(event, incident, say), end: word(say, "end", event.detail) }),
      "dim",
      event.detail === "HANDED_OVER", // told as the step that it is
    ),
  ALARM_RAISED: ({ detail }, _, say) =>
    line(say("event.alarm", { what: word(say, "alarm", detail) }), "alarm"),
  ALARM_ACKNOWLEDGED: ({ detail }, _, say) =>
    line(say("event.alarmSeen", { what: word(say, "alarm", detail) }), "dim"),
  ACT: act,
  CONTACT: (event, incident, say) =>
    line(
      say("event.contact", { ...people(event, incident, say), contact: word(say, "contact", event.detail) }),
      event.detail === "GOOD" ? "good" : "warning",
    ),
  ARRIVAL_CHANGED: (event, incident, say) =>
    line(
      say("event.arrivalChanged", { ...people(event, incident, say), time: elapsed(event.count * 1000) }),
      "dim",
      true,
    ),
  MAJOR_DECLARED: ({ count }, _, say) =>
    line(count > 0 ? say("event.majorCount", { count }) : say("event.major"), "alarm"),
  MERGE: merge,
};

function line(text: string, tone: Tone = "plain", routine = false): Sentence {
  return { text, tone, routine };
}

function said(text: string, tone: Tone): Sentence {
  return { text, tone, routine: false, isSaid: true };
}

function people(event: TimelineEvent, incident: Incident, say: Speak): { who: string; role: string } {
  const task = incident.tasks.find(({ id }) => id === event.offer);
  return {
    who: whoOf(event.responder, task?.responderName ?? "", say),
    role: roleText(event.role, event.aed, say),
  };
}

function drillPart(incident: Incident, say: Speak): string {
  const name = AlertStatus[incident.alertStatus] ?? "";
  return name === "EXERCISE" || name === "TEST" ? ` (${word(say, "drill", name)})` : "";
}

function arrivalPart(event: TimelineEvent, incident: Incident, say: Speak): string {
  const offer = incident.offers.find(({ id }) => id === event.offer);
  if (!offer) return "";
  const [from, to] = [offer.arrivalSecondsFrom, offer.arrivalSecondsTo];
  return say("event.arrivalPart", { from: elapsed(from * 1000), to: elapsed(to * 1000) });
}

function statusChanged({ detail }: TimelineEvent, incident: Incident, say: Speak, by: string): Sentence {
  if (detail === "HELD") return said(say("event.held", { by }), "warning");
  if (detail === "OPEN") return said(say("event.resumed", { by }), "strong");
  const reason = CloseReason[incident.closeReason] ?? "";
  const known =
    incident.closeReason === CloseReason.CLOSE_REASON_UNSPECIFIED ? "" : word(say, "reason", reason);
  const text = say("event.status", { status: word(say, "status", detail), reason: known && ` · ${known}` });
  return line(text, "strong");
}

// The socket is what everybody expects. What is queued for the webhook goes by push too, and has failed when
// neither took it.
function way({ channel, detail }: TimelineEvent, say: Speak): string {
  if (channel === "PUSH") return say("event.byPush");
  if (channel !== "WEBHOOK") return "";
  return detail === "QUEUED" || detail === "FAILED" ? say("event.byOtherWays") : say("event.byWebhook");
}

function delivery(event: TimelineEvent, incident: Incident, say: Speak): Sentence {
  const text = say("event.delivery", {
    ...people(event, incident, say),
    stage: word(say, "delivery", event.detail),
    channel: way(event, say),
  });
  if (event.detail === "FAILED") return line(text, "warning");
  return line(text, "dim", true);
}

function offerEnded(event: TimelineEvent, incident: Incident, say: Speak): Sentence {
  const text = say("event.offerEnded", {
    ...people(event, incident, say),
    end: word(say, "end", event.detail),
  });
  if (event.detail === "ACCEPTED") return line(text, "good", true); // the task follows
  const disappoints = ["DECLINED", "NOT_REACHED", "EXPIRED"].includes(event.detail);
  return line(text, disappoints ? "warning" : "dim");
}

function progressed(event: TimelineEvent, incident: Incident, say: Speak): Sentence {
  const text = say("event.progressed", {
    ...people(event, incident, say),
    step: word(say, "step", event.detail),
  });
  if (event.detail === "NEED_HELP" || event.detail === "HAZARD_SEEN") return line(text, "alarm");
  const disappoints = event.detail === "AED_UNAVAILABLE" || event.detail === "WRONG_PLACE";
  return line(text, disappoints ? "warning" : "good");
}

function act(event: TimelineEvent, incident: Incident, say: Speak, by: string): Sentence {
  switch (event.detail) {
    case "ASSIGNED": {
      const force = event.count > 0 ? say("event.forced") : "";
      return said(say("event.assigned", { ...people(event, incident, say), force, by }), "strong");
    }
    case "RELEASED":
      return said(say("event.released", { ...people(event, incident, say), by }), "strong");
    case "RELOCATED": {
      const name = event.reason && event.reason !== "OTHER" ? say(`moved.${event.reason}` as Text) : "";
      return said(say("event.relocated", { why: name && ` · ${name}`, by }), "warning");
    }
    case "ESCALATED":
      if (event.count === 0) return said(say("event.deescalated", { by }), "strong");
      return said(say("event.escalated", { level: event.count, by }), "warning");
    default:
      return line(say("event.unknown", { code: event.detail }), "dim");
  }
}

function merge({ detail, count: other }: TimelineEvent, _: Incident, say: Speak): Sentence {
  const keys: Readonly<Record<string, Text>> = {
    PROPOSED: "event.twin",
    MERGED_INTO: "event.mergedInto",
    JOINED: "event.joined",
    UNMERGED: "event.unmerged",
    PARTED: "event.parted",
  };
  const key = keys[detail];
  if (!key) return line(say("event.unknown", { code: detail }), "dim");
  return line(say(key, { other }), detail === "PROPOSED" ? "warning" : "strong");
}
