// What the page knows, and what it shows of it: pure.
import { bearing, metersBetween } from "@goldenfour/ui";
import { STATES, stateAt, type Aed, type AedState, type Position } from "./aed";
import { holds, middleOf, type Box } from "./area";
import type { Heard } from "./loader";
import type { Link } from "./loading";

export type Locating = "no" | "asking" | "here" | "denied" | "failed";

export interface Page {
  readonly box?: Box;
  readonly heard?: Heard;
  readonly link: Link;
  readonly me?: Position & { readonly accuracy: number };
  readonly locating: Locating;
  readonly search: string;
  /** States that are not shown. */
  readonly hidden: readonly AedState[];
  readonly selected?: string;
}

export type PageEvent =
  | { readonly type: "view"; readonly box: Box }
  | { readonly type: "heard"; readonly heard: Heard }
  | { readonly type: "link"; readonly link: Link }
  | { readonly type: "locating"; readonly state: Exclude<Locating, "here"> }
  | { readonly type: "here"; readonly me: Position & { readonly accuracy: number } }
  | { readonly type: "search"; readonly text: string }
  | { readonly type: "toggle"; readonly state: AedState }
  | { readonly type: "select"; readonly id: string | undefined };

export const emptyPage: Page = { link: "loading", locating: "no", search: "", hidden: [] };

export function change(page: Page, event: PageEvent): Page {
  switch (event.type) {
    case "view":
      return { ...page, box: event.box };
    case "heard":
      return { ...page, heard: event.heard };
    case "link":
      return { ...page, link: event.link };
    case "locating":
      return { ...page, locating: event.state };
    case "here":
      return { ...page, locating: "here", me: event.me };
    case "search":
      return { ...page, search: event.text };
    case "toggle": {
      const hidden = page.hidden.includes(event.state)
        ? page.hidden.filter((state) => state !== event.state)
        : [...page.hidden, event.state];
      return { ...page, hidden };
    }
    case "select": {
      const { selected: _, ...rest } = page;
      return event.id === undefined ? rest : { ...rest, selected: event.id };
    }
  }
}

export interface Row {
  readonly aed: Aed;
  /** At this moment: see stateAt(). */
  readonly state: AedState;
  readonly meters: number;
  /** Degrees from north, from where the distance is measured. */
  readonly bearing: number;
}

/** Everything that lies in what can be seen, nearest first: to the person, else to the middle. */
export function rowsInView(page: Page, now: number): Row[] {
  const { box, heard } = page;
  if (!box || !heard || page.link === "tooWide") return [];
  const from = page.me ?? middleOf(box);
  return heard.aeds
    .filter((aed) => holds(box, aed))
    .map((aed) => ({
      aed,
      state: stateAt(aed, heard.at, now),
      meters: metersBetween(from, aed),
      bearing: bearing(from, aed),
    }))
    .sort((a, b) => a.meters - b.meters || (a.aed.id < b.aed.id ? -1 : 1));
}

/** What is left after search and choice of states. */
export function rowsShown(page: Page, rows: readonly Row[]): Row[] {
  const words = folded(page.search).split(/\s+/).filter(Boolean);
  return rows.filter(({ aed, state }) => {
    if (page.hidden.includes(state)) return false;
    const text = folded([aed.name, aed.address, aed.hint, aed.floor].join(" "));
    return words.every((word) => text.includes(word));
  });
}

const FIRST = 3;

/**
 * What a person who looks for an AED wants to see: the nearest ones, and on to the first that can be used now. Of a list
 * that is nearest first.
 */
export function worthShowing(aeds: readonly Aed[]): readonly Aed[] {
  const usable = aeds.findIndex(({ state }) => state === "USABLE");
  return aeds.slice(0, Math.max(FIRST, usable + 1));
}

export function countsOf(rows: readonly Row[]): Record<AedState, number> {
  const counts = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<AedState, number>;
  for (const { state } of rows) counts[state] += 1;
  return counts;
}

// "Prešeren" is found by "preseren".
function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase();
}
