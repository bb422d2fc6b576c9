// What endangers those who come.
import { Hazard } from "@goldenfour/sdk";
import { say, word } from "../../words";

interface Properties {
  readonly chosen: readonly Hazard[];
  readonly all: readonly Hazard[];
  readonly onChange: (chosen: readonly Hazard[]) => void;
}

export function HazardFields({ chosen, all, onChange }: Properties) {
  const t = say.value;
  return (
    <fieldset class="segments">
      <legend>{t("hazards")}</legend>
      {all.map((hazard) => (
        <label key={hazard}>
          <input
            type="checkbox"
            checked={chosen.includes(hazard)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...chosen, hazard] : chosen.filter((one) => one !== hazard),
              )
            }
          />
          <span>{word(t, "hazard", Hazard[hazard])}</span>
        </label>
      ))}
    </fieldset>
  );
}
