// The question of ninety minutes later: how are you?

export interface WelfareDue {
  /** The task. */
  readonly id: string;
  /** By the phone's clock, in milliseconds. */
  readonly dueAt: number;
  readonly answer?: "fine" | "talk";
}

export const WELFARE_AFTER_MS = 90 * 60_000;
/** Later than this it would only be strange. */
const FORGET_AFTER_MS = 7 * 24 * 3600_000;

/** Exercises do not weigh on anybody; who never left has seen nothing. */
export function welfareAfter(
  end: { id: string; drill: boolean; hadLeft: boolean },
  now: number,
): WelfareDue[] {
  return end.drill || !end.hadLeft ? [] : [{ id: end.id, dueAt: now + WELFARE_AFTER_MS }];
}

export function welfareToAsk(all: readonly WelfareDue[], now: number): WelfareDue | undefined {
  return all.find(({ dueAt, answer }) => !answer && dueAt <= now && now < dueAt + FORGET_AFTER_MS);
}

export function msToNextQuestion(all: readonly WelfareDue[], now: number): number | undefined {
  const waits = all.filter(({ answer, dueAt }) => !answer && dueAt > now).map(({ dueAt }) => dueAt - now);
  return waits.length > 0 ? Math.min(...waits) : undefined;
}

export function answered(all: readonly WelfareDue[], id: string, answer: "fine" | "talk"): WelfareDue[] {
  return all.map((due) => (due.id === id ? { ...due, answer } : due));
}

export function isWelfareDue(value: unknown): value is WelfareDue {
  const due = value as Partial<WelfareDue> | null;
  return typeof due?.id === "string" && typeof due.dueAt === "number";
}
