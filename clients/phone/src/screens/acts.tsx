// What may go wrong on the way, and whom to tell.
import { Hazard, Role } from "@goldenfour/sdk";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { RefObject } from "preact";
import { refused, session } from "../app";
import { config } from "../edge/config";
import type { Errand } from "../model/calls";
import { hazardName, type StepName } from "../model/names";
import { hasAed, isOnScene } from "../model/steps";
import { say, sayNamed } from "../words";

const HAZARDS = [Hazard.FIRE, Hazard.VIOLENCE, Hazard.TRAFFIC, Hazard.ELECTRICITY, Hazard.INFECTIOUS];

interface ActsProps {
  readonly errand: Errand;
  readonly hasMetronome: boolean;
  readonly onMetronome: () => void;
}

export function Acts({ errand, hasMetronome, onMetronome }: ActsProps) {
  const [more, danger, giveUp] = [useDialog(), useDialog(), useDialog()];
  const { task, aed, role } = errand.notice;
  const sent = useSignal<readonly StepName[]>([]);
  const report = (step: StepName, extra: { aed?: string | undefined; hazard?: Hazard } = {}): void => {
    refused.value = false;
    navigator.vibrate?.(60);
    session.value?.report(task, step, extra);
    sent.value = [...sent.value, step];
    for (const dialog of [more, danger]) dialog.current?.close();
  };
  const { dispatcher } = config.value;
  const mayMiss = role === Role.AED && aed !== undefined && !hasAed(errand) && !isOnScene(errand);
  return (
    <div class="acts">
      <div class="acts-row">
        <button class="warn" data-testid="need-help" onClick={() => report("NEED_HELP")}>
          {say.value(sent.value.includes("NEED_HELP") ? "act.helpSent" : "act.help")}
        </button>
        {dispatcher && (
          <a class="button" href={`tel:${dispatcher.replaceAll(/[^+\d]/g, "")}`} data-testid="call-dispatch">
            {say.value("act.call")}
          </a>
        )}
        {mayMiss && (
          <button data-testid="aed-missing" onClick={() => report("AED_UNAVAILABLE", { aed: aed.id })}>
            {say.value("act.aedMissing")}
          </button>
        )}
        <button data-testid="more-acts" aria-haspopup="dialog" onClick={() => more.current?.showModal()}>
          {say.value("act.more")}
        </button>
      </div>
      <dialog ref={more} class="sheet" aria-label={say.value("act.more")}>
        <button class="wide" data-testid="danger" onClick={() => danger.current?.showModal()}>
          {say.value("act.danger")}
        </button>
        <button class="wide" data-testid="wrong-place" onClick={() => report("WRONG_PLACE")}>
          {say.value(sent.value.includes("WRONG_PLACE") ? "act.reported" : "act.wrongPlace")}
        </button>
        <button
          class="wide"
          aria-pressed={hasMetronome}
          data-testid="metronome-open"
          onClick={() => {
            onMetronome();
            more.current?.close();
          }}
        >
          {say.value("act.metronome")}
        </button>
        <button class="wide" data-testid="give-up" onClick={() => giveUp.current?.showModal()}>
          {say.value("act.giveUp")}
        </button>
        <button class="wide plain-button" onClick={() => more.current?.close()}>
          {say.value("act.close")}
        </button>
      </dialog>
      <dialog ref={danger} class="sheet" aria-labelledby="danger-title">
        <h2 id="danger-title">{say.value("act.dangerWhich")}</h2>
        {HAZARDS.map((hazard) => (
          <button
            key={hazard}
            class="wide warn"
            data-testid={`danger-${hazardName(hazard)}`}
            onClick={() => report("HAZARD_SEEN", { hazard })}
          >
            {sayNamed("hazard", hazardName(hazard))}
          </button>
        ))}
        <button class="wide plain-button" onClick={() => danger.current?.close()}>
          {say.value("act.close")}
        </button>
      </dialog>
      <GiveUp dialog={giveUp} task={task} />
    </div>
  );
}

const useDialog = (): RefObject<HTMLDialogElement | null> => useRef<HTMLDialogElement>(null);

function GiveUp({ dialog, task }: { dialog: RefObject<HTMLDialogElement | null>; task: string }) {
  return (
    <dialog ref={dialog} class="sheet" aria-labelledby="give-up-title">
      <h2 id="give-up-title">{say.value("giveUp.title")}</h2>
      <p>{say.value("giveUp.why")}</p>
      <button class="wide danger" data-testid="give-up-confirm" onClick={() => session.value?.giveUp(task)}>
        {say.value("giveUp.yes")}
      </button>
      <button class="wide" onClick={() => dialog.current?.close()}>
        {say.value("giveUp.no")}
      </button>
    </dialog>
  );
}
