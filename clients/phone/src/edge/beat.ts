// Plays the metronome: notes are given to the audio clock ahead of time, so that a busy page cannot delay them;
// what is seen and felt follows the same clock.
import { batch, signal } from "@preact/signals";
import { beatsBetween, roundsDone, type Beat, type Mode } from "../model/metronome";
import { audio } from "./alarm";

export const beating = signal<Mode | undefined>(undefined);
/** The newest beat; a new object each time. */
export const beat = signal<Beat | undefined>(undefined);
export const beatSeconds = signal(0);
export const beatRounds = signal(0);

const AHEAD_S = 1.5;
const LOOK_MS = 250;
const TONES = { press: [1000, 0.05], breathe: [520, 0.7], change: [1560, 0.5] } as const;

let stopPlaying: (() => void) | undefined;

export function startBeat(mode: Mode): void {
  stopBeat();
  const clock = clockOf();
  const output = clock.context?.createGain();
  if (clock.context && output) output.connect(clock.context.destination);
  const begin = clock.now() + 0.1;
  let planned = 0;
  let queue: Beat[] = [];
  const plan = (): void => {
    const until = clock.now() - begin + AHEAD_S;
    // A page that slept has missed them; they are not made up for.
    const fresh = beatsBetween(mode, Math.max(planned, clock.now() - begin), until);
    planned = Math.max(planned, until);
    for (const next of fresh) if (clock.context && output) note(clock.context, output, begin + next.at, next);
    queue.push(...fresh);
  };
  const show = (): void => {
    const at = clock.now() - begin;
    const due = queue.filter((next) => next.at <= at);
    if (due.length > 0) queue = queue.filter((next) => next.at > at);
    batch(() => {
      beatSeconds.value = Math.max(0, Math.floor(at));
      beatRounds.value = roundsDone(mode, at);
      const last = due.at(-1);
      if (last) beat.value = last;
    });
    for (const { signal: kind } of due)
      if (kind !== "press") navigator.vibrate?.(kind === "change" ? [400, 100, 400] : 600);
    if (due.some(({ signal: kind }) => kind === "press")) navigator.vibrate?.(30);
    frame = requestAnimationFrame(show);
  };
  let frame = requestAnimationFrame(show);
  const timer = setInterval(plan, LOOK_MS);
  plan();
  beating.value = mode;
  stopPlaying = () => {
    clearInterval(timer);
    cancelAnimationFrame(frame);
    output?.disconnect();
  };
}

export function stopBeat(): void {
  stopPlaying?.();
  stopPlaying = undefined;
  batch(() => {
    beating.value = undefined;
    beat.value = undefined;
    beatSeconds.value = 0;
    beatRounds.value = 0;
  });
}

// Without sound the beat is still seen and felt.
function clockOf(): { context: AudioContext | undefined; now: () => number } {
  const context = audio();
  return { context, now: () => (context ? context.currentTime : performance.now() / 1000) };
}

function note(context: AudioContext, output: GainNode, at: number, { signal: kind }: Beat): void {
  const [pitch, length] = TONES[kind];
  const [tone, loudness] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(0.8, at);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + length);
  tone.connect(loudness).connect(output);
  tone.start(at);
  tone.stop(at + length);
}
