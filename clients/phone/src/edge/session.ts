// The enrolled phone at work: joins the stream, the machine of calls, the outbox and the phone's senses. What is
// shown is in signals; screens call the functions of the returned session.
import {
  Datum,
  TravelMode,
  openStream,
  type Client,
  type FrameInfo,
  type Hazard,
  type Link,
  type Stream,
  type StreamHandlers,
  type TaskNotice,
} from "@goldenfour/sdk";
import { batch, computed, signal } from "@preact/signals";
import { isBusy, nothing, step, type CallEvent } from "../model/calls";
import { dutyAtStart, type KeptDuty } from "../model/duty";
import { heardFrame, measured, serverNow, unknownClock } from "../model/clock";
import { answerLetter, progressLetter, type Letter } from "../model/letters";
import type { StepName } from "../model/names";
import { isWorthTelling, type Fix } from "../model/presence";
import { wireStep } from "../model/steps";
import { Outbox, type Keeping } from "./outbox";
import { measureRing } from "./paint";
import { fix as lastFix } from "./position";

export interface SessionOptions {
  readonly client: Client;
  readonly keeping: Keeping;
  /** What an earlier page had said and the server has not confirmed. */
  readonly kept?: readonly Letter[];
  /** The task that it showed. */
  readonly task?: TaskNotice | undefined;
  /** What it knew of its person's duty. */
  readonly duty?: KeptDuty | undefined;
  /** Does `act` and does not return before it can be seen: what was delivered is acknowledged by returning. */
  readonly show?: (act: () => void) => void;
  readonly onRefusal?: (letter: Letter, error: unknown) => void;
  /** Told as `device_ready`. */
  readonly isReady?: () => boolean;
  readonly open?: typeof openStream;
}

const GRACE_MS = 3_000;

export type Session = ReturnType<typeof openSession>;

export function openSession(options: SessionOptions) {
  const calls = signal(nothing);
  const clock = signal(unknownClock);
  const link = signal<Link>({ state: "connecting", why: "" });
  const duty = signal(dutyAtStart(options.duty));
  const mode = signal<TravelMode>(TravelMode.FOOT);
  const busy = computed(() => isBusy(calls.value));

  const now = (): number => {
    const { value } = clock;
    return value === unknownClock ? Date.now() : serverNow(value, Date.now());
  };
  const tell = (event: CallEvent): void => void (calls.value = step(calls.peek(), event));

  const outbox = new Outbox(options.keeping, {
    send: (letter) => sendLetter(stream, letter),
    refused: (letter, error) => {
      if (letter.type === "answer" && letter.accept)
        tell({ type: "answerRefused", offer: letter.offer, cause: causeOf(error), now: now() });
      else options.onRefusal?.(letter, error);
    },
  });

  let called: string | undefined; // by a notification; looked at when all that is open is known
  const lookAtCalled = (): void => {
    if (called !== undefined) tell({ type: "called", offer: called, now: now() });
    called = undefined;
  };

  const on = handlers({
    tell,
    known: lookAtCalled,
    now,
    hear,
    show: options.show ?? ((act) => act()),
    unsent: () => outbox.unsent.peek(),
    onLink: (next) => {
      link.value = next;
      if (next.state === "connected") void measureClock();
    },
  });
  const stream = (options.open ?? openStream)({ client: options.client, on });

  if (options.task) tell({ type: "task", notice: options.task });
  outbox.load(options.kept ?? []);
  recall(tell, outbox.unsent.peek(), now());
  // Questions end by themselves.
  const ticking = setInterval(() => tell({ type: "tick", now: now() }), 500);

  function hear({ at }: FrameInfo): void {
    if (at) clock.value = heardFrame(clock.peek(), at.getTime(), Date.now());
  }

  // A slow answer says little: only one within two seconds counts.
  async function measureClock(): Promise<void> {
    const sent = Date.now();
    const ready = await options.client.readiness().catch(() => undefined);
    const received = Date.now();
    if (!ready || Number.isNaN(ready.time.getTime()) || received - sent > 2_000) return;
    clock.value = measured(ready.time.getTime(), sent, received, ready.drillClock);
  }

  const presence = tellPresence(stream, { mode, isReady: options.isReady ?? (() => true) });

  async function setDuty(wanted: boolean): Promise<boolean> {
    duty.value = { ...duty.peek(), wanted, failed: false };
    try {
      await stream.setDuty(wanted);
      if (duty.peek().wanted !== wanted) return false; // another press has overtaken this one
      hearDuty(wanted);
      return true;
    } catch {
      duty.value = { ...duty.peek(), wanted: undefined, failed: true };
      return false;
    }
  }

  function hearDuty(confirmed: boolean): void {
    duty.value = { confirmed, at: now(), wanted: undefined, failed: false };
  }

  return {
    calls,
    link,
    duty,
    mode,
    busy,
    unsent: outbox.unsent,
    now,
    tell,
    setDuty,
    /** The server's own word, unless something else was asked for meanwhile. */
    hearDuty(said: boolean): void {
      if (duty.peek().wanted === undefined) hearDuty(said);
    },
    /** Tells where the phone is, at most as often as it is worth; the first time at once. */
    tellPresence: presence.tell,
    /** Else the stream would say the last one with each connection. */
    forgetPosition: presence.forget,
    answer(offer: string, accept: boolean): void {
      const isTest = calls.peek().calls.some((call) => call.isTest && call.notice.offer === offer);
      tell({ type: "answered", offer, accept });
      if (!isTest) outbox.post(answerLetter(offer, accept));
    },
    report(task: string, name: StepName, more: { aed?: string | undefined; hazard?: Hazard } = {}): void {
      tell({ type: "stepped", task, step: name, aed: more.aed });
      outbox.post(progressLetter(task, name, more.aed, more.hazard));
      if (name === "HANDED_OVER") tell({ type: "finished", task, cause: name, now: now() });
    },
    giveUp(task: string): void {
      outbox.post(answerLetter(task, false));
      tell({ type: "finished", task, cause: "GAVE_UP", now: now() });
    },
    /** Somebody has tapped the notification of a call. A stream that woke with this page may still bring it. */
    called(offer: string): void {
      called = offer;
      if (link.peek().state === "connected") setTimeout(lookAtCalled, GRACE_MS);
    },
    seen: (offer: string) => stream.seen(offer),
    wake: () => stream.wake(),
    /** Nothing is heard or said until `start()`; what was said is kept. */
    pause: () => stream.close(),
    start(): void {
      stream.start();
      outbox.resume();
    },
    close(): void {
      clearInterval(ticking);
      outbox.clear();
      stream.close();
    },
  };
}

