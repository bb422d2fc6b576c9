// Everything that this phone was asked and told, as a machine: (state, event) -> state. No clock, no stream.
// `now` is the server's time in milliseconds.
import { timestampDate, type OfferNotice, type TaskNotice } from "@goldenfour/sdk";
import { changeOnAccepting, changeUnderWay, type Change } from "./change";
import type { StepName } from "./names";
import { rank, standingStep, type Standing } from "./steps";

export interface Call {
  readonly notice: OfferNotice;
  /** What this phone's person said; `late`: nothing, in time. */
  readonly answer: "none" | "yes" | "no" | "late";
  readonly isTest: boolean;
}

export interface Errand extends Standing {
  /** What is different from what was said before, until it was looked at. */
  readonly changes: readonly Change[];
  /** AEDs that were reported missing here. */
  readonly missing: readonly string[];
}

/** Something is over, to be shown until it is put away. */
export interface End {
  readonly id: string;
  readonly of: "offer" | "task";
  readonly cause: string;
  readonly drill: boolean;
  readonly at: number;
  /** Had left for the place. */
  readonly hadLeft: boolean;
}

export interface Calls {
  /** Oldest first. */
  readonly calls: readonly Call[];
  readonly errands: readonly Errand[];
  readonly end: End | undefined;
  /** Ids that are over, the newest last: nothing of them comes back by a late frame. A reset knows better. */
  readonly over: readonly string[];
  /** Tasks that this phone's own word has ended, though the server may not have heard it yet. */
  readonly finished: readonly string[];
}

export type CallEvent =
  | { type: "offer"; notice: OfferNotice; isTest?: boolean }
  | { type: "task"; notice: TaskNotice }
  | { type: "standDown"; id: string; cause: string; now: number }
  | { type: "reset"; offers: readonly OfferNotice[]; tasks: readonly TaskNotice[] }
  | { type: "tick"; now: number }
  | { type: "answered"; offer: string; accept: boolean }
  /** The server did not take a yes. */
  | { type: "answerRefused"; offer: string; cause: string; now: number }
  | { type: "stepped"; task: string; step: StepName; aed: string | undefined }
  /** Over by this phone's own word: HANDED_OVER, GAVE_UP. */
  | { type: "finished"; task: string; cause: string; now: number }
  /** Somebody answers a notification, and all that is open is known here. */
  | { type: "called"; offer: string; now: number }
  | { type: "changesSeen"; task: string }
  | { type: "endSeen" };

export const nothing: Calls = { calls: [], errands: [], end: undefined, over: [], finished: [] };
const REMEMBERED = 100;

export function step(state: Calls, event: CallEvent): Calls {
  switch (event.type) {
    case "offer":
      return takeOffer(state, event.notice, event.isTest ?? false);
    case "task":
      return takeTask(state, event.notice);
    case "standDown":
      return takeEnd(state, event.id, event.cause, event.now);
    case "reset":
      return takeReset(state, event.offers, event.tasks);
    case "tick":
      return expire(state, event.now);
    case "answered":
      return takeAnswer(state, event.offer, event.accept);
    case "answerRefused":
      return takeRefusal(state, event.offer, event.cause, event.now);
    case "stepped":
      return { ...state, errands: state.errands.map((errand) => stepped(errand, event)) };
    case "finished":
      return takeEnd(
        { ...state, finished: remembered(state.finished, event.task) },
        event.task,
        event.cause,
        event.now,
      );
    case "called":
      return takeCalled(state, event.offer, event.now);
    case "changesSeen":
      return {
        ...state,
        errands: state.errands.map((errand) =>
          errand.notice.task === event.task ? { ...errand, changes: [] } : errand,
        ),
      };
    case "endSeen":
      return { ...state, end: undefined };
  }
}

/** What rings now: the newest question without an answer, and none while there is a task or a yes on its way. */
export function ringing(state: Calls): Call | undefined {
  if (state.errands.length > 0 || accepting(state)) return undefined;
  return state.calls.findLast((call) => call.answer === "none");
}

/** A yes that the server has not confirmed. */
export function accepting(state: Calls): Call | undefined {
  if (state.errands.length > 0) return undefined;
  return state.calls.findLast((call) => call.answer === "yes");
}

/** Nothing may disturb now: no reload, no question about last night. */
export const isBusy = (state: Calls): boolean =>
  state.errands.length > 0 || ringing(state) !== undefined || accepting(state) !== undefined;

export function deadlineOf(notice: OfferNotice): number {
  return notice.deadline ? timestampDate(notice.deadline).getTime() : Infinity;
}

function takeOffer(state: Calls, notice: OfferNotice, isTest: boolean): Calls {
  if (state.over.includes(notice.offer) || (isTest && isBusy(state))) return state;
  const known = state.calls.find((call) => call.notice.offer === notice.offer);
  const call: Call = { notice, answer: known?.answer ?? "none", isTest };
  const others = state.calls.filter((other) => other.notice.offer !== notice.offer && !other.isTest);
  return { ...state, calls: [...others, call], end: isTest ? state.end : undefined };
}

function takeTask(state: Calls, notice: TaskNotice): Calls {
  if (state.over.includes(notice.task)) return state;
  const before = state.errands.find((errand) => errand.notice.task === notice.task);
  const asked = state.calls.find((call) => call.notice.offer === notice.task);
  const errand: Errand = before ? renewed(before, notice) : begun(notice, asked);
  return {
    ...state,
    errands: [...state.errands.filter((other) => other !== before), errand],
    calls: state.calls.filter((call) => call !== asked),
    end: undefined,
  };
}

