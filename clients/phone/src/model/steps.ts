// Which steps an errand has, where it stands, and what comes next.
import { Role, TaskStep, type TaskNotice } from "@goldenfour/sdk";
import { isCprKind, type StepName } from "./names";

const ORDER: readonly StepName[] = [
  "ACCEPTED",
  "LEFT",
  "AED_COLLECTED",
  "ON_SCENE",
  "CPR_STARTED",
  "SHOCK_DELIVERED",
  "HANDED_OVER",
];

export const rank = (step: StepName): number => ORDER.indexOf(step);

/** The wire's word; unknown ones of a later server count as the beginning. */
export function stepOfWire(name: string): StepName {
  return ORDER.find((step) => step === name) ?? "ACCEPTED";
}

const WIRE: Readonly<Record<StepName, TaskStep>> = {
  ACCEPTED: TaskStep.TASK_STEP_UNSPECIFIED,
  LEFT: TaskStep.LEFT,
  AED_COLLECTED: TaskStep.AED_COLLECTED,
  ON_SCENE: TaskStep.ON_SCENE,
  CPR_STARTED: TaskStep.CPR_STARTED,
  SHOCK_DELIVERED: TaskStep.SHOCK_DELIVERED,
  HANDED_OVER: TaskStep.STEP_HANDED_OVER,
  AED_UNAVAILABLE: TaskStep.AED_UNAVAILABLE,
  WRONG_PLACE: TaskStep.WRONG_PLACE,
  NEED_HELP: TaskStep.NEED_HELP,
  HAZARD_SEEN: TaskStep.HAZARD_SEEN,
};
export const wireStep = (step: StepName): TaskStep => WIRE[step];

/** The steps of an errand, in order. */
export function chainOf(notice: Pick<TaskNotice, "role" | "kind" | "aed">): StepName[] {
  const fetches = notice.role === Role.AED && notice.aed !== undefined;
  const treats = notice.role === Role.CPR || notice.role === Role.AED;
  const chain: StepName[] = ["LEFT"];
  if (fetches) chain.push("AED_COLLECTED");
  chain.push("ON_SCENE");
  if (treats && isCprKind(notice.kind)) {
    chain.push("CPR_STARTED");
    if (fetches) chain.push("SHOCK_DELIVERED");
  }
  chain.push("HANDED_OVER");
  return chain;
}

/** Where a task stands: the server's word and what was pressed here, whichever is further. */
export interface Standing {
  readonly notice: TaskNotice;
  /** The furthest step that was pressed on this phone. */
  readonly pressed: StepName;
  /** The AED that was taken, if this phone knows. */
  readonly collected: string | undefined;
}

export function standingStep({ notice, pressed }: Standing): StepName {
  const said = stepOfWire(notice.step);
  return rank(said) >= rank(pressed) ? said : pressed;
}

export function hasAed(standing: Standing): boolean {
  const { notice, collected } = standing;
  if (notice.role !== Role.AED || !notice.aed) return false;
  // After a reload only the server's step tells; a replaced AED is another one.
  return collected === undefined ? notice.step === "AED_COLLECTED" : collected === notice.aed.id;
}

export const isOnScene = (standing: Standing): boolean => rank(standingStep(standing)) >= rank("ON_SCENE");

/** Of the big button. Nothing: wait, or all is done. */
export function nextStep(standing: Standing): StepName | undefined {
  const at = rank(standingStep(standing));
  const chain = chainOf(standing.notice);
  const next = chain.find((step) =>
    step === "AED_COLLECTED" ? isStillToFetch(standing) : rank(step) > Math.max(at, 0),
  );
  if (standing.notice.wait && next && rank(next) >= rank("ON_SCENE") && next !== "HANDED_OVER")
    return undefined;
  return next;
}

/** The AED is to be fetched still; who is on scene already does not go back by himself. */
export function isStillToFetch(standing: Standing): boolean {
  const { notice } = standing;
  if (notice.role !== Role.AED || !notice.aed || isOnScene(standing)) return false;
  return rank(standingStep(standing)) >= rank("LEFT") && !hasAed(standing);
}

/** May end before the chain does: the crew takes over whenever it comes. */
export const mayHandOver = (standing: Standing): boolean =>
  isOnScene(standing) && nextStep(standing) !== "HANDED_OVER";
