// A one-time code makes this phone somebody's.
import { enrol, language, type Refusal } from "@goldenfour/ui";
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { changeLanguage, enter, server } from "../app";
import { unlockSound } from "../edge/alarm";
import { say } from "../words";
import { Heading } from "./parts";

/** Of the link that opened the page. */
export const codeGiven = signal("");

type State = "idle" | "busy" | Refusal | "notResponder";

export function Enrol() {
  const state = useSignal<State>("idle");
  const code = useSignal(codeGiven.value);
  useEffect(() => codeGiven.subscribe((given) => given && (code.value = given)), []);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    unlockSound();
    if (code.value.trim() === "" || state.value === "busy") return;
    state.value = "busy";
    const answer = await enrol(server, code.value.trim());
    if (typeof answer === "string") state.value = answer;
    else if (answer.role !== "responder") state.value = "notResponder";
    else {
      codeGiven.value = "";
      await enter(answer);
    }
  };
  return (
    <main class="plain enrol">
      <header class="top">
        <span class="brand">{say.value("app.name")}</span>
        <LanguageSwitch />
      </header>
      <Heading>{say.value("enrol.title")}</Heading>
      <p>{say.value("enrol.why")}</p>
      <form onSubmit={(event) => void submit(event)}>
        <label for="code">{say.value("enrol.code")}</label>
        <input
          id="code"
          data-testid="enrol-code"
          value={code.value}
          onInput={({ currentTarget }) => (code.value = currentTarget.value)}
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck={false}
          placeholder="7KQ2-9XMD-4TRA"
          aria-describedby="enrol-problem"
          aria-invalid={state.value !== "idle" && state.value !== "busy"}
        />
        <p id="enrol-problem" class="problem" role="alert">
          {state.value !== "idle" && state.value !== "busy" && say.value(`enrol.${state.value}`)}
        </p>
        <button class="main big" data-testid="enrol-submit" disabled={state.value === "busy"}>
          {say.value(state.value === "busy" ? "enrol.busy" : "enrol.go")}
        </button>
      </form>
      <p class="quiet foot">{say.value("enrol.notDevice")}</p>
    </main>
  );
}

export function LanguageSwitch() {
  const other = language.value === "zh" ? "en" : "zh";
  return (
    <button class="language" lang={other === "zh" ? "zh-CN" : "en"} onClick={() => changeLanguage(other)}>
      {other === "zh" ? "中文" : "English"}
    </button>
  );
}
