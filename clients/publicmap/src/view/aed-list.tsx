import { distance, language } from "@goldenfour/ui";
import { useEffect, useRef } from "preact/hooks";
import { now, page, shown, tell, inView } from "../app";
import type { Row } from "../page";
import { pointOf, whenOf } from "../when";
import { say } from "../words";
import { AedDetails } from "./aed-details";
import { SignIcon } from "./sign-icon";

export function AedListView() {
  const t = say.value;
  const { link, heard } = page.value;
  if (link === "tooWide") return <p class="empty">{t("tooWide")}</p>;
  const rows = shown.value;
  return (
    <>
      <ol class="list" aria-label={t("list")}>
        {rows.map((row) => (
          <Item key={row.aed.id} row={row} />
        ))}
      </ol>
      {heard && rows.length === 0 && link !== "loading" && (
        <p class="empty">{t(inView.value.length === 0 ? "none" : "noneShown")}</p>
      )}
      {heard?.truncated && <p class="empty">{t("more")}</p>}
    </>
  );
}

function Item({ row }: { row: Row }) {
  const t = say.value;
  const { aed, state } = row;
  const open = page.value.selected === aed.id;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) item.current?.scrollIntoView({ block: "nearest" }); // it may have been chosen on the map
  }, [open]);
  return (
    <li ref={item} class={open ? "item open" : "item"}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => tell({ type: "select", id: open ? undefined : aed.id })}
      >
        <SignIcon state={state} />
        <span class="what">
          <span class="name">{aed.name || aed.address || t("unnamed")}</span>
          <span class={`state ${state}`}>{stateText(row)}</span>
          {aed.hint && <span class="quiet hint">{aed.hint}</span>}
        </span>
        <span class="far">
          <span class="meters">{distance(row.meters, language.value)}</span>
          <span class="quiet">{t(`point.${pointOf(row.bearing)}`)}</span>
        </span>
      </button>
      {open && <AedDetails row={row} />}
    </li>
  );
}

/** "usable now · until 21:00"; of one that is unknown for want of a word about access, that. */
function stateText({ aed, state }: Row): string {
  const t = say.value;
  const text = t(`state.${state}`);
  if (state === "UNKNOWN" && aed.access === "UNKNOWN") return `${text} · ${t("accessUnknown")}`;
  const at = state === "USABLE" ? aed.closesAt : state === "CLOSED" ? aed.opensAt : undefined;
  if (at === undefined || at <= now.value) return text;
  const { day, name, time } = whenOf(at, now.value, language.value);
  const verb = state === "USABLE" ? "closes" : "opens";
  const key = day === "today" ? "Today" : day === "tomorrow" ? "Tomorrow" : "Later";
  return `${text} · ${t(`${verb}${key}`, { name, time })}`;
}
