// Every key that works anywhere. What they do stands on the buttons and in the table that `?` opens.
import { chooseLanguage, chooseTheme, language, theme } from "@goldenfour/ui";
import { switchSound } from "./edge/sound";
import type { Screen } from "./screen";
import { focusChosen } from "./screen";
import { degreesOf } from "./state/place";
import { ACTS, ACT_KEYS, obstacle, type ActName } from "./state/possible";
import { IncidentStatus } from "@goldenfour/sdk";
import { mergeTargets } from "./state/merge";
import { say } from "./words";

export interface KeyLine {
  readonly keys: string;
  /** In place of keys, what a hand does. */
  readonly name?: Parameters<(typeof say)["value"]>[0];
  readonly text: Parameters<(typeof say)["value"]>[0];
  readonly run?: (screen: Screen) => void;
  readonly match?: readonly string[];
}

export const GLOBAL_KEYS: readonly KeyLine[] = [
  { keys: "?", match: ["?"], text: "key.help", run: (s) => (s.dialog.value = "help") },
  { keys: "n", match: ["n"], text: "key.new", run: (s) => s.open({ name: "entry" }) },
  { keys: "a", match: ["a"], text: "key.acknowledge", run: (s) => acknowledgeTop(s) },
  { keys: "u / Ctrl+Z", match: ["u"], text: "key.undo", run: (s) => void s.acts.undo() },
  { keys: "q", match: ["q"], text: "key.sound", run: () => switchSound() },
  { keys: "y", match: ["y"], text: "key.theme", run: () => switchTheme() },
  { keys: "l", match: ["l"], text: "key.language", run: () => switchLanguage() },
];

export const LIST_KEYS: readonly KeyLine[] = [
  { keys: "j / ↓", match: ["j", "ArrowDown"], text: "key.next", run: (s) => move(s, 1) },
  { keys: "k / ↑", match: ["k", "ArrowUp"], text: "key.previous", run: (s) => move(s, -1) },
  {
    keys: "g",
    match: ["g"],
    text: "key.first",
    run: (s) => (s.desk.choose(s.desk.order.peek()[0]), focusSoon(s)),
  },
  { keys: "Enter", text: "key.open" },
  { keys: "Esc", text: "key.escape" },
];

export const MAP_KEYS: readonly KeyLine[] = [
  { keys: "p", match: ["p"], text: "key.map", run: (s) => s.map.peek()?.focus() },
  { keys: "f", match: ["f"], text: "key.fit", run: (s) => showChosen(s) },
  { keys: "", name: "key.dragKeys", text: "key.drag" },
];

export function switchTheme(): void {
  chooseTheme(theme.peek() === "day" ? "night" : "day");
}

export function switchLanguage(): void {
  chooseLanguage(language.peek() === "zh" ? "en" : "zh");
}

export function acknowledgeTop(screen: Screen): void {
  const top = screen.desk.alarms.peek()[0];
  if (top) void screen.acts.acknowledge(top.incident.id, top.alarm.number);
}

export function showChosen(screen: Screen): void {
  const id = screen.desk.chosen.peek();
  const at = id && degreesOf(screen.desk.board.entries.get(id)?.incident.position);
  if (at) screen.map.peek()?.show(at);
}

/** What pressing an act's key or button does. Those with an inverse are done at once, the others ask. */
export function begin(screen: Screen, act: ActName, id: string): void {
  const incident = screen.desk.board.entries.get(id)?.incident;
  if (!incident) return;
  const others = mergeTargets(
    screen.desk.openIncidents().map((entry) => entry.incident),
    incident,
  ).length;
  const why = obstacle(act, incident, screen.desk.live.peek(), others);
  if (why) {
    screen.desk.problem.value = say.peek()(`obstacle.${why}`);
    return;
  }
  if (act === "hold")
    void (incident.status === IncidentStatus.HELD ? screen.acts.resume(id) : screen.acts.hold(id));
  else if (act === "merge" && incident.mergedInto) void screen.acts.unmerge(id, incident.mergedInto);
  else screen.open({ name: act, incident: id });
}

/** Listens until the returned function is called. */
export function listen(screen: Screen): () => void {
  const heard = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    if (handle(screen, event)) event.preventDefault();
  };
  document.addEventListener("keydown", heard);
  return () => document.removeEventListener("keydown", heard);
}

function handle(screen: Screen, event: KeyboardEvent): boolean {
  if (document.querySelector("dialog[open]")) return false; // its own keys
  const typing = isTyping(event.target);
  if (event.key === "Escape") return escape(screen);
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing)
    return void screen.acts.undo() === undefined;
  if (event.ctrlKey || event.metaKey || event.altKey || typing || !screen.singleKeys.peek()) return false;
  const onMap = event.target instanceof HTMLCanvasElement;
  for (const line of [...GLOBAL_KEYS, ...LIST_KEYS, ...MAP_KEYS]) {
    if (!line.run || !line.match?.includes(event.key)) continue;
    if (onMap && event.key.startsWith("Arrow")) return false;
    line.run(screen);
    return true;
  }
  return actKey(screen, event.key);
}

function actKey(screen: Screen, key: string): boolean {
  const act = ACTS.find((name) => ACT_KEYS[name] === key);
  const id = screen.desk.chosen.peek();
  if (!act || !id || screen.sheet.peek()?.name === "entry") return false;
  begin(screen, act, id);
  return true;
}

function escape(screen: Screen): boolean {
  if (screen.sheet.peek()) screen.closeSheet();
  else if (screen.desk.problem.peek()) screen.desk.problem.value = "";
  else focusChosen();
  return true;
}

function move(screen: Screen, by: 1 | -1): void {
  if (screen.sheet.peek()) return; // a sheet speaks of the chosen one
  screen.desk.move(by);
  focusSoon(screen);
}

function focusSoon(screen: Screen): void {
  // Who types fast has opened a sheet by then: the keyboard is there.
  setTimeout(() => screen.sheet.peek() ?? focusChosen(), 0);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[data-testid="entry"]')) return true; // what is typed there is never a command
  if (target instanceof HTMLInputElement) return !["checkbox", "button"].includes(target.type);
  return target.matches("select, textarea, [contenteditable]");
}
