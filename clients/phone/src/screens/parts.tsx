// Small pieces that several screens share.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Hazard, IncidentKind, OfferNotice, Role } from "@goldenfour/sdk";
import { session } from "../app";
import { hazardName, isCprKind, roleName, thingOf, type Thing } from "../model/names";
import { say, sayNamed, type WordKey } from "../words";

export const thingWord = (thing: Thing): string => say.value(`thing.${thing}`);

/** What to do, in the largest letters. */
export function errandWord(notice: Pick<OfferNotice, "role" | "kind" | "aed">): string {
  const role = roleName(notice.role as Role);
  if (role === "AED") return say.value("do.AED", { thing: thingWord(thingOf(notice.kind, notice.aed)) });
  if (role === "CPR" && !isCprKind(notice.kind as IncidentKind)) return say.value("do.help");
  return say.value(`do.${role}` as WordKey);
}

export function hazardWords(hazards: readonly Hazard[]): string {
  return hazards.map((hazard) => sayNamed("hazard", hazardName(hazard))).join(" · ");
}

/** A heading that takes the focus when its screen appears, so that it is read aloud. */
export function Heading({ id, children }: { id?: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} tabIndex={-1} {...(id ? { id } : {})}>
      {children}
    </h1>
  );
}

/** The server's time in milliseconds, several times a second. */
export function useServerNow(everyMs = 200): number {
  const now = useSignal(session.value?.now() ?? Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = session.peek()?.now() ?? Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now.value;
}

export function DrillMark({ isTest = false }: { isTest?: boolean }) {
  return (
    <p class="drill-mark" data-testid="drill-mark">
      {say.value(isTest ? "ring.test" : "ring.drill")}
    </p>
  );
}

/** One fact with its name, left out when there is none. */
export function Fact({ word, value, big = false }: { word: WordKey; value: string; big?: boolean }) {
  if (value === "") return null;
  return (
    <div class={big ? "fact strong" : "fact"}>
      <dt>{say.value(word)}</dt>
      <dd>{value}</dd>
    </div>
  );
}
