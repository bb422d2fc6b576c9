// The task: what has changed, where to go, what to press next.
import { Role, timestampDate } from "@goldenfour/sdk";
import { clockTime, language } from "@goldenfour/ui";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { isOffline, refused, session } from "../app";
import type { Errand } from "../model/calls";
import { targetOf } from "../model/guide";
import { isCprKind, isTeamRole, kindName, thingOf, type StepName } from "../model/names";
import { isOnScene, mayHandOver, nextStep } from "../model/steps";
import { say, sayNamed } from "../words";
import { Acts } from "./acts";
import { Changes } from "./changes";
import { Guidance } from "./guidance";
import { Metronome } from "./metronome";
import { errandWord, hazardWords, Heading, thingWord } from "./parts";

const REST_MS = 700;

export function Task({ errand }: { errand: Errand }) {
  const { notice } = errand;
  const beats = useSignal(false);
  const isThere = isOnScene(errand);
  const treats = (notice.role === Role.CPR || notice.role === Role.AED) && isCprKind(notice.kind);
  const showsBeat = beats.value || (isThere && treats);
  return (
    <main class={`task${notice.wait ? " waits" : ""}`} data-testid="task" data-task={notice.task}>
      <Strip errand={errand} />
      {errand.changes.length > 0 && <Changes errand={errand} />}
      <header class="task-head">
        <Heading>{headline(errand)}</Heading>
        <p class="task-kind">
          {sayNamed("kind", kindName(notice.kind))} · {errandWord(notice)}
        </p>
      </header>
      {notice.wait && (
        <section class="wait" role="alert" data-testid="wait">
          <strong>{say.value("wait.title")}</strong>
          <p>{say.value("wait.why")}</p>
        </section>
      )}
      {notice.hazards.length > 0 && (
        <p class="hazards" data-testid="hazards">
          {say.value("ring.hazards", { hazards: hazardWords(notice.hazards) })}
        </p>
      )}
      {showsBeat && <Metronome isFirst={isThere} />}
      <Guidance errand={errand} isShort={isThere} />
      <div class="next">
        <Acts errand={errand} onMetronome={() => (beats.value = !beats.value)} hasMetronome={showsBeat} />
        <NextStep errand={errand} />
      </div>
    </main>
  );
}

function headline(errand: Errand): string {
  const { notice } = errand;
  const target = targetOf(errand);
  if (isOnScene(errand)) return say.value("at.scene");
  if (target.at === "aed") return say.value("to.aed", { thing: thingWord(thingOf(notice.kind, notice.aed)) });
  return say.value(target.at === "rally" ? "to.rally" : "to.patient");
}

/** What is true of the whole task, in one line. */
function Strip({ errand: { notice } }: { errand: Errand }) {
  const unsent = session.value?.unsent.value.length ?? 0;
  const due = notice.crewDue && clockTime(timestampDate(notice.crewDue), language.value, false);
  return (
    <div class="strip">
      {notice.drill && (
        <strong class="drill-mark" data-testid="drill-mark">
          {say.value("task.drill")}
        </strong>
      )}
      {due && <span>{say.value("place.crewDue", { time: due })}</span>}
      <span class="strip-end" role="status">
        {isOffline.value && <span class="offline">{say.value("task.offline")}</span>}
        {unsent > 0 && (
          <span class="not-sent" data-testid="not-sent">
            {say.value("task.notSent")}
          </span>
        )}
        {refused.value && unsent === 0 && <span class="offline">{say.value("task.refused")}</span>}
      </span>
    </div>
  );
}

function NextStep({ errand }: { errand: Errand }) {
  const next = nextStep(errand);
  // The button says something else at once: the second half of a double press must not say that as well.
  const isResting = useSignal(false);
  const handOver = useRef<HTMLDialogElement>(null);
  const press = (step: StepName): void => {
    if (step === "HANDED_OVER" && !handOver.current?.open) return handOver.current?.showModal();
    refused.value = false;
    isResting.value = true;
    setTimeout(() => (isResting.value = false), REST_MS);
    navigator.vibrate?.(60);
    session.value?.report(errand.notice.task, step, { aed: errand.notice.aed?.id });
  };
  return (
    <>
      {mayHandOver(errand) && (
        <button data-testid="hand-over" disabled={isResting.value} onClick={() => press("HANDED_OVER")}>
          {stepWord("HANDED_OVER", errand)}
        </button>
      )}
      {next && (
        <button
          class="main huge"
          data-testid="next-step"
          data-step={next}
          disabled={isResting.value}
          onClick={() => press(next)}
        >
          {stepWord(next, errand)}
        </button>
      )}
      <dialog ref={handOver} class="sheet" aria-labelledby="hand-over-title">
        <h2 id="hand-over-title">{stepWord("HANDED_OVER", errand)}</h2>
        <p>{say.value("handOver.why")}</p>
        <button class="main big" data-testid="hand-over-confirm" onClick={() => press("HANDED_OVER")}>
          {say.value("handOver.yes")}
        </button>
        <button class="wide" onClick={() => handOver.current?.close()}>
          {say.value("handOver.no")}
        </button>
      </dialog>
    </>
  );
}

function stepWord(step: StepName, { notice }: Errand): string {
  if (step === "HANDED_OVER" && notice.role === Role.GUIDE) return say.value("next.HANDED_OVER.GUIDE");
  if (step === "HANDED_OVER" && isTeamRole(notice.role)) return say.value("next.HANDED_OVER.team");
  if (step === "AED_COLLECTED")
    return say.value("next.AED_COLLECTED", { thing: thingWord(thingOf(notice.kind, notice.aed)) });
  const named = { LEFT: "next.LEFT", ON_SCENE: "next.ON_SCENE", HANDED_OVER: "next.HANDED_OVER" } as const;
  if (step === "CPR_STARTED" || step === "SHOCK_DELIVERED") return say.value(`next.${step}`);
  return say.value(named[step as keyof typeof named] ?? "next.ON_SCENE");
}
