// Makes alarms heard until they are acknowledged. Browsers let a page sound only after somebody touched it.
import { effect, signal, type ReadonlySignal } from "@preact/signals";
import type { Tune } from "../state/alarms";

const STORED = "goldenfour.console.sound";

export type SoundState = "on" | "off" | "locked";

export const wanted = signal(remembered());
export const unlocked = signal(false);

export function soundState(): SoundState {
  if (!wanted.value) return "off";
  return unlocked.value ? "on" : "locked";
}

export function switchSound(): void {
  wanted.value = !wanted.value;
  try {
    localStorage.setItem(STORED, wanted.value ? "on" : "off");
  } catch {
    return; // not remembered where storage is forbidden
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

let context: AudioContext | undefined;

/** To be called on every gesture until it worked. */
export async function unlock(): Promise<void> {
  if (unlocked.peek() || typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  context.onstatechange = () => (unlocked.value = context?.state === "running");
  await context.resume().catch(() => {});
  unlocked.value = context.state === "running";
}

function play(tune: Tune): void {
  if (!context || context.state !== "running") return;
  const start = context.currentTime + 0.02;
  for (const { at, seconds, hertz } of tune.notes) {
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = hertz;
    tone.type = "triangle";
    volume.gain.setValueAtTime(0, start + at);
    volume.gain.linearRampToValueAtTime(0.5, start + at + 0.01);
    volume.gain.setValueAtTime(0.5, start + at + seconds - 0.03);
    volume.gain.linearRampToValueAtTime(0, start + at + seconds);
    tone.connect(volume).connect(context.destination);
    tone.start(start + at);
    tone.stop(start + at + seconds);
  }
}

/** Plays a tune for as long as there is one. Returns how to stop. */
export function playing(wish: ReadonlySignal<Tune | undefined>): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  let now: Tune | undefined;
  const stop = effect(() => {
    const tune = wanted.value && unlocked.value ? wish.value : undefined;
    if (tune === now) return; // the rhythm goes on while alarms come and go
    clearInterval(timer);
    now = tune;
    if (!tune) return;
    play(tune);
    timer = setInterval(() => play(tune), tune.everyMs);
  });
  return () => {
    stop();
    clearInterval(timer);
  };
}
