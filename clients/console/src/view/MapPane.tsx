// The map beside the list. Without WebGL the console goes on without it.
import { effect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { language, theme } from "@goldenfour/ui";
import { useScreen } from "../context";
import type { AedPoint } from "../edge/aeds";
import { aedFeatures, cellFeatures, incidentFeatures, moverFeatures } from "../map/data";
import type { Stage } from "../map/stage";
import type { Screen } from "../screen";
import { degreesOf } from "../state/place";
import { say } from "../words";
import { AedCard, Legend } from "./MapExtras";

const UPDATE_MS = 1000;

type Shown = "incidents" | "movers" | "cells";

export function MapPane() {
  const screen = useScreen();
  const t = say.value;
  const container = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "ready" | "missing">("loading");
  const [problem, setProblem] = useState("");
  const [aed, setAed] = useState<string>();
  useEffect(() => {
    let stop: (() => void) | undefined;
    let ended = false;
    const element = container.current!;
    startMap(screen, element, setProblem, setAed).then(
      (stopper) => (ended ? stopper() : ((stop = stopper), setState("ready"))),
      () => setState("missing"),
    );
    return () => {
      ended = true;
      stop?.();
    };
  }, [screen]);
  return (
    <>
      <div ref={container} class="map" data-testid="map" data-state={state} hidden={state === "missing"} />
      {state === "missing" && <p class="empty">{t("mapMissing")}</p>}
      {state === "loading" && <p class="map-note">{t("mapLoading")}</p>}
      {problem && <p class="map-note warning">{t("mapProblem", { text: problem })}</p>}
      {aed && <AedCard id={aed} onClose={() => setAed(undefined)} />}
      {state === "ready" && <Legend />}
    </>
  );
}

async function startMap(
  screen: Screen,
  container: HTMLElement,
  onProblem: (text: string) => void,
  onAed: (id: string | undefined) => void,
): Promise<() => void> {
  const module = await import("../map/stage");
  const config = await module.loadMapConfig("map/map.json");
  const texts = language.peek() === "zh" ? module.chineseTexts : module.englishTexts;
  const stage: Stage = await module.Stage.open({
    container,
    config,
    theme: theme.peek(),
    texts,
    onProblem,
    onPick: (pick) => {
      if (screen.pointed(pick, stage.namesAt(pick))) return;
      const incident = pick.hits.find(({ overlay }) => overlay === "incidents");
      const mover = pick.hits.find(({ overlay }) => overlay === "movers");
      const device = pick.hits.find(({ overlay }) => overlay.startsWith("aeds-"));
      const chosen = incident?.properties["id"] ?? mover?.properties["incident"];
      if (typeof chosen === "string") screen.desk.choose(chosen);
      onAed(!chosen && device ? String(device.properties["id"]) : undefined);
    },
  });
  const stops = [
    feed(screen, stage),
    feedAeds(stage, screen.desk.aeds, module.AED_PORTIONS),
    effect(() => stage.setTheme(theme.value)),
    followChosen(screen, stage),
    followPin(screen, stage),
    stage.onDragIncident(
      (id, by) => screen.mayDrag(id, by),
      (id, at) => screen.dragged(id, at, stage.namesAt(at)),
    ),
  ];
  screen.map.value = { focus: () => stage.focus(), show: (at) => stage.show(at) };
  return () => {
    screen.map.value = undefined;
    stops.forEach((stop) => stop());
    stage.close();
  };
}

/** Each layer at most once a second, and only if what it shows has changed. */
function feed(screen: Screen, stage: Stage): () => void {
  const { desk } = screen;
  const dirty = new Set<Shown>();
  const stops = [
    effect(
      () => void (desk.order.value, desk.alarms.value, desk.chosen.value, say.value, dirty.add("incidents")),
    ),
    effect(() => void (desk.movements.value, dirty.add("movers"))),
    effect(() => void (desk.counts.value, dirty.add("cells"))),
  ];
  let board = desk.board;
  const push = (): void => {
    if (desk.board !== board) dirty.add("incidents");
    board = desk.board;
    // The time that is left runs by itself.
    if (desk.movements.peek()?.movements.length) dirty.add("movers");
    for (const layer of dirty) show(screen, stage, layer);
    dirty.clear();
  };
  push();
  const timer = setInterval(push, UPDATE_MS);
  const quick = effect(() => {
    void desk.chosen.value; // what a person did is seen at once
    show(screen, stage, "incidents");
    show(screen, stage, "movers");
  });
  return () => {
    clearInterval(timer);
    quick();
    stops.forEach((stop) => stop());
  };
}

function show({ desk }: Screen, stage: Stage, layer: Shown): void {
  const speak = say.peek();
  if (layer === "cells") return stage.update("cells", cellFeatures(desk.counts.peek()));
  const { entries } = desk.board;
  const chosen = desk.chosen.peek();
  if (layer === "movers") {
    const movers = moverFeatures(desk.movements.peek(), entries, chosen, desk.now.peek(), speak);
    return stage.float("movers", movers);
  }
  const incidents = [...entries.values()].map(({ incident }) => incident);
  stage.float("incidents", incidentFeatures(incidents, chosen, speak));
}

/** A portion a time: the map's worker copies what it is given. */
function feedAeds(stage: Stage, aeds: ReadonlySignal<readonly AedPoint[]>, portions: number): () => void {
  let waiting: number[] = [];
  const stop = effect(() => void (aeds.value, (waiting = Array.from({ length: portions }, (_, at) => at))));
  const full = new Set<number>();
  const timer = setInterval(() => {
    const portion = waiting.shift();
    if (portion === undefined) return;
    const data = aedFeatures(aeds.peek(), portion);
    if (data.features.length === 0 && !full.has(portion)) return;
    full.add(portion);
    stage.update(`aeds-${portion}`, data);
  }, 120);
  return () => {
    stop();
    clearInterval(timer);
  };
}

function followChosen({ desk }: Screen, stage: Stage): () => void {
  let shown: string | undefined;
  return effect(() => {
    const id = desk.chosen.value;
    const incident = id === undefined ? undefined : desk.entry(id).value?.incident;
    const at = degreesOf(incident?.position);
    stage.showUncertainty(at, incident?.uncertaintyMeters ?? 0);
    if (id === shown) return;
    shown = id;
    if (at) stage.reveal(at);
  });
}

function followPin(screen: Screen, stage: Stage): () => void {
  return effect(() => {
    const sheet = screen.sheet.value;
    const moved = (at: { latitude: number; longitude: number }): void =>
      void screen.pointed(at, stage.namesAt(at));
    if (sheet?.name === "entry") return stage.pin(screen.draftPlace.value, say.value("coordinates"), moved);
    if (sheet?.name !== "relocate") {
      stage.showMoved(undefined, undefined);
      return stage.pin(undefined, "", moved);
    }
    const from = degreesOf(screen.desk.entry(sheet.incident).value?.incident.position);
    const to = screen.target.value;
    stage.showMoved(from, to);
    stage.pin(to ?? from, say.value("act.relocate"), moved, (at) => (screen.target.value = at));
  });
}
