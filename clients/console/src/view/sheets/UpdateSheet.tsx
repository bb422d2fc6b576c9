// Corrects what is known of an incident. What another console changed meanwhile is told, not overwritten.
import { useState } from "preact/hooks";
import { Hazard, IncidentKind, type Incident } from "@goldenfour/sdk";
import { useScreen } from "../../context";
import {
  changedMeanwhile,
  correctionOf,
  updateOf,
  withTheirs,
  type Correction,
} from "../../state/correction";
import { HAZARDS, KIND_KEYS } from "../../state/draft";
import type { UpdateField } from "../../state/undo";
import { listed, say, word, type Text } from "../../words";
import { shortId } from "../parts";
import { HazardFields } from "./HazardFields";
import { Sheet, useAct } from "./Sheet";

const NAMES: Readonly<Record<UpdateField, Text>> = {
  kind: "kind",
  hazards: "hazards",
  crewDue: "crewMinutes",
  address: "address",
  floor: "floor",
  entrance: "entrance",
  note: "note",
  largeSite: "largeSite",
};

export function UpdateSheet({ incident }: { incident: Incident }) {
  const { acts, desk } = useScreen();
  const t = say.value;
  const [busy, run] = useAct();
  const [before, setBefore] = useState(incident);
  const [form, setForm] = useState<Correction>(() => correctionOf(incident));
  const [conflict, setConflict] = useState<readonly UpdateField[]>([]);
  const set = (part: Partial<Correction>): void => setForm({ ...form, ...part });
  const submit = (): void => {
    const now = new Date(desk.now.peek());
    const theirs = changedMeanwhile(before, incident);
    const mine = updateOf(before, form, now).changed;
    const both = theirs.filter((field) => mine.includes(field));
    const merged = withTheirs(form, incident, theirs);
    setConflict(both);
    setForm(merged);
    setBefore(incident);
    if (both.length > 0) return;
    const { update, changed } = updateOf(incident, merged, now);
    run(() => (changed.length === 0 ? Promise.resolve(true) : acts.update(incident, update, changed)));
  };
  return (
    <Sheet title={t("ask.update", { id: shortId(incident.id) })} testId="sheet-update" onSubmit={submit}>
      {conflict.length > 0 && (
        <p class="error" role="alert">
          {t("changedMeanwhile", { fields: listed(conflict.map((field) => t(NAMES[field]))) })}
        </p>
      )}
      <label>
        {t("kind")}
        <select
          data-first
          value={String(form.kind)}
          onChange={(event) => set({ kind: Number(event.currentTarget.value) as IncidentKind })}
        >
          {KIND_KEYS.map(([, , kind]) => (
            <option key={kind} value={String(kind)}>
              {word(t, "kind", IncidentKind[kind])}
            </option>
          ))}
        </select>
      </label>
      <HazardFields
        chosen={form.hazards}
        all={HAZARDS}
        onChange={(hazards: readonly Hazard[]) => set({ hazards })}
      />
      {(["crewMinutes", "address", "floor", "entrance"] as const).map((name) => (
        <label key={name}>
          {t(name)}
          <input value={form[name]} onInput={(event) => set({ [name]: event.currentTarget.value })} />
        </label>
      ))}
      <label>
        {t("note")}
        <textarea rows={3} value={form.note} onInput={(event) => set({ note: event.currentTarget.value })} />
      </label>
      <label class="inline">
        <input
          type="checkbox"
          checked={form.largeSite}
          onChange={(event) => set({ largeSite: event.currentTarget.checked })}
        />
        {t("largeSite")}
      </label>
      <p class="buttons">
        <button type="submit" class="main" data-testid="confirm" disabled={busy}>
          {t("do.update")} <kbd>Ctrl+Enter</kbd>
        </button>
      </p>
    </Sheet>
  );
}