interface Ears {
  tell(event: CallEvent): void;
  /** Of all that is open. */
  known(): void;
  now(): number;
  hear(info: FrameInfo): void;
  show(act: () => void): void;
  unsent(): readonly Letter[];
  onLink(link: Link): void;
}

function handlers({ tell, known, now, hear, show, unsent, onLink }: Ears): StreamHandlers {
  return {
    link: onLink,
    reset: (reset, info) => {
      hear(info);
      // In one go: what is long past, or was answered already, shall not ring for a moment.
      show(() =>
        batch(() => {
          tell({ type: "reset", offers: reset.offers, tasks: reset.tasks });
          recall(tell, unsent(), now());
          tell({ type: "tick", now: now() });
          known();
        }),
      );
    },
    offer: (offer, info) => {
      hear(info);
      const arrivedAt = performance.now();
      show(() => tell({ type: "offer", notice: offer }));
      measureRing(arrivedAt);
    },
    task: (task, info) => {
      hear(info);
      tell({ type: "task", notice: task });
    },
    standDown: ({ offer, cause }, info) => {
      hear(info);
      tell({ type: "standDown", id: offer, cause, now: now() });
    },
  };
}

/** What was said and is not confirmed: the screens must not ask for it again. */
function recall(tell: (event: CallEvent) => void, letters: readonly Letter[], now: number): void {
  for (const letter of letters) {
    if (letter.type === "progress") {
      const { task, step: name, aed } = letter;
      tell({ type: "stepped", task, step: name, aed });
      if (name === "HANDED_OVER") tell({ type: "finished", task, cause: name, now });
      continue;
    }
    tell({ type: "answered", offer: letter.offer, accept: letter.accept });
    if (!letter.accept) tell({ type: "finished", task: letter.offer, cause: "GAVE_UP", now });
  }
}

function sendLetter(stream: Stream, letter: Letter) {
  if (letter.type === "answer") return stream.answer(letter.offer, letter.accept);
  const { task, aed, hazard } = letter;
  return stream.progress({
    task,
    step: wireStep(letter.step),
    ...(aed === undefined ? {} : { aed }),
    ...(hazard === undefined ? {} : { hazard }),
  });
}

const causeOf = (error: unknown): string => (error as { code?: string }).code || "OFFER_ENDED";

function tellPresence(
  stream: Stream,
  { mode, isReady }: { mode: { readonly value: TravelMode }; isReady: () => boolean },
) {
  let told: Fix | undefined;
  let toldAt = 0;
  let toldMode: TravelMode | undefined;
  const forget = (): void => {
    [told, toldMode] = [undefined, undefined];
    stream.setPresence(undefined);
  };
  const tell = (at: number = Date.now()): void => {
    const here = lastFix.peek();
    if (!here) return;
    if (toldMode === mode.value && !isWorthTelling(told, toldAt, here, at)) return;
    [told, toldAt, toldMode] = [here, at, mode.value];
    const { latitude, longitude, accuracyMeters } = here;
    stream.setPresence({
      position: { latitude, longitude, datum: Datum.WGS84 },
      accuracyMeters,
      mode: mode.value,
      deviceReady: isReady(),
    });
  };
  return { tell, forget };
}
