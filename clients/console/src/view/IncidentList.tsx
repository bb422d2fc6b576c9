// All incidents, the most needed first. Each row looks at its own incident only.
import { IncidentKind, timestampDate, type Incident } from "@goldenfour/sdk";
import { elapsed } from "@goldenfour/ui";
import { useScreen } from "../context";
import { isActive, isAsked, needOf, progressOf } from "../state/need";
import { say, word } from "../words";
import { drillName, OtherDesk, shortId, Since } from "./parts";

export function IncidentList() {
  const { order, truncated, complete, past } = useScreen().desk;
  const t = say.value;
  return (
    <>
      {truncated.value && <p class="note">{t("truncated")}</p>}
      <ol class="incidents" data-testid="incidents">
        {order.value.map((id) => (
          <Row key={id} id={id} />
        ))}
      </ol>
      {order.value.length === 0 && (complete.value || past.value) && <p class="empty">{t("noIncidents")}</p>}
    </>
  );
}

function Row({ id }: { id: string }) {
  const screen = useScreen();
  const t = say.value;
  const entry = screen.desk.entry(id).value;
  if (!entry) return null;
  const { incident, unclear } = entry;
  const [need, progress, drill] = [needOf(incident), progressOf(incident), drillName(incident)];
  const chosen = screen.desk.chosen.value === id;
  return (
    <li>
      <button
        class={`row ${need} ${drill ? "drill" : ""}`}
        data-testid="incident"
        data-incident={id}
        data-need={need}
        data-progress={progress}
        aria-current={chosen}
        onClick={() => screen.desk.choose(id)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          screen.desk.choose(id);
          setTimeout(() => document.querySelector<HTMLElement>("#incident-title")?.focus(), 0);
        }}
      >
        <span class="row-top">
          <strong>{word(t, "kind", IncidentKind[incident.kind] ?? "")}</strong>
          {drill && <span class="drill-mark">{t("drillMark")}</span>}
          {incident.major && <span class="major-mark">{t("major")}</span>}
          <Since at={incident.openedAt} />
        </span>
        <span class="row-place">{incident.address || incident.cell || t("noAddress")}</span>
        <span class="row-state">
          <span class={`need ${progress}`}>{t(`need.${progress}`)}</span>
          {unclear ? <span class="warning">{t("unclear")}</span> : <Help incident={incident} />}
          <span class="quiet id">{shortId(id)}</span>
        </span>
        <OtherDesk entry={entry} />
      </button>
    </li>
  );
}

function Help({ incident }: { incident: Incident }) {
  const { now } = useScreen().desk;
  const t = say.value;
  const asked = incident.offers.filter(isAsked).length;
  const active = incident.tasks.filter(isActive);
  const there = active.filter((task) => task.onSceneAt).length;
  const expected = active
    .filter((task) => !task.onSceneAt && task.expectedAt)
    .map((task) => timestampDate(task.expectedAt!).getTime());
  const parts = [
    asked > 0 && t("asked", { count: asked }),
    active.length - there > 0 && t("coming", { count: active.length - there }),
    there > 0 && t("there", { count: there }),
    there === 0 && expected.length > 0 && t("firstIn", { time: elapsed(Math.min(...expected) - now.value) }),
  ].filter((part): part is string => typeof part === "string");
  return <span class="quiet">{parts.join(" · ")}</span>;
}
