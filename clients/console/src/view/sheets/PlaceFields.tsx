// A place by map, by crosshair or typed in any datum.
import { useRef } from "preact/hooks";
import { useScreen } from "../../context";
import { DATUMS, type DatumName } from "../../state/place";
import { say } from "../../words";

interface Properties {
  readonly place: string;
  readonly datum: DatumName;
  readonly invalid: boolean;
  readonly describedBy?: string;
  /** The place is that of the address, known to so much. */
  readonly foundMeters?: number;
  readonly onChange: (place: string, datum: DatumName) => void;
}

export function PlaceFields({ place, datum, invalid, describedBy, foundMeters, onChange }: Properties) {
  const screen = useScreen();
  const t = say.value;
  const field = useRef<HTMLInputElement>(null);
  const hasMap = screen.map.value !== undefined;
  return (
    <div class="place-fields">
      <label class="grow">
        {t("coordinates")}
        <input
          ref={field}
          id="place"
          value={place}
          autocomplete="off"
          placeholder={t("coordinatesHint")}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          onInput={(event) => onChange(event.currentTarget.value, datum)}
          onKeyDown={(event) => {
            if (!event.altKey || event.code !== "KeyP" || !field.current) return;
            event.preventDefault();
            screen.pointFrom(field.current);
          }}
        />
      </label>
      <label>
        {t("datum")}
        <select value={datum} onChange={(event) => onChange(place, event.currentTarget.value as DatumName)}>
          {DATUMS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="small"
        disabled={!hasMap}
        onClick={() => field.current && screen.pointFrom(field.current)}
      >
        {t("pickOnMap")} <kbd>Alt+P</kbd>
      </button>
      {foundMeters !== undefined && (
        <p class="quiet place-note">{t("foundPlace", { meters: Math.round(foundMeters) })}</p>
      )}
    </div>
  );
}
