// Whether what is shown can be trusted, at a glance: link, disks, time; and the switches.
import { clockTime, language, theme } from "@goldenfour/ui";
import { useScreen } from "../context";
import { newVersion } from "../edge/offline";
import { soundState, switchSound, unlock } from "../edge/sound";
import { switchLanguage, switchTheme } from "../keys";
import { say, word } from "../words";

export function Header() {
  const screen = useScreen();
  const t = say.value;
  const { subject, jurisdiction } = screen.desk.enrolment;
  return (
    <header class="head">
      <LinkState />
      <Durability />
      <Counts />
      <span class="spring" />
      <ServerTime />
      <span class="quiet who" title={t("whoAmI", { subject, jurisdiction })}>
        {subject}
      </span>
      <SoundButton />
      <button class="small" onClick={switchTheme} title={t("themeSwitch")}>
        {theme.value === "day" ? t("themeNight") : t("themeDay")} <kbd>y</kbd>
      </button>
      <button class="small" onClick={switchLanguage}>
        {t("languageSwitch")} <kbd>l</kbd>
      </button>
      <button class="small" onClick={() => (screen.dialog.value = "help")}>
        {t("keys")} <kbd>?</kbd>
      </button>
      <button class="small main" data-testid="new-alert" onClick={() => screen.open({ name: "entry" })}>
        {t("newAlert")} <kbd>n</kbd>
      </button>
      {newVersion.value && (
        <button class="small" onClick={newVersion.value}>
          {t("newVersion")}
        </button>
      )}
    </header>
  );
}

function LinkState() {
  const { link } = useScreen().desk;
  const t = say.value;
  const { state, retryInMs, why } = link.value;
  const retry = retryInMs === undefined ? "" : t("retryIn", { seconds: Math.ceil(retryInMs / 1000) });
  return (
    <span class="state" data-testid="link-state" data-state={state} role="status" title={why}>
      <i class={`dot ${state}`} aria-hidden="true" />
      <span class="unseen">{t("connection")} </span>
      {word(t, "link", state)} <span class="quiet">{retry}</span>
    </span>
  );
}

function Durability() {
  const { readiness } = useScreen().desk;
  const t = say.value;
  const known = readiness.value;
  if (known && !known.ready)
    return (
      <strong class="state bad" data-testid="durability" role="status">
        {t("notReady", { reason: known.reason })}
      </strong>
    );
  const durability = known?.durability ?? "";
  const text =
    durability === "REPLICATED"
      ? t("storedReplicated")
      : durability === "LOCAL"
        ? t("storedLocal")
        : t("storedUnknown");
  return (
    <span
      class="state"
      data-testid="durability"
      data-state={durability}
      title={durability && word(t, "durability", durability)}
    >
      <i class={`disk ${durability}`} aria-hidden="true" />
      {text}
      {known?.drillsOnly && <strong class="drill-mark">{t("drillsOnly")}</strong>}
      {known && known.drillClock !== 1 && (
        <strong class="drill-mark">{t("fastClock", { rate: known.drillClock })}</strong>
      )}
    </span>
  );
}

function Counts() {
  const { counts } = useScreen().desk;
  const t = say.value;
  const known = counts.value;
  if (!known) return null;
  return (
    <span class="state quiet counts" data-testid="counts">
      {t("onDuty", { count: known.respondersOnDuty })} ·{" "}
      {t("connected", { count: known.respondersConnected })} · {t("open", { count: known.openIncidents })}
    </span>
  );
}

function ServerTime() {
  const { now } = useScreen().desk;
  const at = new Date(now.value);
  return (
    <time class="time" title={say.value("serverTime")} dateTime={at.toISOString()}>
      {clockTime(at, language.value)}
    </time>
  );
}

function SoundButton() {
  const t = say.value;
  const state = soundState();
  const texts = { on: "soundOn", off: "soundOff", locked: "soundLocked" } as const;
  return (
    <button
      class={`small sound ${state}`}
      data-testid="sound"
      data-state={state}
      onClick={() => (state === "locked" ? void unlock() : switchSound())}
    >
      {t(texts[state])} <kbd>q</kbd>
    </button>
  );
}
