// A beat to press by: seen, heard and felt.
import { elapsed } from "@goldenfour/ui";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { unlockSound } from "../edge/alarm";
import { beat, beating, beatRounds, beatSeconds, startBeat, stopBeat } from "../edge/beat";
import type { Mode } from "../model/metronome";
import { say } from "../words";

const MODES: readonly Mode[] = ["continuous", "30:2"];

export function Metronome({ isFirst }: { isFirst: boolean }) {
  const mode = useSignal<Mode>("30:2");
  useEffect(() => stopBeat, []);
  const choose = (chosen: Mode): void => {
    mode.value = chosen;
    if (beating.value) startBeat(chosen);
  };
  const toggle = (): void => {
    unlockSound();
    if (beating.value) stopBeat();
    else startBeat(mode.value);
  };
  return (
    <section class={isFirst ? "beat first" : "beat"} aria-labelledby="beat-title" data-testid="metronome">
      <h2 id="beat-title">{say.value("beat.title")}</h2>
      {beating.value && <Pulse />}
      <div class="choice" role="group" aria-label={say.value("beat.mode")}>
        {MODES.map((name) => (
          <label key={name}>
            <input type="radio" name="beat" checked={mode.value === name} onChange={() => choose(name)} />
            <span>{say.value(`beat.${name}`)}</span>
          </label>
        ))}
      </div>
      <button
        class={beating.value ? "big" : "big beat-start"}
        data-testid="metronome-toggle"
        onClick={toggle}
      >
        {say.value(beating.value ? "beat.stop" : "beat.start")}
      </button>
    </section>
  );
}

function Pulse() {
  const now = beat.value;
  const isChange = now?.signal === "change";
  const word =
    now?.signal === "breathe"
      ? say.value("beat.breathe", { number: now.number })
      : isChange
        ? say.value("beat.change")
        : String(now ? ((now.number - 1) % 30) + 1 : "");
  return (
    <div class="pulse-row">
      <div key={now ? `${now.signal}${now.at}` : ""} class={`pulse ${now?.signal ?? ""}`} aria-hidden="true">
        {word}
      </div>
      <p class="pulse-figures">
        <span>{say.value("beat.time", { time: elapsed(beatSeconds.value * 1000) })}</span>
        <span data-testid="beat-rounds">{say.value("beat.rounds", { count: beatRounds.value })}</span>
      </p>
      <p class="unseen" aria-live="assertive">
        {isChange ? say.value("beat.change") : ""}
      </p>
    </div>
  );
}
