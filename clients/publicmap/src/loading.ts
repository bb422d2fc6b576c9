// When to ask, decided without a clock or a network: what is wanted, what came, and when the next request is due.
import type { Box } from "./area";
import { boxToAsk, pathOf } from "./area";

export type Outcome =
  | { readonly kind: "answered" }
  | { readonly kind: "limited"; readonly retryAfterMs: number }
  | { readonly kind: "tooWide" }
  | { readonly kind: "failed" };

export type Link = "loading" | "fresh" | "offline" | "limited" | "tooWide";

export interface Loading {
  /** What is wanted, as the path of the request; none before the first view. */
  readonly wanted?: string;
  /** The request on its way. */
  readonly asking?: string;
  /** When to ask next. */
  readonly due?: number;
  /** The server has said: not before. */
  readonly notBefore: number;
  readonly failures: number;
  readonly link: Link;
}

export type LoadingEvent =
  | { readonly type: "view"; readonly box: Box; readonly now: number }
  | { readonly type: "asked"; readonly now: number }
  | { readonly type: "outcome"; readonly path: string; readonly outcome: Outcome; readonly now: number }
  | { readonly type: "wake"; readonly now: number };

export const SETTLE_MS = 250; // a map that still moves is not asked about
export const REFRESH_MS = 30_000; // as long as the server says that an answer may be kept
const LONGEST_PAUSE_MS = 30_000;

export const idle: Loading = { notBefore: 0, failures: 0, link: "loading" };

export function step(state: Loading, event: LoadingEvent): Loading {
  switch (event.type) {
    case "view": {
      const wanted = pathOf(boxToAsk(event.box));
      if (wanted === state.wanted) return state;
      const link = state.link === "fresh" || state.link === "tooWide" ? "loading" : state.link;
      return { ...state, wanted, link, due: Math.max(event.now + SETTLE_MS, state.notBefore) };
    }
    case "asked": {
      const { due: _, ...rest } = state;
      return state.wanted === undefined ? state : { ...rest, asking: state.wanted };
    }
    case "outcome":
      return event.path === state.asking ? settled(state, event.outcome, event.now) : state;
    case "wake":
      if (state.wanted === undefined || state.asking !== undefined) return state;
      return { ...state, due: Math.max(event.now, state.notBefore) };
  }
}

function settled({ asking, ...state }: Loading, outcome: Outcome, now: number): Loading {
  const moved = state.wanted !== asking; // another box is due already
  switch (outcome.kind) {
    case "answered":
      if (moved) return { ...state, failures: 0 };
      return { ...state, failures: 0, link: "fresh", due: now + REFRESH_MS };
    case "limited": {
      const notBefore = now + outcome.retryAfterMs;
      return { ...state, notBefore, link: "limited", due: notBefore };
    }
    case "tooWide": {
      if (moved) return state;
      const { due: _, ...rest } = state;
      return { ...rest, failures: 0, link: "tooWide" };
    }
    case "failed": {
      const failures = state.failures + 1;
      const pause = Math.min(1000 * 2 ** failures, LONGEST_PAUSE_MS);
      return { ...state, failures, link: "offline", due: now + pause };
    }
  }
}
