// What is open on the screen, which no server knows: a sheet, the draft of an alert, a place that was pointed at.
import { computed, effect, signal } from "@preact/signals";
import type { Acts } from "./edge/acts";
import type { Roster } from "./edge/responders";
import type { Desk } from "./desk";
import type { Place } from "@goldenfour/map/gazetteer";
import { newDraft, withPlace, type Draft } from "./state/draft";
import { degreesOf, onMap, readDegrees, writeDegrees, type Degrees } from "./state/place";
import { obstacle, type ActName } from "./state/possible";

export type Sheet =
  | { readonly name: "entry" }
  /** `subject`: the offer or task that it starts with. */
  | {
      readonly name: ActName;
      readonly incident: string;
      readonly subject?: string;
      /** `relocate`: it was dragged there; one key does it. */
      readonly dragged?: boolean;
    };

const DRAFT = "goldenfour.console.draft";
const SINGLE_KEYS = "goldenfour.console.singleKeys";

/** What the map lets others do with it. */
export interface MapControls {
  focus(): void;
  show(at: Degrees): void;
}

export class Screen {
  readonly desk: Desk;
  readonly acts: Acts;
  readonly roster: Roster;
  readonly sheet = signal<Sheet | undefined>(undefined);
  readonly dialog = signal<"help" | "leave" | undefined>(undefined);
  readonly draft = signal<Draft>(storedDraft());
  /** Where the incident of the sheet `relocate` shall go. */
  readonly target = signal<Degrees | undefined>(undefined);
  /** What the map calls that place. */
  readonly targetNames = signal<readonly string[]>([]);
  /** What the draft says of the place, for the map. */
  readonly draftPlace = computed(() => {
    const { place, datum } = this.draft.value;
    const read = readDegrees(place);
    return read && onMap(read, datum);
  });
  /** In which addresses are found; empty: there is no list. */
  readonly places = signal<readonly Place[]>([]);
  readonly printing = signal(false);
  readonly singleKeys = signal(read(localStorage, SINGLE_KEYS) !== "off");
  readonly map = signal<MapControls | undefined>(undefined);
  #returnTo: HTMLElement | undefined;

  constructor(desk: Desk, acts: Acts, roster: Roster) {
    this.desk = desk;
    this.acts = acts;
    this.roster = roster;
    // Patients' data: only for as long as this tab is open.
    effect(() => write(sessionStorage, DRAFT, JSON.stringify(this.draft.value)));
    effect(() => write(localStorage, SINGLE_KEYS, this.singleKeys.value ? "on" : "off"));
  }

  open(sheet: Sheet): void {
    this.target.value = undefined;
    this.targetNames.value = [];
    this.desk.problem.value = "";
    this.sheet.value = sheet;
  }

  closeSheet(): void {
    this.sheet.value = undefined;
    this.target.value = undefined;
    queueMicrotask(() => focusChosen());
  }

  change(part: Partial<Draft>): void {
    this.draft.value = { ...this.draft.peek(), ...part };
  }

  clearDraft(): void {
    this.draft.value = newDraft(ownNumber(), this.draft.peek().exercise);
  }

  /** The map gets the keyboard; when a place was picked it comes back here. */
  pointFrom(element: HTMLElement): void {
    this.#returnTo = element;
    this.map.peek()?.focus();
  }

  /** What a pick on the map means now; false: nobody waits for one. */
  pointed(at: Degrees, names: readonly string[]): boolean {
    const sheet = this.sheet.peek();
    if (sheet?.name === "entry") {
      const draft = withPlace(this.draft.peek(), writeDegrees(at), "WGS84", true);
      this.draft.value = { ...draft, address: draft.address || names.join(" ") };
    } else if (sheet?.name === "relocate") this.#aim(at, names);
    else return false;
    this.#returnTo?.focus();
    this.#returnTo = undefined;
    return true;
  }

  /** Where an incident may be taken from by hand; nothing: now it stays where it is. A finger takes the chosen one. */
  mayDrag(id: string, by: "mouse" | "touch"): Degrees | undefined {
    const incident = this.desk.board.entries.get(id)?.incident;
    const sheet = this.sheet.peek();
    const isBusy = sheet !== undefined && !(sheet.name === "relocate" && sheet.incident === id);
    if (!incident || isBusy || (by === "touch" && this.desk.chosen.peek() !== id)) return undefined;
    return obstacle("relocate", incident, this.desk.live.peek(), 0)
      ? undefined
      : degreesOf(incident.position);
  }

  /** Put down on the map: the sheet asks, with its button under the hand. */
  dragged(id: string, at: Degrees, names: readonly string[]): void {
    this.desk.choose(id);
    if (this.sheet.peek()?.name !== "relocate") this.open({ name: "relocate", incident: id, dragged: true });
    this.#aim(at, names);
  }

  #aim(at: Degrees, names: readonly string[]): void {
    this.target.value = at;
    this.targetNames.value = names;
  }

  forget(): void {
    sessionStorage.removeItem(DRAFT);
  }
}

export function focusChosen(): void {
  const chosen = document.querySelector<HTMLElement>('[data-testid="incident"][aria-current="true"]');
  chosen?.focus();
}

function storedDraft(): Draft {
  const fresh = newDraft(ownNumber());
  try {
    const kept = JSON.parse(read(sessionStorage, DRAFT) ?? "{}") as Partial<Draft>;
    return { ...fresh, ...kept };
  } catch {
    return fresh;
  }
}

function ownNumber(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return `console-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function read(storage: Storage, key: string): string | undefined {
  try {
    return storage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    return; // full or forbidden: it lives as long as the page
  }
}
