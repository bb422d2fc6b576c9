// What is different from what was said before: told before anybody runs to the wrong place.
import { Role, type AedDirections, type OfferNotice, type TaskNotice } from "@goldenfour/sdk";
import { placeOf, type Place } from "./names";

export type Change =
  /** Was to fetch; goes straight to the patient now. */
  | { readonly type: "straight" }
  /** Was to go straight; fetches `name` first. */
  | { readonly type: "fetch"; readonly name: string }
  | { readonly type: "otherAed"; readonly name: string }
  | { readonly type: "place" }
  | { readonly type: "kind" }
  | { readonly type: "role" }
  | { readonly type: "go" }
  | { readonly type: "wait" };

type Errand = Pick<TaskNotice, "role" | "kind"> & { readonly aed?: AedDirections | undefined };

/** From the question to the task: another AED, another role. */
export function changeOnAccepting(offer: OfferNotice, task: TaskNotice): Change[] {
  return errandChanges(offer, task);
}

/** From one notice of a task to the next. */
export function changeUnderWay(before: TaskNotice, after: TaskNotice): Change[] {
  const changes = errandChanges(before, after);
  if (!before.wait && after.wait) changes.unshift({ type: "wait" });
  if (before.wait && !after.wait) changes.unshift({ type: "go" });
  if (isElsewhere(before, after)) changes.push({ type: "place" });
  return changes;
}

function errandChanges(before: Errand, after: Errand): Change[] {
  const changes: Change[] = [];
  if (before.kind !== after.kind) changes.push({ type: "kind" });
  const [fetched, fetches] = [before.role === Role.AED, after.role === Role.AED];
  const name = after.aed?.name || after.aed?.address || "AED";
  if (fetched && after.role === Role.CPR) changes.push({ type: "straight" });
  else if (!fetched && fetches) changes.push({ type: "fetch", name });
  else if (fetched && fetches && before.aed?.id !== after.aed?.id) changes.push({ type: "otherAed", name });
  else if (before.role !== after.role) changes.push({ type: "role" });
  return changes;
}

function isElsewhere(before: TaskNotice, after: TaskNotice): boolean {
  const texts = (notice: TaskNotice) => [notice.address, notice.floor, notice.entrance].join("\n");
  if (texts(before) !== texts(after)) return true;
  const [from, to] = [placeOf(before.place), placeOf(after.place)];
  return !isSame(from, to) || !isSame(placeOf(before.rally), placeOf(after.rally));
}

function isSame(a: Place | undefined, b: Place | undefined): boolean {
  return a?.latitude === b?.latitude && a?.longitude === b?.longitude;
}
