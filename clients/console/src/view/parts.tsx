// Small pieces that several views share.
import type { ComponentChildren } from "preact";
import { AlertStatus, timestampDate, type Incident } from "@goldenfour/sdk";
import { elapsed } from "@goldenfour/ui";
import { useScreen } from "../context";
import { otherDesk } from "../state/actor";
import type { Entry } from "../state/board";
import type { Text } from "../words";
import { say, word } from "../words";

/** "1-42" of "jinhua-1-42": what people say on the phone. */
export function shortId(id: string): string {
  return id.split("-").slice(-2).join("-");
}

/** Of one second's accuracy, by the server's clock; only this text is drawn again. */
export function Since({ at }: { at: Incident["openedAt"] }) {
  const { now } = useScreen().desk;
  return <span class="since">{at ? elapsed(now.value - timestampDate(at).getTime()) : "–"}</span>;
}

/** Another desk is at it: a quiet word, so that nobody does the same thing twice. */
export function OtherDesk({ entry, long }: { entry: Entry; long?: boolean }) {
  const { now, enrolment } = useScreen().desk;
  const who = otherDesk(entry, enrolment.subject, now.value);
  if (who === undefined) return null;
  return (
    <span class="other-desk" data-testid="other-desk" {...(long ? { role: "status" } : {})}>
      {say.value(long ? "actor.atItLong" : "actor.atIt", { who })}
    </span>
  );
}

export function drillName(incident: Incident): string {
  const name = AlertStatus[incident.alertStatus] ?? "";
  return name === "EXERCISE" || name === "TEST" ? word(say.value, "drill", name) : "";
}

export function Field({ name, children }: { name: Text; children: ComponentChildren }) {
  if (children === "" || children === undefined || children === false) return null;
  return (
    <div class="field">
      <dt>{say.value(name)}</dt>
      <dd>{children}</dd>
    </div>
  );
}
