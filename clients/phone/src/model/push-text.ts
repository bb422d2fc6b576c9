// What a push says, read without trust, and the words of its notification.
import { contractWords, named, type Language, type Pair } from "@goldenfour/ui";
import { ringWords } from "../words/ring";

export interface PushedCall {
  readonly offer: string;
  readonly role: string;
  readonly kind: string;
  /** Milliseconds since 1970 by the server; NaN: not said. */
  readonly deadline: number;
  readonly drill: boolean;
}

export function readPush(text: string): PushedCall {
  let raw: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) raw = value as Record<string, unknown>;
  } catch {
    raw = {}; // a ring all the same
  }
  const word = (value: unknown): string => (typeof value === "string" ? value : "");
  return {
    offer: word(raw["offer"]),
    role: word(raw["role"]),
    kind: word(raw["incidentKind"]) || word(raw["kind"]),
    deadline: Date.parse(word(raw["deadline"])),
    drill: raw["drill"] === true,
  };
}

export function pushText(call: PushedCall, language: Language, now: number): { title: string; body: string } {
  const pick = (pair: Pair): string => pair[language === "zh" ? 0 : 1];
  const key = named("kind", call.kind);
  const kind = key ? pick(contractWords[key]) : "";
  const drill = call.drill ? pick(ringWords["push.drill"]) : "";
  const title = kind
    ? pick(ringWords["push.title"]).replace("{{kind}}", kind)
    : pick(ringWords["ring.title"]);
  const isLate = call.deadline <= now;
  return { title: drill + title, body: pick(isLate ? ringWords["end.EXPIRED.say"] : ringWords["push.open"]) };
}
