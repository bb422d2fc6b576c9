// Acts that choose one of a few: whom to let go, how wide to search, which incident is the same.
import { IncidentKind, type Incident } from "@goldenfour/sdk";
import { distance, language } from "@goldenfour/ui";
import { useScreen } from "../../context";
import { mergeTargets } from "../../state/merge";
import { isActive, isAsked } from "../../state/need";
import { roleText, whoOf } from "../../state/sentence";
import { say, word } from "../../words";
import { shortId } from "../parts";
import { Choices, digits, Sheet, useAct } from "./Sheet";

export function ReleaseSheet({ incident, subject }: { incident: Incident; subject: string | undefined }) {
  const { acts, desk } = useScreen();
  const t = say.value;
  const [busy, run] = useAct();
  const holders = incident.tasks.filter(isActive).map((task) => ({
    id: task.id,
    what: { task: task.id },
    who: whoOf(task.responder, task.responderName, t),
    role: roleText(task.role, desk.aedName(task.aed), t),
  }));
  const asked = incident.offers.filter(isAsked).map((offer) => ({
    id: offer.id,
    what: { offer: offer.id },
    who: whoOf(offer.responder, "", t),
    role: roleText(offer.role, desk.aedName(offer.aed), t),
  }));
  const all = [...holders, ...asked].filter(({ id }) => subject === undefined || id === subject);
  return (
    <Sheet title={t("ask.release")} testId="sheet-release" onKeyDown={digits}>
      <Choices
        label={t("ask.release")}
        disabled={busy}
        choices={all.map((value) => ({ value, text: t("letGoWho", { who: value.who }), hint: value.role }))}
        onChoose={({ what, who }) => run(() => acts.release(incident.id, what, who))}
      />
    </Sheet>
  );
}

const LEVELS = [0, 1, 2, 3] as const;

export function EscalateSheet({ incident }: { incident: Incident }) {
  const { acts } = useScreen();
  const t = say.value;
  const [busy, run] = useAct();
  const title = t("ask.escalate", { id: shortId(incident.id) });
  return (
    <Sheet title={title} testId="sheet-escalate" onKeyDown={digits}>
      <Choices
        label={title}
        disabled={busy}
        choices={LEVELS.filter((level) => level !== incident.escalation).map((value) => ({
          value,
          text: value === 0 ? t("level0") : t("do.escalate", { level: value }),
        }))}
        onChoose={(level) => run(() => acts.escalate(incident, level))}
      />
    </Sheet>
  );
}

export function MergeSheet({ incident }: { incident: Incident }) {
  const { acts, desk } = useScreen();
  const t = say.value;
  const [busy, run] = useAct();
  const title = t("ask.merge", { id: shortId(incident.id) });
  void desk.order.value; // the others come and go
  const open = desk.openIncidents().map((entry) => entry.incident);
  return (
    <Sheet title={title} testId="sheet-merge" onKeyDown={digits}>
      <Choices
        label={title}
        disabled={busy}
        choices={mergeTargets(open, incident)
          .slice(0, 9)
          .map(({ incident: other, meters }) => ({
            value: other.id,
            text: t("do.merge", { id: shortId(other.id) }),
            hint: [
              word(t, "kind", IncidentKind[other.kind] ?? ""),
              other.address,
              meters === undefined ? "" : distance(meters, language.value),
            ]
              .filter(Boolean)
              .join(" · "),
          }))}
        onChoose={(into) => run(() => acts.merge(incident.id, into))}
      />
    </Sheet>
  );
}
