// Where the incident really is: everybody under way is told.
import { useSignalEffect } from "@preact/signals";
import { useState } from "preact/hooks";
import { RelocateReason, type Incident } from "@goldenfour/sdk";
import { useScreen } from "../../context";
import { degreesOf, onMap, positionOf, readDegrees, writeDegrees, type DatumName } from "../../state/place";
import { say, type Text } from "../../words";
import { shortId } from "../parts";
import { PlaceFields } from "./PlaceFields";
import { Sheet, useAct } from "./Sheet";

const REASONS = ["WRONG_ADDRESS", "PATIENT_MOVED", "MORE_PRECISE", "OTHERWISE_RELOCATED"] as const;

export function RelocateSheet({ incident }: { incident: Incident }) {
  const { acts, target } = useScreen();
  const t = say.value;
  const [busy, run] = useAct();
  const [before] = useState(incident);
  const [place, setPlace] = useState(() =>
    writeDegrees(degreesOf(before.position) ?? { latitude: 0, longitude: 0 }),
  );
  const [datum, setDatum] = useState<DatumName>("WGS84");
  const [reason, setReason] = useState<(typeof REASONS)[number]>("WRONG_ADDRESS");
  const [texts, setTexts] = useState({
    address: before.address,
    floor: before.floor,
    entrance: before.entrance,
  });
  useSignalEffect(() => {
    if (!target.value) return;
    setPlace(writeDegrees(target.value));
    setDatum("WGS84");
  });
  const read = readDegrees(place);
  const submit = (): void => {
    if (read)
      run(() =>
        acts.relocate(before, {
          position: positionOf(read, datum),
          ...texts,
          reason: RelocateReason[reason],
        }),
      );
  };
  const typed = (written: string, by: DatumName): void => {
    setPlace(written);
    setDatum(by);
    const now = readDegrees(written);
    if (now) target.value = onMap(now, by);
  };
  return (
    <Sheet title={t("ask.relocate", { id: shortId(incident.id) })} testId="sheet-relocate" onSubmit={submit}>
      <PlaceFields place={place} datum={datum} invalid={!read} describedBy="place-error" onChange={typed} />
      {!read && (
        <p id="place-error" class="error" role="alert">
          {t("errorLine", { field: t("coordinates"), value: place, remedy: t("remedyPlaceForm") })}
        </p>
      )}
      {(["address", "floor", "entrance"] as const).map((name) => (
        <label key={name}>
          {t(name)}
          <input
            value={texts[name]}
            onInput={(event) => setTexts({ ...texts, [name]: event.currentTarget.value })}
          />
        </label>
      ))}
      <fieldset class="segments">
        <legend>{t("whyMoved")}</legend>
        {REASONS.map((each) => (
          <label key={each}>
            <input type="radio" name="reason" checked={reason === each} onChange={() => setReason(each)} />
            <span>{t(`moved.${each}` as Text)}</span>
          </label>
        ))}
      </fieldset>
      <p class="buttons">
        <button type="submit" class="main" data-testid="confirm" disabled={busy || !read}>
          {t("do.relocate")} <kbd>Ctrl+Enter</kbd>
        </button>
      </p>
    </Sheet>
  );
}
