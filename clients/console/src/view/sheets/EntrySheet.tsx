// An alert in fifteen seconds without the mouse: n, a digit, the address, the place, Ctrl+Enter.
import { useRef, useState } from "preact/hooks";
import { Durability, IncidentKind, Problem } from "@goldenfour/sdk";
import { useScreen } from "../../context";
import {
  alertOf,
  errorsOf,
  fieldOfProblem,
  HAZARDS,
  KIND_KEYS,
  kindOfKey,
  withAddress,
  withFound,
  withPlace,
  type Draft,
  type FieldError,
} from "../../state/draft";
import { failureText } from "../../state/failure";
import { say, word, type Text } from "../../words";
import { AddressField } from "./AddressField";
import { HazardFields } from "./HazardFields";
import { PlaceFields } from "./PlaceFields";
import { Sheet } from "./Sheet";

const NAMES: Partial<Record<keyof Draft, Text>> = {
  kind: "kind",
  place: "coordinates",
  crewMinutes: "crewMinutes",
  casualties: "casualties",
};
const LATER = ["crewMinutes", "casualties", "patient", "callerPhone", "number"] as const;

export function EntrySheet() {
  const screen = useScreen();
  const t = say.value;
  const draft = screen.draft.value;
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [busy, setBusy] = useState(false);
  const address = useRef<HTMLInputElement>(null);
  const set = (part: Partial<Draft>): void => screen.change(part);
  const bad = (field: keyof Draft): boolean => errors.some((error) => error.field === field);

  const send = async (): Promise<void> => {
    const found = errorsOf(screen.draft.peek());
    setErrors(found);
    if (found[0]) return focusField(found[0].field);
    if (busy) return;
    setBusy(true);
    const done = await raise(screen);
    setBusy(false);
    if (done !== true) focusField(done);
  };
  const keys = (event: KeyboardEvent): void => {
    const kind =
      event.target instanceof HTMLInputElement && event.target.name === "kind" && kindOfKey(event.key);
    if (!kind || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    set({ kind });
    address.current?.focus();
  };
  return (
    <Sheet title={t("entryTitle")} testId="entry" onSubmit={() => void send()} onKeyDown={keys}>
      {draft.exercise && <p class="drill-banner">{t("drillBanner", { what: t("exercise") })}</p>}
      <Kinds draft={draft} invalid={bad("kind")} onChoose={(kind) => set({ kind })} />
      <AddressField
        id="address"
        field={address}
        value={draft.address}
        onInput={(text) => (screen.draft.value = withAddress(screen.draft.peek(), text))}
        onTake={({ place: { at, radiusMeters } }, text) => {
          screen.draft.value = withFound(screen.draft.peek(), text, at, radiusMeters);
          screen.map.peek()?.show(at);
        }}
      />
      <PlaceFields
        place={draft.place}
        datum={draft.datum}
        invalid={bad("place")}
        describedBy="entry-errors"
        {...(draft.found ? { foundMeters: draft.found.meters } : {})}
        onChange={(place, datum) =>
          (screen.draft.value = withPlace(screen.draft.peek(), place, datum, false))
        }
      />
      <div class="two">
        {(["floor", "entrance"] as const).map((name) => (
          <label key={name}>
            {t(name)}
            <input value={draft[name]} onInput={(event) => set({ [name]: event.currentTarget.value })} />
          </label>
        ))}
      </div>
      <HazardFields chosen={draft.hazards} all={HAZARDS} onChange={(hazards) => set({ hazards })} />
      <div class="two">
        {(["exercise", "publicPlace", "largeSite"] as const).map((name) => (
          <label key={name} class="inline">
            <input
              type="checkbox"
              name={name}
              checked={draft[name]}
              onChange={(event) => set({ [name]: event.currentTarget.checked })}
            />
            {t(name)}
          </label>
        ))}
      </div>
      <label>
        {t("note")}
        <input value={draft.note} onInput={(event) => set({ note: event.currentTarget.value })} />
      </label>
      <details>
        <summary>{t("more")}</summary>
        <div class="two">
          {LATER.map((name) => (
            <label key={name}>
              {t(name)}
              <input
                id={name}
                value={draft[name]}
                aria-invalid={bad(name)}
                onInput={(event) => set({ [name]: event.currentTarget.value })}
              />
            </label>
          ))}
        </div>
      </details>
      <ul id="entry-errors" class="error" role="alert" data-testid="entry-errors">
        {errors.map((error) => (
          <li key={error.field}>{errorText(error)}</li>
        ))}
      </ul>
      <p class="buttons">
        <button
          type="submit"
          class="main"
          data-testid="send"
          disabled={busy || !screen.desk.live.value}
          title={screen.desk.live.value ? "" : t("obstacle.noLink")}
        >
          {busy ? t("sending") : draft.exercise ? t("sendExercise") : t("send")} <kbd>Ctrl+Enter</kbd>
        </button>
        <button type="button" onClick={() => screen.clearDraft()}>
          {t("discard")}
        </button>
      </p>
    </Sheet>
  );
}

function Kinds({
  draft,
  invalid,
  onChoose,
}: {
  draft: Draft;
  invalid: boolean;
  onChoose: (kind: IncidentKind) => void;
}) {
  const t = say.value;
  const none = draft.kind === IncidentKind.INCIDENT_KIND_UNSPECIFIED;
  return (
    <fieldset class={`segments kinds ${invalid ? "invalid" : ""}`}>
      <legend>
        {t("kind")} <span class="quiet">{t("kindHint")}</span>
      </legend>
      {KIND_KEYS.map(([digit, letter, kind]) => (
        <label key={kind}>
          <input
            type="radio"
            name="kind"
            checked={draft.kind === kind}
            aria-keyshortcuts={`${digit} ${letter}`}
            {...(draft.kind === kind || (none && digit === "1") ? { "data-first": true } : {})}
            onChange={() => onChoose(kind)}
          />
          <span>
            <kbd>{digit}</kbd> {word(t, "kind", IncidentKind[kind])}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function errorText({ field, value, remedy }: FieldError): string {
  const t = say.value;
  const name = t(NAMES[field] ?? "place");
  return value === ""
    ? t("errorEmpty", { field: name, remedy: t(remedy) })
    : t("errorLine", { field: name, value, remedy: t(remedy) });
}

function focusField(field: keyof Draft): void {
  const selector = field === "kind" ? '[name="kind"]' : `#${field}`;
  const element = document.querySelector<HTMLElement>(selector);
  element?.closest("details")?.setAttribute("open", "");
  element?.focus();
}

/** True when it is out, else the field to look at. */
async function raise(screen: ReturnType<typeof useScreen>): Promise<true | keyof Draft> {
  const { desk } = screen;
  const t = say.peek();
  const draft = screen.draft.peek();
  try {
    const reply = await desk.client.alerts.raise(alertOf(draft, new Date(desk.now.peek())));
    const durability = word(t, "durability", Durability[reply.durability] ?? "");
    const text = reply.created
      ? t("did.alert", { id: reply.incident, durability })
      : t("did.alertKnown", { id: reply.incident });
    desk.notice.value = { text };
    desk.choose(reply.incident);
    screen.clearDraft();
    screen.closeSheet();
    return true;
  } catch (error) {
    desk.problem.value = failureText(error, t);
    return (error instanceof Problem && fieldOfProblem(error.field)) || "kind";
  }
}
