import { clockTime, language, LanguageSwitch, named, ThemeSwitch } from "@goldenfour/ui";
import { effect, signal } from "@preact/signals";
import { askReadiness, serverTime, type ServiceState } from "./readiness";
import { say } from "./words";

export const service = signal<ServiceState>({ kind: "asking" });
const now = signal(Date.now());

const ASK_MS = 10_000;
const TICK_MS = 1000;

/** Asks the server now and again, while somebody looks. */
export function startHomePage(): void {
  const ask = async () => {
    if (document.visibilityState === "visible") service.value = await askReadiness();
  };
  effect(() => void (document.title = say.value("name")));
  setInterval(() => (now.value = Date.now()), TICK_MS);
  setInterval(() => void ask(), ASK_MS);
  document.addEventListener("visibilitychange", () => void ask());
  void ask();
}

export function HomePage() {
  const t = say.value;
  return (
    <div class="home">
      <header>
        <h1>{t("name")}</h1>
        <ThemeSwitch />
        <LanguageSwitch />
      </header>
      <main>
        <p class="what">{t("what")}</p>
        <p class="quiet">{t("notInstead")}</p>
        <nav class="doors" aria-label={t("name")}>
          <Door to="console" href="/console/" />
          <Door to="phone" href="/phone/" />
          <Door to="map" href="/map/" />
        </nav>
        <Service />
        <Try />
      </main>
      <footer class="quiet">{t("open")}</footer>
    </div>
  );
}

const PICTURES = {
  // A desk's screen with a pulse on it.
  console: "M3 4h18v13H3zM8 21h8M12 17v4M6 11h3l1.5-3.5 2.5 6 1.5-2.5H18",
  phone:
    "M8 2.5h8a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.5zM10.5 18.5h3M3.5 8a6 6 0 0 0 0 6M20.5 8a6 6 0 0 1 0 6",
  map: "M12 21.5s7-6.6 7-11.6a7 7 0 1 0-14 0c0 5 7 11.6 7 11.6zM12.8 5.8l-3.6 4.9h2.4l-.8 3.6 3.8-5.2h-2.4z",
} as const;

function Door({ to, href }: { to: keyof typeof PICTURES; href: string }) {
  const t = say.value;
  return (
    <a class="door" href={href}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={PICTURES[to]} />
      </svg>
      <strong>{t(to)}</strong>
      <span class="who">{t(`${to}Who`)}</span>
      <span class="quiet">{t(`${to}What`)}</span>
    </a>
  );
}

function Service() {
  const t = say.value;
  return (
    <section class="card">
      <h2>{t("state")}</h2>
      <ServiceLines state={service.value} />
    </section>
  );
}

function ServiceLines({ state }: { state: ServiceState }) {
  const t = say.value;
  if (state.kind !== "known") {
    const broken = state.kind === "unreachable";
    return (
      <p class={broken ? "light bad" : "light"} role="status">
        {t(broken ? "unreachable" : "asking")}
      </p>
    );
  }
  const durability = named("durability", state.durability);
  return (
    <>
      <p class={state.ready ? "light good" : "light bad"} role="status">
        {t(state.ready ? "ready" : "notReady")}
        {state.reason && ` · ${state.reason}`}
      </p>
      <dl>
        <div>
          <dt>{t("durability")}</dt>
          <dd>{durability ? t(durability) : state.durability}</dd>
        </div>
        <div>
          <dt>{t("time")}</dt>
          <dd>
            <time>{clockTime(serverTime(state, now.value), language.value)}</time>
          </dd>
        </div>
      </dl>
      {state.drillsOnly && <p class="drill">{t("drillsOnly")}</p>}
      {state.drillClock !== 1 && <p class="drill">{t("drillClock", { rate: state.drillClock })}</p>}
    </>
  );
}

function Try() {
  const t = say.value;
  return (
    <section class="card">
      <h2>{t("try")}</h2>
      <p>{t("tryDemo")}</p>
      <ol>
        <li>{t("tryConsole")}</li>
        <li>{t("tryPhone")}</li>
        <li>{t("tryMap")}</li>
      </ol>
      <p class="quiet">{t("tryNotice")}</p>
    </section>
  );
}
