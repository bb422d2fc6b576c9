// When to press, breathe and change: figures of the guidelines, every moment counted from the start, so that
// nothing adds up to a drift.

export const PER_MINUTE = 110;
const BEAT = 60 / PER_MINUTE;
const PRESSES = 30;
/** Two breaths of a second each, with a little before and after. */
const PAUSE = 5;
const CYCLE = PRESSES * BEAT + PAUSE;
const CHANGE_EVERY = 120;

export type Mode = "continuous" | "30:2";
export type Signal = "press" | "breathe" | "change";

export interface Beat {
  /** Seconds from the start. */
  readonly at: number;
  readonly signal: Signal;
  /** Presses since the last pause, from 1; which breath, 1 or 2; how many changes. */
  readonly number: number;
}

/** All beats with from <= at < to, in order. */
export function beatsBetween(mode: Mode, from: number, to: number): Beat[] {
  const beats = mode === "continuous" ? continuous(from, to) : cycles(from, to);
  return beats.filter(({ at }) => at >= from && at < to).sort((a, b) => a.at - b.at);
}

function continuous(from: number, to: number): Beat[] {
  const beats: Beat[] = [];
  for (let n = Math.max(0, Math.floor(from / BEAT)); n * BEAT < to; n += 1)
    beats.push({ at: n * BEAT, signal: "press", number: n + 1 });
  for (let n = Math.max(1, Math.floor(from / CHANGE_EVERY)); n * CHANGE_EVERY < to; n += 1)
    beats.push({ at: n * CHANGE_EVERY, signal: "change", number: n });
  return beats;
}

function cycles(from: number, to: number): Beat[] {
  const beats: Beat[] = [];
  for (let cycle = Math.max(0, Math.floor(from / CYCLE)); cycle * CYCLE < to; cycle += 1) {
    const start = cycle * CYCLE;
    for (let n = 0; n < PRESSES; n += 1) beats.push({ at: start + n * BEAT, signal: "press", number: n + 1 });
    const pause = start + PRESSES * BEAT;
    // Whoever presses changes in the first pause after two minutes, not in the middle of thirty.
    const changes = changesBy(pause);
    if (changes > changesBy(pause - CYCLE)) beats.push({ at: pause, signal: "change", number: changes });
    beats.push({ at: pause + 0.5, signal: "breathe", number: 1 });
    beats.push({ at: pause + 2.5, signal: "breathe", number: 2 });
  }
  return beats;
}

const changesBy = (seconds: number): number => Math.max(0, Math.floor(seconds / CHANGE_EVERY));

/** Complete rounds: thirty presses and two breaths; in `continuous` two minutes. */
export function roundsDone(mode: Mode, seconds: number): number {
  return Math.max(0, Math.floor(seconds / (mode === "continuous" ? CHANGE_EVERY : CYCLE)));
}
