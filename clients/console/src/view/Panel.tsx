// The chosen incident: what it is, what can be done, who comes, what happened and why.
import { useEffect } from "preact/hooks";
import { Hazard, IncidentKind, IncidentStatus, timestampDate, type Incident } from "@goldenfour/sdk";
import { clockTime, language } from "@goldenfour/ui";
import { useScreen } from "../context";
import { look } from "../edge/connection";
import { begin } from "../keys";
import { mergeTargets } from "../state/merge";
import { degreesOf, writeDegrees } from "../state/place";
import { ACTS, ACT_KEYS, obstacle, type ActName } from "../state/possible";
import { listed, say, word, type Text } from "../words";
import { drillName, Field, OtherDesk, Since, shortId } from "./parts";
import { Responders } from "./Responders";
import { AlarmHistory } from "./AlarmHistory";
import { History } from "./History";

export function Panel() {
  const screen = useScreen();
  const id = screen.desk.chosen.value;
  const live = screen.desk.live.value;
  useEffect(() => {
    if (id && live) void look(screen.desk, id);
  }, [id, live]);
  const entry = id === undefined ? undefined : screen.desk.entry(id).value;
  if (!id || !entry) return <p class="empty">{say.value("nothingChosen")}</p>;
  return (
    <article class="panel" data-testid="panel" data-incident={id} aria-labelledby="incident-title">
      <Head incident={entry.incident} />
      <OtherDesk entry={entry} long />
      <ActButtons incident={entry.incident} />
      <Facts incident={entry.incident} />
      <Responders incident={entry.incident} />
      <AlarmHistory incident={entry.incident} />
      <History key={id} id={id} />
    </article>
  );
}

function Head({ incident }: { incident: Incident }) {
  const t = say.value;
  const drill = drillName(incident);
  const reason = word(t, "status", IncidentStatus[incident.status] ?? "");
  return (
    <header class="panel-head">
      {drill && <p class="drill-banner">{t("drillBanner", { what: drill })}</p>}
      {incident.major && <p class="major-banner">{t("major")}</p>}
      <h2 id="incident-title" tabIndex={-1}>
        {word(t, "kind", IncidentKind[incident.kind] ?? "")}
        <span class="big">
          <Since at={incident.openedAt} />
        </span>
      </h2>
      <p class="panel-sub">
        <span class="quiet">{incident.id}</span> · {reason}
        {incident.escalation > 0 && ` · ${t("escalated", { level: incident.escalation })}`}
        {incident.crewDue && !incident.crewArrivedAt && ` · ${t("crewDue", { time: at(incident.crewDue) })}`}
        {incident.crewArrivedAt && ` · ${t("crewThere", { time: at(incident.crewArrivedAt) })}`}
      </p>
      <Hazards incident={incident} />
    </header>
  );
}

/** Dangers; and that nobody is asked because somebody, or one of them, holds the incident. */
function Hazards({ incident: { status, hazards } }: { incident: Incident }) {
  const t = say.value;
  const names = listed(hazards.map((hazard) => word(t, "hazard", Hazard[hazard] ?? "")));
  return (
    <>
      {names !== "" && (
        <p class="hazards" data-testid="hazards">
          ⚠ {t("hazards")}: {names}
        </p>
      )}
      {status === IncidentStatus.HELD && (
        <p class="held-note" data-testid="held">
          ‖ {t("heldBanner")}
        </p>
      )}
    </>
  );
}

function at(stamp: NonNullable<Incident["openedAt"]>): string {
  return clockTime(timestampDate(stamp), language.value, false);
}

function ActButtons({ incident }: { incident: Incident }) {
  const screen = useScreen();
  const t = say.value;
  const others = mergeTargets(
    screen.desk.openIncidents().map((entry) => entry.incident),
    incident,
  ).length;
  return (
    <div class="acts" role="group" aria-label={t("acts")}>
      {ACTS.map((act) => {
        const why = obstacle(act, incident, screen.desk.live.value, others);
        return (
          <button
            key={act}
            class={`small ${act === "cancel" ? "bad" : ""}`}
            data-testid={`act-${act}`}
            aria-disabled={why !== undefined}
            aria-keyshortcuts={ACT_KEYS[act]}
            title={why && t(`obstacle.${why}`)}
            onClick={() => begin(screen, act, incident.id)}
          >
            {t(actText(act, incident))} <kbd>{ACT_KEYS[act]}</kbd>
          </button>
        );
      })}
    </div>
  );
}

function actText(act: ActName, incident: Incident): Text {
  if (act === "hold" && incident.status === IncidentStatus.HELD) return "act.resume";
  if (act === "merge" && incident.mergedInto) return "act.unmerge";
  return `act.${act}`;
}

function Facts({ incident }: { incident: Incident }) {
  const t = say.value;
  const screen = useScreen();
  const place = degreesOf(incident.position);
  const sites = [incident.publicPlace && t("publicPlace"), incident.largeSite && t("largeSite")];
  const jump = (id: string) => (
    <button class="plain" onClick={() => screen.desk.choose(id)}>
      {shortId(id)}
    </button>
  );
  return (
    <dl class="facts">
      <Field name="address">
        <strong>{incident.address || t("noAddress")}</strong>
        {place && (
          <span class="quiet coordinates">
            {writeDegrees(place)} {t("uncertainty", { meters: Math.round(incident.uncertaintyMeters) })}
          </span>
        )}
      </Field>
      <Field name="floor">{incident.floor}</Field>
      <Field name="entrance">{incident.entrance}</Field>
      <Field name="place">{listed(sites.filter((site): site is string => Boolean(site)))}</Field>
      <Field name="patient">{incident.patient}</Field>
      <Field name="callerPhone">
        {incident.callerPhone && <a href={`tel:${incident.callerPhone}`}>{incident.callerPhone}</a>}
      </Field>
      <Field name="note">{incident.note}</Field>
      <Field name="casualties">{incident.casualties > 0 && String(incident.casualties)}</Field>
      <Field name="source">{incident.externalId && `${incident.source} ${incident.externalId}`}</Field>
      {incident.possibleTwin && !incident.mergedInto && (
        <Field name="act.merge">
          <span class="warning">{t("twin")}</span> {jump(incident.possibleTwin)}
        </Field>
      )}
      {incident.mergedInto && (
        <Field name="act.merge">
          {t("mergedInto")} {jump(incident.mergedInto)}
        </Field>
      )}
      {incident.merged.length > 0 && (
        <Field name="act.merge">{t("mergedHere", { ids: listed(incident.merged.map(shortId)) })}</Field>
      )}
    </dl>
  );
}
