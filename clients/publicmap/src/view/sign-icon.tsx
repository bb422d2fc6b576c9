import type { AedState } from "../aed";
import { SIGNS } from "../sign";

/** Its text stands beside it: for eyes only. */
export function SignIcon({ state }: { state: AedState }) {
  const { outline, glyph, fill, ink, edge } = SIGNS[state];
  return (
    <svg class="sign" viewBox="0 0 24 24" aria-hidden="true">
      <path d={outline} fill={`var(${fill})`} stroke={`var(${edge})`} stroke-width="1.6" />
      <path d={glyph} fill={`var(${ink})`} />
    </svg>
  );
}
