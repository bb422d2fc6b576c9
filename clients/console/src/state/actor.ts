// Who did it. Two dispatchers at one incident see it of each other before they do the same thing twice.
import { Actor_Kind, timestampDate, type Actor, type TimelineEvent } from "@goldenfour/sdk";
import type { Speak } from "../words";
import type { Entry } from "./board";

export const RECENT_MS = 60_000;

/** What somebody did; other events follow from it, and carry the same name. */
const DONE = new Set([
  "OPENED",
  "UPDATED",
  "STATUS_CHANGED",
  "EMS_ARRIVED",
  "ACT",
  "MERGE",
  "MAJOR_DECLARED",
  "ALARM_ACKNOWLEDGED",
]);

export function doerOf({ code, actor }: TimelineEvent): Actor | undefined {
  return DONE.has(code) ? actor : undefined;
}

/** As the subject of a sentence; of somebody who is not known any more: the dispatcher. */
export function subjectOf(actor: Actor | undefined, me: string, say: Speak): string {
  const isMe = actor?.kind === Actor_Kind.DISPATCHER && actor.name === me;
  return isMe ? say("actor.You") : (nameOf(actor, say) ?? say("actor.dispatcher"));
}

/** Behind a sentence, in brackets; nothing where nobody is known. */
export function byPart(actor: Actor | undefined, me: string, say: Speak): string {
  const isMe = actor?.kind === Actor_Kind.DISPATCHER && actor.name === me;
  const by = isMe ? say("actor.you") : nameOf(actor, say);
  return by === undefined ? "" : say("actor.by", { by });
}

function nameOf(actor: Actor | undefined, say: Speak): string | undefined {
  if (!actor) return undefined;
  if (actor.name !== "") return actor.name;
  if (actor.kind === Actor_Kind.SYSTEM) return say("actor.system");
  return actor.kind === Actor_Kind.RESPONDER ? say("actor.responder") : undefined;
}

/** Another desk that acted on the incident within the last minute. */
export function otherDesk({ events, incident }: Entry, me: string, now: number): string | undefined {
  const isOther = (actor: Actor | undefined): actor is Actor =>
    actor?.kind === Actor_Kind.DISPATCHER && actor.name !== "" && actor.name !== me;
  for (let at = events.length - 1; at >= 0; at -= 1) {
    const event = events[at]!;
    if (!isRecent(event.at, now)) break;
    const doer = event.code === "OPENED" ? undefined : doerOf(event); // who raised an alert may be gone again
    if (isOther(doer)) return doer.name;
  }
  const seen = incident.alarms.find(
    ({ acknowledgedAt, acknowledgedBy }) => isRecent(acknowledgedAt, now) && isOther(acknowledgedBy),
  );
  return seen?.acknowledgedBy?.name;
}

function isRecent(at: TimelineEvent["at"], now: number): boolean {
  return at !== undefined && now - timestampDate(at).getTime() < RECENT_MS;
}