function begun(notice: TaskNotice, asked: Call | undefined): Errand {
  const changes = asked ? changeOnAccepting(asked.notice, notice) : [];
  return { notice, pressed: "ACCEPTED", collected: undefined, changes, missing: [] };
}

function renewed(before: Errand, notice: TaskNotice): Errand {
  // What was not looked at yet stays, unless the same is said anew.
  const fresh = changeUnderWay(before.notice, notice);
  const old = before.changes.filter((change) => !fresh.some((other) => other.type === change.type));
  const kept = fresh.some(({ type }) => type === "go")
    ? old.filter(({ type }) => type !== "wait")
    : old.filter(({ type }) => type !== "go" || !notice.wait);
  return { ...before, notice, changes: [...fresh, ...kept] };
}

function stepped(errand: Errand, event: { task: string; step: StepName; aed: string | undefined }): Errand {
  if (errand.notice.task !== event.task) return errand;
  if (event.step === "AED_UNAVAILABLE" && event.aed)
    return { ...errand, missing: [...errand.missing.filter((id) => id !== event.aed), event.aed] };
  if (rank(event.step) < 0) return errand;
  const pressed = rank(event.step) > rank(errand.pressed) ? event.step : errand.pressed;
  const collected = event.step === "AED_COLLECTED" ? event.aed : errand.collected;
  return { ...errand, pressed, collected };
}

function takeAnswer(state: Calls, offer: string, accept: boolean): Calls {
  const call = state.calls.find((other) => other.notice.offer === offer);
  if (!call || call.answer === "yes") return state;
  if (call.isTest) return { ...state, calls: state.calls.filter((other) => other !== call) };
  const answer = accept ? "yes" : "no";
  return { ...state, calls: state.calls.map((other) => (other === call ? { ...call, answer } : other)) };
}

function takeRefusal(state: Calls, offer: string, cause: string, now: number): Calls {
  const call = state.calls.find((other) => other.notice.offer === offer);
  if (call?.answer !== "yes") return state;
  return takeEnd(state, offer, cause, now);
}

function takeEnd(state: Calls, id: string, cause: string, now: number): Calls {
  const call = state.calls.find((other) => other.notice.offer === id);
  const errand = state.errands.find((other) => other.notice.task === id);
  const left: Calls = {
    ...state,
    calls: state.calls.filter((other) => other !== call),
    errands: state.errands.filter((other) => other !== errand),
    over: remembered(state.over, id),
  };
  // After a no, or a silence that was shown already, nobody is told again; nor of what was never known.
  if (!errand && (!call || call.answer === "no" || call.answer === "late")) return left;
  const drill = errand?.notice.drill ?? call?.notice.drill ?? false;
  const hadLeft = errand !== undefined && rank(standingStep(errand)) >= rank("LEFT");
  return { ...left, end: { id, of: errand ? "task" : "offer", cause, drill, at: now, hadLeft } };
}

/** The server's whole truth, but for what this phone's person said and the server may not have heard. */
function takeReset(state: Calls, offers: readonly OfferNotice[], tasks: readonly TaskNotice[]): Calls {
  const asked = (id: string) => state.calls.find((call) => call.notice.offer === id);
  const calls = offers.map((notice): Call => {
    return { notice, answer: asked(notice.offer)?.answer ?? "none", isTest: false };
  });
  const errands = tasks
    .filter((notice) => !state.finished.includes(notice.task))
    .map((notice): Errand => {
      const before = state.errands.find((errand) => errand.notice.task === notice.task);
      return before ? renewed(before, notice) : begun(notice, asked(notice.task));
    });
  const tests = offers.length + tasks.length > 0 ? [] : state.calls.filter((call) => call.isTest);
  const end = errands.length > 0 ? undefined : state.end;
  return { calls: [...tests, ...calls], errands, end, over: [], finished: state.finished };
}

function expire(state: Calls, now: number): Calls {
  const late = state.calls.filter((call) => call.answer !== "yes" && deadlineOf(call.notice) <= now);
  const news = late.filter((call) => call.answer === "none" || call.answer === "no");
  if (news.length === 0) return state;
  const shown = ringing(state);
  const calls = state.calls
    .filter((call) => !(call.isTest && late.includes(call)))
    .map((call) =>
      late.includes(call) && call.answer === "none" ? { ...call, answer: "late" as const } : call,
    )
    .filter((call) => !(late.includes(call) && call.answer === "no"));
  if (!shown || !late.includes(shown) || shown.isTest) return { ...state, calls };
  const { offer: id, drill } = shown.notice;
  return { ...state, calls, end: { id, of: "offer", cause: "EXPIRED", drill, at: now, hadLeft: false } };
}

/** Who got up for a call that is over must be told so, once. */
function takeCalled(state: Calls, id: string, now: number): Calls {
  const isKnown =
    state.calls.some(({ notice }) => notice.offer === id) ||
    state.errands.some(({ notice }) => notice.task === id) ||
    state.over.includes(id);
  if (isKnown || isBusy(state) || state.end) return state;
  return { ...state, end: { id, of: "offer", cause: "CALL_OVER", drill: false, at: now, hadLeft: false } };
}

const remembered = (ids: readonly string[], id: string): string[] =>
  [...ids.filter((other) => other !== id), id].slice(-REMEMBERED);
