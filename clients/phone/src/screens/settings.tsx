// Language, light and dark, what is known, leaving.
import { LANGUAGE_NAMES, chooseTheme, language, themeChoice } from "@goldenfour/ui";
import { useRef } from "preact/hooks";
import { changeLanguage, errand, leave, view } from "../app";
import { say } from "../words";
import { Heading } from "./parts";

export function Settings() {
  return (
    <main class="plain settings" data-testid="settings">
      <Back to="home" />
      <Heading>{say.value("settings.title")}</Heading>
      <fieldset class="choice">
        <legend>{say.value("settings.language")}</legend>
        {(["zh", "en"] as const).map((name) => (
          <label key={name}>
            <input
              type="radio"
              name="language"
              checked={language.value === name}
              onChange={() => changeLanguage(name)}
            />
            <span lang={name === "zh" ? "zh-CN" : "en"}>{LANGUAGE_NAMES[name]}</span>
          </label>
        ))}
      </fieldset>
      <fieldset class="choice">
        <legend>{say.value("settings.theme")}</legend>
        {(["auto", "day", "night"] as const).map((name) => (
          <label key={name}>
            <input
              type="radio"
              name="theme"
              checked={themeChoice.value === name}
              onChange={() => chooseTheme(name)}
            />
            <span>{say.value(`theme.${name}`)}</span>
          </label>
        ))}
      </fieldset>
      <button class="wide" onClick={() => (view.value = "known")} data-testid="known-link">
        {say.value("known.title")}
      </button>
      <Leave />
    </main>
  );
}

export function Back({ to }: { to: "home" | "settings" }) {
  return (
    <header class="top">
      <button class="back" onClick={() => (view.value = to)}>
        <span aria-hidden="true">‹</span> {say.value("home.back")}
      </button>
    </header>
  );
}

function Leave() {
  const dialog = useRef<HTMLDialogElement>(null);
  if (errand.value) return <p>{say.value("leave.busy")}</p>;
  return (
    <>
      <button class="wide" data-testid="leave" onClick={() => dialog.current?.showModal()}>
        {say.value("leave.title")}
      </button>
      <dialog ref={dialog} aria-labelledby="leave-title">
        <h2 id="leave-title">{say.value("leave.title")}</h2>
        <p>{say.value("leave.why")}</p>
        <div class="buttons">
          <button onClick={() => dialog.current?.close()}>{say.value("cancel")}</button>
          <button class="danger" data-testid="leave-confirm" onClick={() => void leave()}>
            {say.value("leave.go")}
          </button>
        </div>
      </dialog>
    </>
  );
}
