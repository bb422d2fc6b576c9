// Every alarm that nobody has acknowledged, most urgent first. It never scrolls away.
import { useState } from "preact/hooks";
import { IncidentKind, timestampDate } from "@goldenfour/sdk";
import { clockTime, elapsed, language } from "@goldenfour/ui";
import { useScreen } from "../context";
import type { OpenAlarm } from "../state/alarms";
import { say, word } from "../words";
import { shortId } from "./parts";

export function AlarmStrip() {
  const { alarms } = useScreen().desk;
  const t = say.value;
  const open = alarms.value;
  return (
    <section class="alarms" data-testid="alarms" data-rank={open[0]?.rank ?? 0} aria-label={t("alarms")}>
      <div class="unseen" role="alert">
        {open[0] ? `${t("alarmCount", { count: open.length })}: ${word(t, "alarm", open[0].alarm.kind)}` : ""}
      </div>
      {open.length > 0 && (
        <ol>
          {open.map((alarm, at) => (
            <AlarmItem key={`${alarm.incident.id}/${alarm.alarm.number}`} open={alarm} first={at === 0} />
          ))}
        </ol>
      )}
    </section>
  );
}

const RANK_TEXTS = { 1: "rank1", 2: "rank2", 3: "rank3" } as const;
const RANK_SIGNS = { 1: "▲", 2: "◆", 3: "●" } as const;

function AlarmItem({ open, first }: { open: OpenAlarm; first: boolean }) {
  const screen = useScreen();
  const t = say.value;
  const [busy, setBusy] = useState(false);
  const { incident, alarm, rank, drill } = open;
  const raised = alarm.raisedAt && timestampDate(alarm.raisedAt);
  const acknowledge = async (): Promise<void> => {
    setBusy(true);
    await screen.acts.acknowledge(incident.id, alarm.number);
    setBusy(false);
  };
  return (
    <li
      class={`alarm rank${rank} ${drill ? "drill" : ""}`}
      data-testid="alarm"
      data-alarm={alarm.kind}
      data-incident={incident.id}
    >
      <button class="alarm-what" onClick={() => screen.desk.choose(incident.id)}>
        <span aria-hidden="true">{RANK_SIGNS[rank]}</span>
        <span class="rank">{t(RANK_TEXTS[rank])}</span>
        {drill && <span class="drill-mark">{t("drillMark")}</span>}
        <strong>{word(t, "alarm", alarm.kind)}</strong>
        <span>
          {shortId(incident.id)} {word(t, "kind", IncidentKind[incident.kind] ?? "")} ·{" "}
          {incident.address || t("noAddress")}
        </span>
        {raised && (
          <time title={clockTime(raised, language.value)}>
            {elapsed(screen.desk.now.value - raised.getTime())}
          </time>
        )}
      </button>
      <button
        class="alarm-ack"
        data-testid="acknowledge"
        disabled={busy || !screen.desk.live.value}
        aria-label={`${t("acknowledge")}: ${word(t, "alarm", alarm.kind)}, ${incident.id}`}
        onClick={() => void acknowledge()}
      >
        {busy ? t("acknowledging") : t("acknowledge")} {first && <kbd>a</kbd>}
      </button>
    </li>
  );
}
