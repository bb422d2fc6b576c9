// The ring. Understood in two seconds, answered by one press.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { session } from "../app";
import { sound } from "../edge/alarm";
import { deadlineOf, type Call } from "../model/calls";
import { kindName } from "../model/names";
import { say, sayNamed } from "../words";
import { DrillMark, errandWord, Heading, hazardWords, useServerNow } from "./parts";

// A finger that was on its way to something else must not answer.
const GUARD_MS = 350;

export function Ring({ call }: { call: Call }) {
  const { notice, isTest } = call;
  const isOpen = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (isOpen.value = true), GUARD_MS);
    return () => clearTimeout(timer);
  }, []);
  const answer = (accept: boolean): void => session.value?.answer(notice.offer, accept);
  const look = `screen ring${notice.drill || isTest ? " drill" : ""}`;
  return (
    <div
      class={look}
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="ring-do"
      aria-describedby="ring-what"
      data-testid="ring"
      data-offer={notice.offer}
    >
      {notice.drill || isTest ? (
        <DrillMark isTest={isTest} />
      ) : (
        <p class="ring-title">{say.value("ring.title")}</p>
      )}
      <Heading id="ring-do">{errandWord(notice)}</Heading>
      <div id="ring-what" class="ring-what">
        <p class="ring-kind" data-testid="ring-kind">
          {sayNamed("kind", kindName(notice.kind))}
        </p>
        <Figures call={call} />
        {notice.hazards.length > 0 && (
          <p class="hazards" data-testid="hazards">
            {say.value("ring.hazards", { hazards: hazardWords(notice.hazards) })}
          </p>
        )}
        {notice.aed && <AedPlace call={call} />}
        {notice.team !== "" && <p>{say.value("ring.team", { team: notice.team })}</p>}
      </div>
      <div class="ring-answer">
        {sound.value === "locked" && <p class="ring-nosound">{say.value("ring.noSound")}</p>}
        <TimeLeft deadline={deadlineOf(notice)} />
        <button class="accept" data-testid="accept" disabled={!isOpen.value} onClick={() => answer(true)}>
          {say.value(isTest ? "ring.testHeard" : "ring.accept")}
        </button>
        <button class="decline" data-testid="decline" disabled={!isOpen.value} onClick={() => answer(false)}>
          {say.value(isTest ? "ring.testSilent" : "ring.decline")}
        </button>
      </div>
    </div>
  );
}

function Figures({ call: { notice } }: { call: Call }) {
  const { distanceMetersFrom: from, distanceMetersTo: to, arrivalSeconds } = notice;
  const minutes = Math.max(1, Math.ceil(arrivalSeconds / 60));
  return (
    <p class="ring-figures">
      {to > 0 && <span data-testid="distance">{say.value("ring.distance", { from, to })}</span>}
      {arrivalSeconds > 0 && (
        <span data-testid="arrival">{say.value("ring.arrival", { count: minutes })}</span>
      )}
    </p>
  );
}

function AedPlace({ call: { notice } }: { call: Call }) {
  const { name = "", address = "", locationHint = "", floor = "" } = notice.aed ?? {};
  return (
    <p class="ring-aed" data-testid="ring-aed">
      <small>{say.value("ring.aedAt")}</small>
      <strong>{name || address}</strong>
      <span>
        {[name ? address : "", locationHint, floor && say.value("ring.floor", { floor })]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </p>
  );
}

function TimeLeft({ deadline }: { deadline: number }) {
  const now = useServerNow();
  const first = useRef(now);
  if (!Number.isFinite(deadline)) return null;
  const left = Math.max(0, deadline - now);
  const whole = Math.max(1, deadline - first.current);
  const seconds = Math.ceil(left / 1000);
  return (
    <div class="time-left" role="timer" data-testid="time-left">
      <div class={seconds <= 10 ? "bar soon" : "bar"} aria-hidden="true">
        <div style={{ width: `${Math.min(100, (left / whole) * 100)}%` }} />
      </div>
      <span>{say.value("ring.left", { count: seconds })}</span>
    </div>
  );
}
