// Remembers on this device alone whom to ask how they are, and when.
import { effect, signal, untracked, type ReadonlySignal } from "@preact/signals";
import type { End } from "../model/calls";
import { answered, msToNextQuestion, welfareAfter, welfareToAsk, type WelfareDue } from "../model/welfare";
import { showWelfare } from "./notice";
import { readWelfare, writeSetting } from "./store";

const all = signal<readonly WelfareDue[]>([]);
export const question = signal<WelfareDue | undefined>(undefined);

const LONGEST_TIMER_MS = 60_000;

export function startWelfare(end: ReadonlySignal<End | undefined>, isBusy: ReadonlySignal<boolean>): void {
  void readWelfare().then((kept) => {
    const news = all.peek().filter(({ id }) => !kept.some((old) => old.id === id));
    all.value = [...kept, ...news];
    if (news.length > 0) keep();
  });
  effect(() => {
    const over = end.value;
    if (over?.of === "task") untracked(() => remember(over));
  });
  const look = (): void => {
    const due = isBusy.peek() ? undefined : welfareToAsk(all.peek(), Date.now());
    if (due && due.id !== question.peek()?.id && document.visibilityState === "hidden") void showWelfare();
    if (question.peek()?.answer !== "talk") question.value = due;
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const plan = (): void => {
    clearTimeout(timer);
    const wait = msToNextQuestion(all.peek(), Date.now());
    if (wait !== undefined) timer = setTimeout(() => (look(), plan()), Math.min(wait + 50, LONGEST_TIMER_MS));
  };
  effect(() => {
    void all.value;
    void isBusy.value;
    untracked(() => (look(), plan()));
  });
  document.addEventListener("visibilitychange", look);
}

function remember(over: End): void {
  if (all.peek().some(({ id }) => id === over.id)) return;
  const news = welfareAfter(over, Date.now());
  if (news.length === 0) return;
  all.value = [...all.peek().slice(-20), ...news];
  keep();
}

export function answerWelfare(answer: "fine" | "talk"): void {
  const asked = question.peek();
  if (!asked) return;
  question.value = answer === "talk" ? { ...asked, answer } : undefined;
  all.value = answered(all.peek(), asked.id, answer);
  keep();
}

export function closeWelfare(): void {
  question.value = undefined;
}

/** Of who leaves the device. */
export function forgetWelfare(): void {
  all.value = [];
  question.value = undefined;
}

const keep = (): void => void writeSetting("welfare", all.peek());
