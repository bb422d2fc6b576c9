// The task of this tab, for a reload where there is no network: the address must not be lost in a lift. In the tab's
// own storage, which ends with the tab; the next reset replaces it.
import { TaskNoticeSchema, create, fromBinary, toBinary, type TaskNotice } from "@goldenfour/sdk";
import type { Errand } from "../model/calls";
import { standingStep } from "../model/steps";

const KEY = "goldenfour.phone.task";

export function keepTask(errand: Errand | undefined): void {
  try {
    if (!errand) return sessionStorage.removeItem(KEY);
    const notice = create(TaskNoticeSchema, { ...errand.notice, step: standingStep(errand) });
    sessionStorage.setItem(KEY, [...toBinary(TaskNoticeSchema, notice)].join(" "));
  } catch {
    return; // no storage: only a network brings it back
  }
}

export function keptTask(): TaskNotice | undefined {
  try {
    const text = sessionStorage.getItem(KEY);
    return text ? fromBinary(TaskNoticeSchema, Uint8Array.from(text.split(" "), Number)) : undefined;
  } catch {
    return undefined;
  }
}
