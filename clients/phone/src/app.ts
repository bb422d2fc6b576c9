// What the whole program shares: who this phone is enrolled for, its session, what is shown beside the calls; and the
// effects that follow from them: noise, screen, notifications, positions.
import { TravelMode, type Client } from "@goldenfour/sdk";
import { EnrolmentStore, chooseLanguage, clientOf, language, type Enrolment } from "@goldenfour/ui";
import { computed, effect, signal, untracked } from "@preact/signals";
import { Alarm, sound, unlockSound } from "./edge/alarm";
import { callFromAddress, onCalled } from "./edge/called";
import { keepTask, keptTask } from "./edge/kept-task";
import { askPosition, fix, learnPermission, location as permission, watchPosition } from "./edge/position";
import { notifications, push, subscribe, unsubscribe } from "./edge/push";
import { learnRecord, record } from "./edge/record";
import { keepScreenOn, keepsAwake } from "./edge/screen";
import { openSession, type Session } from "./edge/session";
import { showRing, hideRing } from "./edge/notice";
import { afterPaint, renderNow } from "./edge/paint";
import { forgetAll, readLetters, readSetting, removeLetter, writeLetter, writeSetting } from "./edge/store";
import { keepUpToDate } from "./edge/update";
import { forgetWelfare, startWelfare } from "./edge/welfare";
import { accepting, ringing } from "./model/calls";
import { dutyToAsk, readDuty, type KeptDuty } from "./model/duty";
import { cannotRing, lightsOf, type Facts } from "./model/readiness";

const enrolments = new EnrolmentStore("phone");
export const enrolment = signal<Enrolment | undefined>(enrolments.read());
export const session = signal<Session | undefined>(undefined);
export type View = "home" | "settings" | "known";
export const view = signal<View>("home");
/** The server said no to the last step. */
export const refused = signal(false);
/** Looks at the clock of the wall, for what grows old. */
export const wallClock = signal(Date.now());
export const server = location.origin;

export const ring = computed(() => session.value && ringing(session.value.calls.value));
export const promised = computed(() => session.value && accepting(session.value.calls.value));
export const errand = computed(() => session.value?.calls.value.errands.at(-1));
export const end = computed(() => session.value?.calls.value.end);
export const isBusy = computed(() => session.value?.busy.value ?? false);
/** What counts for not being disturbed: also a yes of yesterday that the server has not repeated yet. */
export const isOnDuty = computed(() => session.value?.duty.value.confirmed === true);

const facts = computed((): Facts => {
  const here = fix.value;
  return {
    notifications: notifications.value,
    push: push.value,
    location: permission.value,
    fix: here && {
      // A phone that lies still tells nothing new.
      ageMs: isWatching.value ? 0 : wallClock.value - here.at,
      accuracyMeters: here.accuracyMeters,
    },
    sound: sound.value,
    vibrates: "vibrate" in navigator,
    keepsAwake: keepsAwake.value,
  };
});
export const lights = computed(() => lightsOf(facts.value));
const isOnline = signal(navigator.onLine);
/** Nothing can be sent now, as far as this phone knows. */
export const isOffline = computed(() => !isOnline.value || session.value?.link.value.state !== "connected");
const isVisible = signal(document.visibilityState === "visible");
const isWatching = computed(() => isOnDuty.value || errand.value !== undefined);

export async function start(): Promise<void> {
  effect(() => void writeSetting("language", language.value));
  watchThePage();
  keepUpToDate(isBusy, isOnDuty);
  followCalls();
  void learnPermission();
  if (enrolment.value) await open(enrolment.value);
}

export async function enter(fresh: Enrolment): Promise<void> {
  session.value?.close();
  keepTask(undefined);
  await forgetAll();
  await writeSetting("language", language.value);
  enrolments.write(fresh);
  enrolment.value = fresh;
  await open(fresh);
}

