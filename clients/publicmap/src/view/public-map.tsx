import { LanguageSwitch, ThemeSwitch, distance, language } from "@goldenfour/ui";
import { STATES } from "../aed";
import { inView, locate, lookAround, page, tell } from "../app";
import { countsOf } from "../page";
import { say } from "../words";
import { AedListView } from "./aed-list";
import { mapFailed, MapPane, showMe } from "./map-pane";
import { SignIcon } from "./sign-icon";
import { Status } from "./status";

export function PublicMap() {
  const t = say.value;
  return (
    <div class="page">
      <header class="bar">
        <a class="brand" href="/">
          {t("home")}
        </a>
        <h1>{t("title")}</h1>
        <p class="first">{t("first")}</p>
        <ThemeSwitch />
        <LanguageSwitch />
      </header>
      <MapPane />
      <main class="side">
        <Tools />
        <Status />
        <AedListView />
      </main>
    </div>
  );
}

function Tools() {
  const t = say.value;
  const { locating, search } = page.value;
  const found = () => (mapFailed.value ? lookAround(1000) : void showMe());
  return (
    <div class="tools">
      <button type="button" class="main" disabled={locating === "asking"} onClick={() => locate(found)}>
        {t(locating === "asking" ? "locating" : "nearMe")}
      </button>
      <label class="search">
        <span class="unseen">{t("search")}</span>
        <input
          type="search"
          value={search}
          placeholder={`${t("search")}: ${t("searchHint")}`}
          onInput={(event) => tell({ type: "search", text: event.currentTarget.value })}
        />
      </label>
      {mapFailed.value && <Radius />}
      <Legend />
    </div>
  );
}

const RADII = [500, 1000, 2000, 5000, 20_000];

// Without a map there is still a place and a distance around it.
function Radius() {
  const t = say.value;
  return (
    <label class="radius">
      {t("radius")}{" "}
      <select onChange={(event) => lookAround(Number(event.currentTarget.value))}>
        {RADII.map((meters) => (
          <option key={meters} value={meters} selected={meters === 1000}>
            {distance(meters, language.value)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Legend() {
  const t = say.value;
  const counts = countsOf(inView.value);
  return (
    <fieldset class="legend">
      <legend class="unseen">{t("show")}</legend>
      {STATES.map((state) => (
        <button
          key={state}
          type="button"
          class="chip"
          aria-pressed={!page.value.hidden.includes(state)}
          onClick={() => tell({ type: "toggle", state })}
        >
          <SignIcon state={state} />
          <span>
            {t(`state.${state}`)} {counts[state]}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
