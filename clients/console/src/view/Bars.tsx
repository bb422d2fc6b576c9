// What was just done and can be taken back; what went wrong; whether the data are old.
import { useEffect } from "preact/hooks";
import { clockTime, elapsed, language } from "@goldenfour/ui";
import { useScreen } from "../context";
import { say } from "../words";

const NOTICE_MS = 6000;

export function ActionBar() {
  const screen = useScreen();
  const { notice, problem, now } = screen.desk;
  const t = say.value;
  const shown = notice.value;
  useEffect(() => {
    if (!shown) return;
    const left = shown.undo ? shown.undo.until - Date.now() : NOTICE_MS;
    const timer = setTimeout(() => {
      if (notice.peek() === shown) notice.value = undefined;
    }, left);
    return () => clearTimeout(timer);
  }, [shown]);
  void now.value; // the seconds that are left
  return (
    <div class="bars">
      <div role="alert" class={problem.value ? "bar bad" : ""} data-testid="problem">
        {problem.value && (
          <>
            <span>{problem.value}</span>
            <button class="small" onClick={() => (problem.value = "")}>
              {t("close")} <kbd>Esc</kbd>
            </button>
          </>
        )}
      </div>
      <div role="status" class={shown ? "bar done" : ""} data-testid="undo-bar">
        {shown && (
          <>
            <span>{shown.text}</span>
            {shown.undo && (
              <button class="small" data-testid="undo" onClick={() => void screen.acts.undo()}>
                {t("undo")} <kbd>u</kbd>{" "}
                <span class="unseen-narrow">
                  {Math.max(0, Math.ceil((shown.undo.until - Date.now()) / 1000))}
                </span>
              </button>
            )}
          </>
        )}
      </div>
    </div>
  );
}

interface BannerProperties {
  readonly onLeave: () => void;
  readonly onReconnect: () => void;
}

export function DataBanner({ onLeave, onReconnect }: BannerProperties) {
  const screen = useScreen();
  const { link, past, asOf, now, live, complete } = screen.desk;
  const t = say.value;
  const { state } = link.value;
  const time = (at: Date | undefined) => (at ? clockTime(at, language.value) : "–");
  const print = (
    <button class="small" onClick={() => (screen.printing.value = true)}>
      {t("print")}
    </button>
  );
  if (state === "refused")
    return (
      <Banner text={t("refused")} kind="refused">
        <button class="small" onClick={onLeave}>
          {t("enrolAgain")}
        </button>
        {print}
      </Banner>
    );
  if (state === "replaced" || state === "stopped")
    return (
      <Banner text={t("replaced")} kind="replaced">
        <button class="small" onClick={onReconnect}>
          {t("reconnect")}
        </button>
      </Banner>
    );
  if (past.value) {
    const age = elapsed(Date.now() - past.value.at.getTime());
    return (
      <Banner text={t("oldData", { time: time(past.value.at), age })} kind="old">
        {print}
      </Banner>
    );
  }
  if (live.value || !complete.value) return null;
  void now.value;
  return (
    <Banner text={t("linkLost", { time: time(asOf.value) })} kind="lost">
      {print}
    </Banner>
  );
}

function Banner({
  text,
  kind,
  children,
}: {
  text: string;
  kind: string;
  children: preact.ComponentChildren;
}) {
  return (
    <div class="banner" role="status" data-testid="data-banner" data-kind={kind}>
      <strong>{text}</strong>
      {children}
    </div>
  );
}
