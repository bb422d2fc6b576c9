import { distance, language, named } from "@goldenfour/ui";
import { page } from "../app";
import type { Aed } from "../aed";
import type { Row } from "../page";
import { pointOf } from "../when";
import { say, type WordKey } from "../words";
import { mapFailed, showOnMap } from "./map-pane";

export function AedDetails({ row }: { row: Row }) {
  const t = say.value;
  const { aed } = row;
  return (
    <div class="details">
      <Way row={row} />
      <dl>
        <Field name="place" text={aed.hint} />
        <Field name="floor" text={aed.floor} />
        <Field name="address" text={aed.address} />
        <Field name="hours" text={aed.hours || t("usability.HOURS_UNKNOWN")} />
        <Field name="why" text={reasonsOf(aed)} />
        <Field name="equipment" text={equipmentOf(aed)} />
        <Field name="position" text={`${aed.latitude.toFixed(5)}, ${aed.longitude.toFixed(5)}`} />
      </dl>
      <p class="ways">
        <a class="button" href={geoLink(aed)}>
          {t("openInMaps")}
        </a>
        {!mapFailed.value && (
          <button type="button" onClick={() => showOnMap(aed)}>
            {t("showOnMap")}
          </button>
        )}
      </p>
    </div>
  );
}

function Way({ row }: { row: Row }) {
  const t = say.value;
  const figures = {
    distance: distance(row.meters, language.value),
    point: t(`point.${pointOf(row.bearing)}`),
  };
  return (
    <p class="way">
      <svg class="arrow" viewBox="0 0 24 24" aria-hidden="true" style={{ rotate: `${row.bearing}deg` }}>
        <path d="M12 2 19 20l-7-4.5L5 20z" fill="currentColor" />
      </svg>
      <span>
        {t(page.value.me ? "fromYou" : "fromCenter", figures)}
        <span class="quiet"> · {t("straight")}</span>
      </span>
    </p>
  );
}

function Field({ name, text }: { name: WordKey; text: string }) {
  if (text === "") return null;
  return (
    <div>
      <dt>{say.value(name)}</dt>
      <dd>{text}</dd>
    </div>
  );
}

// A reason that is newer than this page is shown by its name: better than hidden.
function reasonsOf(aed: Aed): string {
  return aed.reasons
    .map((reason) => {
      const key = named("usability", reason);
      return key ? say.value(key) : reason;
    })
    .join(" · ");
}

function equipmentOf(aed: Aed): string {
  const known = ["AED", "BLEEDING_KIT", "AUTO_INJECTOR"] as const;
  return aed.equipment
    .map((item) => {
      const key = known.find((name) => name === item);
      return key ? say.value(`equipment.${key}`) : item;
    })
    .join(" · ");
}

/** RFC 5870, which is WGS-84; the query names the pin in apps that know it. */
export function geoLink({ latitude, longitude, name }: Aed): string {
  const at = `${latitude.toFixed(6)},${longitude.toFixed(6)}`;
  return `geo:${at}?q=${at}(${encodeURIComponent(name || "AED")})`;
}
