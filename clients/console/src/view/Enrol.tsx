// Exchanges a one-time code for this console's enrolment.
import { useEffect, useRef, useState } from "preact/hooks";
import { enrol, type Enrolment, type Refusal } from "@goldenfour/ui";
import { switchLanguage } from "../keys";
import { say } from "../words";

interface Properties {
  /** Of the link that was opened. */
  readonly code: string | undefined;
  readonly onEnrolled: (enrolment: Enrolment) => void;
}

export function Enrol({ code, onEnrolled }: Properties) {
  const t = say.value;
  const [written, setWritten] = useState(code ?? "");
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | "role">();
  const field = useRef<HTMLInputElement>(null);
  const exchange = async (): Promise<void> => {
    if (written.trim() === "" || busy) return;
    setBusy(true);
    const result = await enrol(location.origin, written);
    setBusy(false);
    if (typeof result !== "string" && result.role === "dispatcher") return onEnrolled(result);
    setRefusal(typeof result === "string" ? result : "role");
    field.current?.focus();
  };
  useEffect(() => {
    if (code) void exchange();
    else field.current?.focus();
  }, []);
  return (
    <main class="enrol">
      <form
        data-testid="enrol"
        onSubmit={(event) => {
          event.preventDefault();
          void exchange();
        }}
      >
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="56" height="56" />
        <h1>{t("enrolTitle")}</h1>
        <p id="enrol-hint" class="quiet">
          {t("enrolHint")}
        </p>
        <label for="enrol-code">{t("enrolCode")}</label>
        <input
          id="enrol-code"
          ref={field}
          value={written}
          autocomplete="off"
          spellcheck={false}
          aria-describedby="enrol-hint enrol-error"
          aria-invalid={refusal !== undefined}
          onInput={(event) => setWritten(event.currentTarget.value)}
        />
        <p id="enrol-error" role="alert" class="error">
          {refusal && t(`enrolled.${refusal}`)}
        </p>
        <button class="main" type="submit" disabled={busy}>
          {busy ? t("enrolBusy") : t("enrolDo")}
        </button>
        <button type="button" class="plain" onClick={switchLanguage}>
          {t("languageSwitch")}
        </button>
      </form>
    </main>
  );
}