export async function leave(): Promise<void> {
  const who = enrolment.value;
  const open = session.value;
  const left = who && unsubscribe(who);
  await Promise.race([left, pause(1_500)]);
  if (open?.duty.value.confirmed) await Promise.race([open.setDuty(false), pause(1_500)]);
  open?.close();
  session.value = undefined;
  enrolments.forget();
  enrolment.value = undefined;
  view.value = "home";
  forgetWelfare();
  record.value = "asking";
  keepTask(undefined);
  await forgetAll();
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function open(who: Enrolment): Promise<void> {
  const client: Client = clientOf(server, who);
  const kept = await readLetters();
  const duty = readDuty(await readSetting("duty"));
  const opened = openSession({
    client,
    kept,
    task: keptTask(),
    duty,
    keeping: { write: (letter) => writeLetter(letter, Date.now()), remove: removeLetter },
    show: renderNow,
    onRefusal: () => (refused.value = true),
    isReady: () => !cannotRing(facts.peek()),
  });
  session.value = opened;
  const call = callFromAddress();
  if (call) opened.called(call);
  const mode = await readSetting("mode");
  if (mode === TravelMode.BICYCLE || mode === TravelMode.CAR) opened.mode.value = mode;
  // Pressed and not heard for sure: the stream says it with its first breath.
  if (duty && duty.at === undefined) void opened.setDuty(duty.on);
  followDuty(opened, client, who.subject, duty);
}

/** With the first connection the server is asked; what it says is kept, and shown when there is no network. */
function followDuty(opened: Session, client: Client, subject: string, kept: KeptDuty | undefined): void {
  let isAsked = false;
  const ask = async (): Promise<void> => {
    const own = await learnRecord(client, subject);
    if (opened.duty.peek().wanted !== undefined) return; // pressed meanwhile
    const wish = dutyToAsk(kept, own?.onDuty);
    if (wish !== undefined) void opened.setDuty(wish);
    else if (own) opened.hearDuty(own.onDuty);
  };
  effect(() => {
    if (opened.link.value.state !== "connected" || isAsked) return;
    isAsked = true;
    void ask();
  });
  effect(() => {
    const { confirmed, at, wanted } = opened.duty.value;
    if (session.peek() !== opened || (confirmed === undefined && wanted === undefined)) return;
    void writeSetting("duty", wanted === undefined ? { on: confirmed, at } : { on: wanted });
  });
}

/** For the page that shows it. */
export function askRecord(): void {
  const who = enrolment.peek();
  if (who) void learnRecord(clientOf(server, who), who.subject);
}

export async function connectPush(): Promise<void> {
  const who = enrolment.peek();
  if (who) await subscribe(who);
}

export async function changeDuty(wanted: boolean): Promise<void> {
  unlockSound();
  if (wanted) askPosition();
  await session.peek()?.setDuty(wanted);
}

export function changeMode(mode: TravelMode): void {
  const opened = session.peek();
  if (!opened) return;
  opened.mode.value = mode;
  void writeSetting("mode", mode);
  if (isWatching.peek()) opened.tellPresence();
}

export function changeLanguage(chosen: "zh" | "en"): void {
  chooseLanguage(chosen);
}

// ---- what follows from what -----------------------------------------------------------------------

function followCalls(): void {
  const alarm = new Alarm();
  effect(() => {
    if (ring.value) alarm.start();
    else alarm.stop();
  });
  effect(() => {
    if (session.value) keepTask(errand.value);
  });
  effect(() => keepScreenOn(isBusy.value || isOnDuty.value));
  effect(() => {
    watchPosition(isWatching.value);
    if (!isWatching.value) untracked(() => session.value?.forgetPosition());
  });
  effect(() => {
    const here = fix.value;
    if (here && isWatching.value) untracked(() => session.value?.tellPresence());
  });
  let seen = "";
  effect(() => {
    const call = ring.value;
    if (!call || call.isTest || !isVisible.value || seen === call.notice.offer) return;
    seen = call.notice.offer;
    afterPaint(() => session.peek()?.seen(call.notice.offer));
  });
  effect(() => {
    const call = ring.value;
    if (call && !call.isTest && !isVisible.value) void showRing(call.notice);
    if (!call) void hideRing();
  });
  effect(() => {
    const state = session.value?.link.value.state;
    if (state === "connected" && push.peek() === "unknown") void connectPush();
  });
  startWelfare(end, isBusy);
}

function watchThePage(): void {
  for (const type of ["pointerdown", "keydown", "touchend"]) addEventListener(type, unlockSound);
  const wake = (): void => session.peek()?.wake();
  onCalled((call) => session.peek()?.called(call));
  addEventListener("online", wake);
  for (const type of ["online", "offline"]) addEventListener(type, () => (isOnline.value = navigator.onLine));
  // Going away, it must not acknowledge what nobody will see here: a push then rings this phone.
  addEventListener("pagehide", () => session.peek()?.pause());
  addEventListener("pageshow", (event) =>
    (event as PageTransitionEvent).persisted ? session.peek()?.start() : wake(),
  );
  document.addEventListener("visibilitychange", () => {
    isVisible.value = document.visibilityState === "visible";
    if (isVisible.value) wake();
  });
  setInterval(() => {
    wallClock.value = Date.now();
    if (!isWatching.peek()) return;
    askPosition();
    session.peek()?.tellPresence();
  }, 30_000);
}
