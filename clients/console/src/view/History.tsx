// What happened, the newest first, with the reasons of each question; and who was not asked, and why.
import { useEffect, useMemo, useState } from "preact/hooks";
import {
  timestampDate,
  type Explanation,
  type Incident,
  type Offer,
  type TimelineEvent,
} from "@goldenfour/sdk";
import { clockTime, language } from "@goldenfour/ui";
import { useScreen } from "../context";
import { timelineOf } from "../state/board";
import { failureText } from "../state/failure";
import { sentence } from "../state/sentence";
import { say } from "../words";
import { OfferReasons, NotAsked } from "./Why";

const NONE: readonly TimelineEvent[] = [];
/** A plan makes many lines at once: its reasons are asked for when they have all come. */
const SETTLE_MS = 700;

export function History({ id }: { id: string }) {
  const { desk } = useScreen();
  const t = say.value;
  const [read, setRead] = useState<readonly TimelineEvent[]>(NONE);
  const [why, setWhy] = useState<Explanation>();
  const [problem, setProblem] = useState("");
  const [everything, setEverything] = useState(false);
  const entry = desk.entry(id).value;
  const live = desk.live.value;
  const events = useMemo(() => timelineOf(read, entry?.events ?? NONE), [read, entry?.events]);
  const plans = events.filter(
    ({ code }) => code === "PLANNED" || code === "ACT" || code === "TASK_STARTED",
  ).length;

  useEffect(() => {
    if (!live) return;
    const ended = new AbortController();
    desk.client.incidents
      .timeline(id, { signal: ended.signal })
      .then(({ events: all }) => (setRead(all), setProblem("")))
      .catch((error: unknown) => ended.signal.aborted || setProblem(failureText(error, say.peek(), false)));
    return () => ended.abort();
  }, [id, live, problem === "" ? 0 : plans]);

  useEffect(() => {
    if (!live) return;
    const ended = new AbortController();
    const ask = (): void =>
      void desk.client.incidents.explain(id, { signal: ended.signal }).then(setWhy, () => {});
    const timer = setTimeout(ask, why ? SETTLE_MS : 0);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
  }, [id, live, plans]);

  if (!entry) return null;
  const offers = new Map(why?.offers.map((offer) => [offer.id, offer]));
  return (
    <>
      <section class="timeline" data-testid="timeline">
        <h3>
          {t("timeline")}
          <label class="inline">
            <input
              type="checkbox"
              checked={everything}
              onChange={(event) => setEverything(event.currentTarget.checked)}
            />
            {t("timelineAll")}
          </label>
        </h3>
        {problem && <p class="error">{t("cannotLoad", { why: problem })}</p>}
        <ol reversed>
          {[...events].reverse().map((event) => (
            <Line
              key={`${event.version}/${event.code}/${event.offer}`}
              event={event}
              incident={entry.incident}
              offer={event.code === "OFFERED" ? offers.get(event.offer) : undefined}
              everything={everything}
            />
          ))}
        </ol>
      </section>
      {why && <NotAsked why={why} />}
    </>
  );
}

interface LineProperties {
  readonly event: TimelineEvent;
  readonly incident: Incident;
  readonly offer: Offer | undefined;
  readonly everything: boolean;
}

function Line({ event, incident, offer, everything }: LineProperties) {
  const { desk } = useScreen();
  const told = sentence(
    { ...event, aed: desk.aedName(event.aed) },
    incident,
    say.value,
    desk.enrolment.subject,
  );
  if (told.routine && !everything) return null;
  const at = event.at && timestampDate(event.at);
  return (
    <li class={`line ${told.tone}`} data-code={event.code}>
      <time>{at ? clockTime(at, language.value) : ""}</time>
      <div>
        {told.text}
        {offer && <OfferReasons offer={offer} />}
      </div>
    </li>
  );
}
