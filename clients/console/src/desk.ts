// What the screens look at: the board as signals, one for each incident, so that only what changed is drawn again.
// Frames are gathered and taken over once per picture of the screen.
import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { Client, Counts, Link, Movements, Readiness } from "@goldenfour/sdk";
import type { Enrolment } from "@goldenfour/ui";
import { openAlarms, type OpenAlarm } from "./state/alarms";
import { emptyBoard, isFinal, step, type Board, type BoardEvent, type Entry } from "./state/board";
import { localClock, heard, serverNow, type ServerClock } from "./state/clock";
import { byNeed } from "./state/need";
import type { Undo } from "./state/undo";
import type { AedPoint } from "./edge/aeds";
import { Frames, type Schedule } from "./edge/frames";

export interface Notice {
  readonly text: string;
  readonly undo?: Undo;
}

/** Old data of an earlier visit, shown while there is no connection. */
export interface Past {
  readonly at: Date;
}

export class Desk {
  readonly client: Client;
  readonly enrolment: Enrolment;

  readonly link = signal<Link>({ state: "connecting", why: "" });
  readonly readiness = signal<Readiness | undefined>(undefined);
  readonly counts = signal<Counts | undefined>(undefined);
  readonly movements = signal<Movements | undefined>(undefined);
  readonly aeds = signal<readonly AedPoint[]>([]);
  readonly #aedNames = computed(() => new Map(this.aeds.value.map(({ id, name }) => [id, name])));
  readonly clock = signal<ServerClock>(localClock);
  /** Ticks every second; milliseconds of the server's clock. */
  readonly now = signal(Date.now());
  /** When the newest frame came, by the server's clock. */
  readonly asOf = signal<Date | undefined>(undefined);
  readonly past = signal<Past | undefined>(undefined);
  /** The stream has told everything at least once since the page was opened. */
  readonly complete = signal(false);

  readonly order = signal<readonly string[]>([]);
  readonly truncated = signal(false);
  readonly alarms = signal<readonly OpenAlarm[]>([]);
  readonly chosen = signal<string | undefined>(undefined);
  readonly notice = signal<Notice | undefined>(undefined);
  readonly problem = signal("");

  /** Acts are possible: what is shown is what is. */
  readonly live: ReadonlySignal<boolean> = computed(
    () => this.link.value.state === "connected" && this.complete.value,
  );

  /** Called when an incident vanished from the server's list while we were away. */
  onUnclear: (incident: string) => void = () => {};
  onChanged: () => void = () => {};

  readonly #entries = new Map<string, Signal<Entry | undefined>>();
  readonly #frames: Frames<BoardEvent>;
  #board: Board = emptyBoard;

  constructor(client: Client, enrolment: Enrolment, schedule?: Schedule) {
    this.client = client;
    this.enrolment = enrolment;
    this.#frames = new Frames((events) => this.#take(events), schedule);
  }

  get board(): Board {
    return this.#board;
  }

  /** One incident as it changes; nothing while it is not known. */
  entry(id: string): ReadonlySignal<Entry | undefined> {
    let known = this.#entries.get(id);
    if (!known) this.#entries.set(id, (known = signal(this.#board.entries.get(id))));
    return known;
  }

  /** As people call it; the id, as long as nobody knows better. */
  aedName(id: string): string {
    return this.#aedNames.value.get(id) || id;
  }

  apply(event: BoardEvent): void {
    this.#frames.add(event);
  }

  /** At once; for tests and for what a person waits for. */
  flush(): void {
    this.#frames.flush();
  }

  hearClock(at: Date | undefined, rate?: number): void {
    if (at) this.clock.value = heard(this.clock.peek(), at.getTime(), Date.now(), rate);
  }

  tick(): void {
    this.now.value = serverNow(this.clock.peek(), Date.now());
    this.apply({ type: "clock", now: new Date(this.now.peek()), keep: this.chosen.peek() });
  }

  choose(id: string | undefined): void {
    this.chosen.value = id;
  }

  /** The next one in the list, or the previous; from nothing the first. */
  move(by: 1 | -1): void {
    const order = this.order.peek();
    if (order.length === 0) return;
    const at = order.indexOf(this.chosen.peek() ?? "");
    const next = at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + by));
    this.choose(order[next]);
  }

  /** What is too old to be kept is not shown either. */
  forget(): void {
    const changed = [...this.#board.entries.keys()];
    this.#board = emptyBoard;
    this.past.value = undefined;
    this.complete.value = false;
    this.chosen.value = undefined;
    this.#publish(changed);
  }

  openIncidents(): Entry[] {
    return [...this.#board.entries.values()].filter(({ incident }) => !isFinal(incident));
  }

  #take(events: readonly BoardEvent[]): boolean {
    const before = this.#board;
    const after = events.reduce(step, before);
    this.#board = after;
    const changed: string[] = [];
    for (const [id, entry] of after.entries) if (before.entries.get(id) !== entry) changed.push(id);
    for (const id of before.entries.keys()) if (!after.entries.has(id)) changed.push(id);
    batch(() => {
      this.truncated.value = after.truncated;
      if (events.some(({ type }) => type === "reset")) {
        this.complete.value = true;
        this.past.value = undefined;
      }
      if (changed.length > 0) this.#publish(changed);
    });
    for (const id of changed) {
      if (after.entries.get(id)?.unclear && !before.entries.get(id)?.unclear) this.onUnclear(id);
    }
    if (changed.length > 0) this.onChanged();
    return changed.length > 0;
  }

  #publish(changed: readonly string[]): void {
    for (const id of changed) {
      const entry = this.#board.entries.get(id);
      const known = this.#entries.get(id);
      if (known) known.value = entry;
      if (!entry) this.#entries.delete(id);
    }
    const incidents = [...this.#board.entries.values()].map(({ incident }) => incident);
    const order = incidents.sort(byNeed).map(({ id }) => id);
    if (order.join() !== this.order.peek().join()) this.order.value = order;
    this.alarms.value = openAlarms(incidents);
  }

  /** What an earlier visit kept; only while nothing newer is known. */
  showPast(past: Past, incidents: readonly Entry["incident"][]): void {
    if (this.complete.peek()) return;
    this.past.value = past;
    for (const incident of incidents) this.apply({ type: "loaded", incident });
    this.flush();
  }
}
