// One of two pages: who is this console, or the console.
import { computed, effect, signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { EnrolmentStore, clientOf, codeFromAddress, type Enrolment } from "@goldenfour/ui";
import { ScreenContext } from "../context";
import { Desk } from "../desk";
import { Acts } from "../edge/acts";
import { connect, type Connection } from "../edge/connection";
import { keepFocus } from "../edge/focus";
import { readPlaces } from "../edge/places";
import { Roster } from "../edge/responders";
import { forgetSnapshot, isTooOld, keepSnapshot, readSnapshot } from "../edge/snapshot";
import { playing, unlock } from "../edge/sound";
import { listen } from "../keys";
import { Screen } from "../screen";
import { tuneOf } from "../state/alarms";
import { say } from "../words";
import { Console } from "./Console";
import { Enrol } from "./Enrol";

const SNAPSHOT_MS = 5000;
const store = new EnrolmentStore("console");
const enrolment = signal<Enrolment | undefined>(store.read());
// A link with a code is meant for a device that has none yet; one that works is not thrown away for it.
const code = enrolment.peek() ? (codeFromAddress(), undefined) : codeFromAddress();

const waiting = signal(0);

// Also seen when another page is in front.
effect(() => {
  document.title = (waiting.value > 0 ? `(${waiting.value}) ` : "") + say.value("title");
});

export function App() {
  const mine = enrolment.value;
  if (!mine)
    return (
      <Enrol
        code={code}
        onEnrolled={(made) => {
          store.write(made);
          enrolment.value = made;
        }}
      />
    );
  return <Enrolled key={mine.secret} enrolment={mine} />;
}

function Enrolled({ enrolment: mine }: { enrolment: Enrolment }) {
  const [screen] = useState(() => {
    const desk = new Desk(clientOf(location.origin, mine), mine);
    return new Screen(desk, new Acts(desk), new Roster(desk.client));
  });
  const [running, setRunning] = useState<Connection>();
  useEffect(() => {
    const connection = connect(screen.desk);
    const stops = [listen(screen), hearAlarms(screen.desk), keepPast(screen.desk), hearGestures()];
    stops.push(
      keepFocus(),
      readPlaces((places) => (screen.places.value = places)),
    );
    setRunning(connection);
    return () => {
      connection.close();
      stops.forEach((stop) => stop());
    };
  }, [screen]);
  const leave = (): void => {
    running?.close();
    screen.forget();
    store.forget();
    void forgetSnapshot();
    enrolment.value = undefined;
  };
  return (
    <ScreenContext.Provider value={screen}>
      <Console onLeave={leave} onReconnect={() => running?.stream.start()} />
    </ScreenContext.Provider>
  );
}

function hearAlarms({ alarms, live, complete }: Desk): () => void {
  const stops = [
    playing(computed(() => tuneOf(alarms.value, live.value, complete.value))),
    effect(() => void (waiting.value = alarms.value.length)),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Shows what was kept until the server speaks, and keeps what it says. */
function keepPast(desk: Desk): () => void {
  const { subject } = desk.enrolment;
  let [changed, ended] = [false, false];
  desk.onChanged = () => (changed = true);
  void readSnapshot(subject).then((kept) => {
    if (kept && !ended) desk.showPast({ at: kept.savedAt }, kept.incidents);
  });
  const timer = setInterval(() => {
    if (!desk.live.peek()) return forgetOld(desk);
    if (!changed) return;
    changed = false;
    const open = desk.openIncidents().map((entry) => entry.incident);
    void (open.length > 0 ? keepSnapshot(subject, open) : forgetSnapshot());
  }, SNAPSHOT_MS);
  return () => {
    ended = true;
    clearInterval(timer);
  };
}

/** A screen that nobody reloads keeps nothing longer than the disk does. */
function forgetOld(desk: Desk): void {
  const shown = desk.past.peek()?.at ?? desk.asOf.peek();
  if (!shown || !isTooOld(shown.getTime(), Date.now())) return;
  desk.forget();
  void forgetSnapshot();
}

function hearGestures(): () => void {
  const gesture = (): void => void unlock();
  document.addEventListener("pointerdown", gesture, true);
  document.addEventListener("keydown", gesture, true);
  return () => {
    document.removeEventListener("pointerdown", gesture, true);
    document.removeEventListener("keydown", gesture, true);
  };
}
