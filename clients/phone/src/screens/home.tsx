// Every day: on duty or not, connected or not, and whether this phone would wake its person.
import { TravelMode } from "@goldenfour/sdk";
import { clockTime, language } from "@goldenfour/ui";
import { useEffect } from "preact/hooks";
import { changeDuty, changeMode, lights, session, view, wallClock } from "../app";
import { fix, askPosition } from "../edge/position";
import { hasUpdate, takeUpdate } from "../edge/update";
import { say, sayNamed } from "../words";
import { Lights } from "./lights";
import { Heading } from "./parts";

export function Home() {
  // For the light; the position stays on the phone while off duty.
  useEffect(() => {
    if (fix.peek() === undefined && lights.peek()[1].word === "position.none") askPosition();
  }, []);
  return (
    <main class="home" data-testid="home">
      <header class="top">
        <span class="brand">{say.value("app.name")}</span>
        <LinkState />
      </header>
      <DutyCard />
      <Unsent />
      <Lights />
      <ModeChoice />
      <footer>
        {hasUpdate.value && <button onClick={takeUpdate}>{say.value("home.update")}</button>}
        <button data-testid="more" onClick={() => (view.value = "settings")}>
          {say.value("home.more")}
        </button>
      </footer>
    </main>
  );
}

function LinkState() {
  const state = session.value?.link.value.state ?? "stopped";
  return (
    <span class={`link ${state}`} role="status" data-testid="link" data-state={state}>
      {sayNamed("link", state)}
    </span>
  );
}

function DutyCard() {
  const duty = session.value?.duty.value;
  if (!duty) return null;
  const state = duty.confirmed === undefined ? "unknown" : duty.confirmed ? "on" : "off";
  const isOn = duty.wanted ?? duty.confirmed === true;
  const isLive = session.value?.link.value.state === "connected";
  return (
    <section class={`duty ${isLive ? state : "stale"}`} data-testid="duty-state" data-duty={state}>
      <Heading>{say.value(`home.${state}`)}</Heading>
      <p class="duty-word" role="status">
        {dutyNote()}
      </p>
      <button
        class={isOn ? "big" : "main big"}
        role="switch"
        aria-checked={isOn}
        aria-label={say.value("home.duty")}
        data-testid="duty"
        onClick={() => void changeDuty(!isOn)}
      >
        {say.value(isOn ? "home.turnOff" : "home.turnOn")}
      </button>
      <LinkTrouble />
    </section>
  );
}

function dutyNote(): string {
  const [duty, link] = [session.value?.duty.value, session.value?.link.value];
  if (duty?.wanted !== undefined)
    return say.value(link?.state === "connected" ? "home.asking" : "home.notSent");
  if (duty?.failed) return say.value("home.failed");
  if (duty?.confirmed === undefined) return say.value("home.offHint");
  const time = clockTime(new Date(duty.at), language.value, false);
  if (link?.state !== "connected")
    return say.value("home.stale", { time, age: ageWord((session.value?.now() ?? 0) - duty.at) });
  if (!duty.confirmed) return say.value("home.offHint");
  return `${say.value("home.onHint")} ${say.value("home.confirmed", { time })}`;
}

function ageWord(ms: number): string {
  void wallClock.value; // grows old before one's eyes
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 90) return say.value("age.minutes", { count: minutes });
  const hours = Math.round(minutes / 60);
  if (hours < 48) return say.value("age.hours", { count: hours });
  return say.value("age.days", { count: Math.round(hours / 24) });
}

function LinkTrouble() {
  const state = session.value?.link.value.state;
  if (state !== "refused" && state !== "replaced" && state !== "stopped") return null;
  return (
    <div class="trouble" role="alert">
      <p>{sayNamed("link", state)}</p>
      {state === "refused" ? (
        <button onClick={() => (view.value = "settings")}>{say.value("home.enrolAgain")}</button>
      ) : (
        <button class="main" onClick={() => session.value?.start()}>
          {say.value("home.again")}
        </button>
      )}
    </div>
  );
}

function Unsent() {
  const count = session.value?.unsent.value.length ?? 0;
  if (count === 0) return null;
  return (
    <p class="not-sent" role="status" data-testid="not-sent">
      {say.value("home.unsent", { count })}
    </p>
  );
}

const MODES = [
  ["FOOT", TravelMode.FOOT],
  ["BICYCLE", TravelMode.BICYCLE],
  ["CAR", TravelMode.CAR],
] as const;

function ModeChoice() {
  return (
    <fieldset class="choice">
      <legend>{say.value("mode.label")}</legend>
      {MODES.map(([name, mode]) => (
        <label key={name}>
          <input
            type="radio"
            name="mode"
            checked={session.value?.mode.value === mode}
            onChange={() => changeMode(mode)}
          />
          <span>{say.value(`mode.${name}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
