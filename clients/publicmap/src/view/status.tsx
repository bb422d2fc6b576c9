// One quiet line for the eye and, when it changes in what matters, for the ear.
import { now, page, shown } from "../app";
import { TRUSTED_MS } from "../aed";
import { say } from "../words";
import { mapFailed, mapProblem } from "./map-pane";

export function Status() {
  const t = say.value;
  const { link, heard, locating, me } = page.value;
  const notes: string[] = [];
  if (link === "offline" || link === "limited") notes.push(t(link));
  if (locating === "denied") notes.push(t("denied"));
  if (locating === "failed") notes.push(t("locateFailed"));
  if (mapFailed.value) notes.push(t("noMap"));
  else if (mapProblem.value) notes.push(t("mapProblem"));
  return (
    <div class="status">
      {notes.map((note) => (
        <p key={note} class="note" role="status">
          {note}
        </p>
      ))}
      <p class="quiet" role="status">
        {heard ? t("found", { count: shown.value.length }) : t("loading")}
        {heard && ` · ${t(me ? "fromMe" : "fromMiddle")}`}
      </p>
      {heard && link !== "fresh" && link !== "loading" && <Age at={heard.at} />}
    </div>
  );
}

const MINUTE_MS = 60_000;

/** How old the list is; said whenever the server is not there to say it again. */
export function Age({ at }: { at: number }) {
  const t = say.value;
  const age = Math.max(0, now.value - at);
  if (age < MINUTE_MS) return <p class="quiet">{t("ageNow")}</p>;
  if (age < TRUSTED_MS) return <p class="quiet">{t("ageMinutes", { count: Math.floor(age / MINUTE_MS) })}</p>;
  return <p class="note">{t("ageHours", { count: Math.floor(age / TRUSTED_MS) })}</p>;
}
