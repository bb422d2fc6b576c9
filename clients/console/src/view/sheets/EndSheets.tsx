// Acts that cannot be taken back: each asks, and its button names what it does.
import { CloseReason, type Incident } from "@goldenfour/sdk";
import { useState } from "preact/hooks";
import { useScreen } from "../../context";
import { say, word, type Text } from "../../words";
import { shortId } from "../parts";
import { Choices, digits, Sheet, useAct } from "./Sheet";

const REASONS = [
  CloseReason.HANDED_OVER,
  CloseReason.NOT_AN_ARREST,
  CloseReason.FALSE_ALARM,
  CloseReason.DISPATCHER,
] as const;

interface Properties {
  readonly incident: Incident;
}

export function CloseSheet({ incident }: Properties) {
  const { acts } = useScreen();
  const t = say.value;
  const [busy, run] = useAct();
  const title = t("ask.close", { id: shortId(incident.id) });
  return (
    <Sheet title={title} testId="sheet-close" danger onKeyDown={digits}>
      <Choices
        label={title}
        disabled={busy}
        choices={REASONS.map((value) => ({
          value,
          text: t("do.close", { reason: word(t, "reason", CloseReason[value]) }),
        }))}
        onChoose={(reason) => run(() => acts.close(incident.id, reason))}
      />
    </Sheet>
  );
}

interface ConfirmProperties extends Properties {
  readonly name: "cancel" | "handOver" | "emsOnScene";
  readonly question?: Text;
  readonly act: () => Promise<boolean>;
}

function Confirm({ incident, name, question = `ask.${name}`, act }: ConfirmProperties) {
  const t = say.value;
  const [busy, run] = useAct();
  const danger = name === "cancel";
  return (
    <Sheet title={t(question, { id: shortId(incident.id) })} testId={`sheet-${name}`} danger={danger}>
      <p class="buttons">
        <button
          type="button"
          class={danger ? "danger" : "main"}
          data-first
          data-testid="confirm"
          disabled={busy}
          onClick={() => run(act)}
        >
          {t(`do.${name}` as Text)}
        </button>
      </p>
    </Sheet>
  );
}

export function CancelSheet({ incident }: Properties) {
  const { acts } = useScreen();
  return <Confirm incident={incident} name="cancel" act={() => acts.cancel(incident.id)} />;
}

export function HandOverSheet({ incident }: Properties) {
  const { acts } = useScreen();
  return (
    <Confirm
      incident={incident}
      name="handOver"
      act={() => acts.close(incident.id, CloseReason.HANDED_OVER)}
    />
  );
}

export function EmsSheet({ incident }: Properties) {
  const { acts } = useScreen();
  const question = incident.major ? "ask.emsOnSceneMajor" : "ask.emsOnScene"; // one crew is not enough then
  const act = (): Promise<boolean> => acts.emsOnScene(incident.id);
  return <Confirm incident={incident} name="emsOnScene" question={question} act={act} />;
}

export function MajorSheet({ incident }: Properties) {
  const { acts } = useScreen();
  const t = say.value;
  const [busy, run] = useAct();
  const [casualties, setCasualties] = useState(String(incident.casualties || ""));
  const isWhole = /^\d{0,4}$/.test(casualties.trim());
  const submit = (): void => {
    if (isWhole) run(() => acts.declareMajor(incident.id, Number(casualties) || 0));
  };
  return (
    <Sheet title={t("ask.major", { id: shortId(incident.id) })} testId="sheet-major" danger onSubmit={submit}>
      <label>
        {t("casualties")}
        <input
          data-first
          inputMode="numeric"
          value={casualties}
          aria-invalid={!isWhole}
          onInput={(event) => setCasualties(event.currentTarget.value)}
        />
      </label>
      {!isWhole && (
        <p class="error" role="alert">
          {t("errorLine", { field: t("casualties"), value: casualties, remedy: t("remedyCount") })}
        </p>
      )}
      <p class="buttons">
        <button type="submit" class="danger" data-testid="confirm" disabled={busy}>
          {t("do.major")}
        </button>
      </p>
    </Sheet>
  );
}
