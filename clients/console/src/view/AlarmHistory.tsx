// The alarms that this incident had, and who took note of each when.
import { timestampDate, type Alarm, type Incident } from "@goldenfour/sdk";
import { clockTime, language } from "@goldenfour/ui";
import { useScreen } from "../context";
import { byPart } from "../state/actor";
import { say, word } from "../words";

export function AlarmHistory({ incident }: { incident: Incident }) {
  const { subject } = useScreen().desk.enrolment;
  const t = say.value;
  if (incident.alarms.length === 0) return null;
  return (
    <section class="alarm-history" data-testid="alarm-history">
      <h3>{t("alarms")}</h3>
      <ul>
        {incident.alarms.map((alarm) => (
          <li key={alarm.number} class={alarm.acknowledgedAt ? "quiet" : "danger"}>
            <time>{time(alarm.raisedAt)}</time> {word(t, "alarm", alarm.kind)} ·{" "}
            {alarm.acknowledgedAt
              ? t("acknowledgedAt", { time: time(alarm.acknowledgedAt) }) +
                byPart(alarm.acknowledgedBy, subject, t)
              : t("notAcknowledged")}
          </li>
        ))}
      </ul>
    </section>
  );
}

function time(at: Alarm["raisedAt"]): string {
  return at ? clockTime(timestampDate(at), language.value) : "–";
}
