// What this phone has said and the server has not confirmed: kept on the device until it has.
import { Hazard, Problem } from "@goldenfour/sdk";
import type { StepName } from "./names";

export type Letter =
  | { readonly key: string; readonly type: "answer"; readonly offer: string; readonly accept: boolean }
  | {
      readonly key: string;
      readonly type: "progress";
      readonly task: string;
      readonly step: StepName;
      readonly aed?: string;
      readonly hazard?: Hazard;
    };

export function answerLetter(offer: string, accept: boolean): Letter {
  return { key: `answer ${offer} ${accept}`, type: "answer", offer, accept };
}

export function progressLetter(task: string, step: StepName, aed?: string, hazard?: Hazard): Letter {
  const key = ["progress", task, step, aed ?? "", hazard ?? ""].join(" ");
  return {
    key,
    type: "progress",
    task,
    step,
    ...(aed === undefined ? {} : { aed }),
    ...(hazard === undefined ? {} : { hazard }),
  };
}

/** What to do with a letter whose sending failed. */
export function afterFailure(error: unknown): "refused" | "again" | "keep" {
  if (error instanceof Problem) return error.retryable ? "again" : "refused";
  return "keep"; // the stream ended, or its queue is full: with the next start
}

export function isLetter(value: unknown): value is Letter {
  const letter = value as Partial<Letter> | null;
  return typeof letter?.key === "string" && (letter.type === "answer" || letter.type === "progress");
}
