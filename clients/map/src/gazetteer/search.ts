// From what a dispatcher types to the few places that it may be. Looks at every place of the list each time: simple,
// and quick enough for a large city (see the README for figures).
import { isEnough, isUnspacedName, patternsOf, wordsOf, type Word } from "./fold";
import type { Place } from "./places";

export interface Suggestion {
  readonly place: Place;
  /** A house number that the list does not know: the place is that of its whole street. */
  readonly unknownNumber: string;
}

export const MOST = 8;

/**
 * Best first: the house, the street, then other places; within them the whole name before a part of it, the short
 * before the long, and the order of the list.
 */
export function search(places: readonly Place[], typed: string, most = MOST): Suggestion[] {
  if (!isEnough(typed)) return [];
  const query = queryOf(typed);
  const best: (Suggestion & { rank: number })[] = [];
  for (const place of places) {
    const match = matchOf(place, query);
    if (!match) continue;
    const worst = best.length === most ? best[most - 1]!.rank : Infinity;
    if (rankAtBest(place, match) >= worst) continue;
    const rank = rankOf(place, query, match);
    if (rank >= worst) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]!.rank > rank) at -= 1;
    best.splice(at, 0, { place, unknownNumber: match.unknownNumber, rank });
    best.length = Math.min(best.length, most);
  }
  return best.map(({ place, unknownNumber }) => ({ place, unknownNumber }));
}

interface Query {
  readonly words: readonly (Word & { readonly patterns: readonly string[] })[];
  readonly hasNumber: boolean;
  readonly whole: string;
}

export function queryOf(typed: string): Query {
  const words = wordsOf(typed).map((word) => ({ ...word, patterns: patternsOf(word) }));
  const whole = words.map(({ text }) => text).join(" ");
  return { words, whole, hasNumber: words.some(({ isNumber }) => isNumber) };
}

export interface Match {
  readonly house: "exact" | "begun" | "unsaid";
  readonly unknownNumber: string;
}

const PLAIN: Match = { house: "unsaid", unknownNumber: "" };

/** Whether every word that was typed belongs to the place; of a street one number may be unknown. */
export function matchOf({ kind, folded }: Place, { words }: Query): Match | undefined {
  let match = PLAIN;
  for (const { text, isNumber, patterns } of words) {
    if (isNumber && kind === "house" && folded.number === text) match = { ...match, house: "exact" };
    else if (isIn(folded.text, patterns)) continue;
    else if (!isNumber) return undefined;
    else if (kind === "house" && folded.number.startsWith(text)) match = { ...match, house: "begun" };
    else if (kind === "street" && match.unknownNumber === "") match = { ...match, unknownNumber: text };
    else return undefined;
  }
  return match;
}

function isIn(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => text.includes(pattern));
}

const KINDS = { street: 0, place: 1, house: 2 } as const;

export function rankOf(place: Place, query: Query, match: Match): number {
  const { names, text } = place.folded;
  const said = query.hasNumber
    ? query.words.filter(({ isNumber, patterns }) => !isNumber || isIn(text, patterns))
    : query.words;
  const whole = query.hasNumber ? said.map((word) => word.text).join(" ") : query.whole;
  const first = said[0]?.text ?? "";
  const isWhole = names.includes(whole);
  const isBegun = names.some((name) => name.startsWith(first));
  return rankAtBest(place, match) + (isWhole ? 0 : 6 * 256) + (isBegun ? 0 : 256);
}

/** What no knowledge of the names can better: most of the many that match need no closer look. */
function rankAtBest({ kind, name, number }: Place, { house, unknownNumber }: Match): number {
  const group = house === "exact" ? 0 : unknownNumber !== "" ? 3 : kind === "house" ? 2 : 1;
  return (group * 12 + KINDS[kind] * 2) * 256 + Math.min(255, name.length + number.length);
}

/** The address in words, the number where the one who typed put it. */
export function addressOf({ place, unknownNumber }: Suggestion, query: string): string {
  const { name, area } = place;
  const number = place.number || unknownNumber;
  if (isUnspacedName(name)) return `${area}${name}${number && `${number.replace(/[号號]$/u, "")}号`}`;
  const before = /^\s*\p{N}/u.test(query);
  const street = before ? `${number} ${name}` : `${name} ${number}`;
  return [street.trim(), area].filter((part) => part !== "").join(", ");
}
