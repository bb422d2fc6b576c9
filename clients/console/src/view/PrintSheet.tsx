// Everything that is open, on paper: for the night in which the server and the screens go.
import { useEffect } from "preact/hooks";
import { IncidentKind, timestampDate, type Incident } from "@goldenfour/sdk";
import { clockTime, language } from "@goldenfour/ui";
import { useScreen } from "../context";
import { isActive, isAsked, progressOf } from "../state/need";
import { degreesOf, writeDegrees } from "../state/place";
import { roleText, whoOf } from "../state/sentence";
import { say, word } from "../words";
import { drillName } from "./parts";

export function PrintSheet() {
  const screen = useScreen();
  const { desk } = screen;
  const t = say.value;
  useEffect(() => {
    const timer = setTimeout(() => {
      window.print();
      screen.printing.value = false;
    }, 100);
    return () => clearTimeout(timer);
  }, []);
  const time = (at: Date | undefined) =>
    at ? at.toLocaleString(language.value === "zh" ? "zh-CN" : "en-GB") : "–";
  const asOf = desk.past.value?.at ?? desk.asOf.value;
  const incidents = desk.order.value.map((id) => desk.entry(id).value?.incident);
  return (
    <section class="print" data-testid="print">
      <h1>{t("printTitle")}</h1>
      <p>{t("printedAt", { time: time(new Date()), asOf: time(asOf) })}</p>
      {!desk.live.value && <p class="print-old">{t("printOld")}</p>}
      {incidents.map((incident) => incident && <Printed key={incident.id} incident={incident} />)}
      <p>{t("printSecret")}</p>
    </section>
  );
}

function Printed({ incident }: { incident: Incident }) {
  const { desk } = useScreen();
  const t = say.value;
  const place = degreesOf(incident.position);
  const details = [
    incident.address,
    incident.floor && `${t("floor")} ${incident.floor}`,
    incident.entrance,
    place && writeDegrees(place),
  ];
  const people = [
    ...incident.tasks
      .filter(isActive)
      .map(
        (task) =>
          `${whoOf(task.responder, task.responderName, t)}: ${roleText(task.role, desk.aedName(task.aed), t)}, ${word(t, "step", task.step)}`,
      ),
    ...incident.offers
      .filter(isAsked)
      .map(
        (offer) => `${whoOf(offer.responder, "", t)}: ${roleText(offer.role, desk.aedName(offer.aed), t)}?`,
      ),
  ];
  const opened = incident.openedAt && clockTime(timestampDate(incident.openedAt), language.value);
  return (
    <article>
      <h2>
        {incident.id} {opened} {word(t, "kind", IncidentKind[incident.kind] ?? "")} {drillName(incident)} ·{" "}
        {t(`need.${progressOf(incident)}`)}
      </h2>
      <p>{details.filter(Boolean).join(" · ")}</p>
      <p>{[incident.patient, incident.callerPhone, incident.note].filter(Boolean).join(" · ")}</p>
      <ul>
        {people.map((person) => (
          <li key={person}>{person}</li>
        ))}
      </ul>
    </article>
  );
}
