// Where the incident really is: everybody under way is told.
import { useSignalEffect } from "@preact/signals";
import { useState } from "preact/hooks";
import { RelocateReason, type Incident } from "@goldenfour/sdk";
import { useScreen } from "../../context";
import { language, metersBetween } from "@goldenfour/ui";
import {
  degreesOf,
  howFar,
  onMap,
  positionOf,
  readDegrees,
  writeDegrees,
  type DatumName,
  type Degrees,
} from "../../state/place";
import { say, type Text } from "../../words";
import { shortId } from "../parts";
import { AddressField } from "./AddressField";
import { PlaceFields } from "./PlaceFields";
import { Sheet, useAct } from "./Sheet";

const REASONS = ["WRONG_ADDRESS", "PATIENT_MOVED", "MORE_PRECISE", "OTHERWISE_RELOCATED"] as const;

interface Properties {
  readonly incident: Incident;
  /** It was put down on the map: one key does it. */
  readonly dragged: boolean;
}

export function RelocateSheet({ incident, dragged }: Properties) {
  const { acts, target, targetNames, map } = useScreen();
  const t = say.value;
  const [busy, run] = useAct();
  const [before] = useState(incident);
  const [place, setPlace] = useState(() =>
    writeDegrees(degreesOf(before.position) ?? { latitude: 0, longitude: 0 }),
  );
  const [datum, setDatum] = useState<DatumName>("WGS84");
  const [reason, setReason] = useState<(typeof REASONS)[number]>(dragged ? "MORE_PRECISE" : "WRONG_ADDRESS");
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
      <Moved from={degreesOf(incident.position)} to={read && onMap(read, datum)} />
      <AddressField
        id="relocate-address"
        value={texts.address}
        onInput={(address) => setTexts({ ...texts, address })}
        onTake={({ place: { at } }, address) => {
          setTexts({ ...texts, address });
          target.value = at;
          map.peek()?.show(at);
        }}
      />
      {target.value && (
        <NameThere
          now={texts.address}
          names={targetNames.value}
          onTake={(address) => setTexts({ ...texts, address })}
        />
      )}
      {(["floor", "entrance"] as const).map((name) => (
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
        <button
          type="submit"
          class="main"
          data-testid="confirm"
          disabled={busy || !read}
          {...(dragged ? { "data-first": true } : {})}
        >
          {t("do.relocate")} <kbd>{dragged ? "Enter" : "Ctrl+Enter"}</kbd>
        </button>
      </p>
    </Sheet>
  );
}

function Moved({ from, to }: { from: Degrees | undefined; to: Degrees | undefined }) {
  const meters = from && to ? metersBetween(from, to) : 0;
  return (
    <p class="quiet note" role="status" data-testid="moved-by">
      {meters >= 0.5 && say.value("movedBy", { distance: howFar(meters, language.value) })}
    </p>
  );
}

/** The words that everybody under way reads shall not stay those of the old place unseen. */
function NameThere({
  now,
  names,
  onTake,
}: {
  now: string;
  names: readonly string[];
  onTake: (address: string) => void;
}) {
  const t = say.value;
  const there = names.join(" ");
  if (there === "" || now.includes(there)) return null;
  return (
    <p class="quiet note">
      {t("nameThere", { name: there })}{" "}
      <button type="button" class="small" onClick={() => onTake(there)}>
        {t("takeName")}
      </button>
    </p>
  );
}
