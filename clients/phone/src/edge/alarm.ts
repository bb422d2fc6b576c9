// The ring's noise, without any file: two tones that cannot be slept through, and the phone's motor. A browser
// allows sound only after the page was touched once.
import { signal } from "@preact/signals";

export type Sound = "running" | "locked" | "unsupported";
export const sound = signal<Sound>("AudioContext" in globalThis ? "locked" : "unsupported");

let context: AudioContext | undefined;

/** To be called in a touch; harmless otherwise. */
export function unlockSound(): void {
  if (sound.value === "unsupported") return;
  try {
    context ??= openContext();
    if (context.state !== "running") void context.resume().catch(() => undefined);
  } catch {
    sound.value = "unsupported";
  }
}

/** For whoever plays; undefined while the browser does not allow it. */
export const audio = (): AudioContext | undefined => (sound.value === "running" ? context : undefined);

function openContext(): AudioContext {
  const opened = new AudioContext({ latencyHint: "interactive" });
  const told = () => (sound.value = opened.state === "running" ? "running" : "locked");
  opened.addEventListener("statechange", told);
  told();
  return opened;
}

/** A phone in a pocket says that there is something to read. */
export function chime(): void {
  navigator.vibrate?.([400, 150, 400, 150, 400]);
  const playing = audio();
  if (!playing) return;
  for (const [at, pitch] of [
    [0, 880],
    [0.25, 660],
    [0.5, 880],
  ] as const) {
    const [tone, loudness] = [playing.createOscillator(), playing.createGain()];
    const begin = playing.currentTime + 0.02 + at;
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.7, begin);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + 0.22);
    tone.connect(loudness).connect(playing.destination);
    tone.start(begin);
    tone.stop(begin + 0.25);
  }
}

const LONGEST_S = 180;
const BUZZ = [700, 200, 700, 200, 300, 150, 300, 400];
const BUZZ_MS = BUZZ.reduce((sum, ms) => sum + ms, 0);

/** Rings until it is stopped. If sound gets allowed meanwhile, it joins in. */
export class Alarm {
  #oscillator: OscillatorNode | undefined;
  #buzzing: ReturnType<typeof setInterval> | undefined;
  #stopWatching: (() => void) | undefined;

  start(): void {
    if (this.#buzzing !== undefined) return;
    this.#buzz();
    this.#buzzing = setInterval(() => this.#buzz(), BUZZ_MS);
    unlockSound();
    this.#stopWatching = sound.subscribe(() => this.#play());
  }

  stop(): void {
    if (this.#buzzing === undefined) return;
    clearInterval(this.#buzzing);
    this.#buzzing = undefined;
    navigator.vibrate?.(0);
    this.#stopWatching?.();
    this.#oscillator?.stop();
    this.#oscillator?.disconnect();
    this.#oscillator = undefined;
  }

  #buzz(): void {
    try {
      navigator.vibrate?.(BUZZ);
    } catch {
      return; // not before the page was touched
    }
  }

  // The whole melody is planned ahead: a page in the background gets no timely timers.
  #play(): void {
    const playing = audio();
    if (!playing || this.#oscillator) return;
    const [tone, loudness] = [playing.createOscillator(), playing.createGain()];
    tone.type = "square";
    const begin = playing.currentTime + 0.01;
    for (let at = 0; at < LONGEST_S; at += 2) {
      for (let beep = 0; beep < 3; beep += 1) {
        const [from, to] = [begin + at + beep * 0.36, begin + at + beep * 0.36 + 0.28];
        tone.frequency.setValueAtTime(880, from);
        tone.frequency.setValueAtTime(1320, from + 0.14);
        loudness.gain.setValueAtTime(0.6, from);
        loudness.gain.setValueAtTime(0, to);
      }
    }
    loudness.gain.setValueAtTime(0, playing.currentTime);
    tone.connect(loudness).connect(playing.destination);
    tone.start();
    this.#oscillator = tone;
  }
}
