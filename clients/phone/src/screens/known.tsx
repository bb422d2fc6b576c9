// What is known about me: the record itself, where the server shows it; since when, for how long, who sees it.
import {
  Responder_Skill,
  TravelMode,
  timestampDate,
  type HeldAboutResponder,
  type Responder,
} from "@goldenfour/sdk";
import { clockTime, language } from "@goldenfour/ui";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { askRecord, enrolment } from "../app";
import { record } from "../edge/record";
import { placeOf } from "../model/names";
import { phoneWords, say, type WordKey } from "../words";
import { Fact, Heading } from "./parts";
import { Back } from "./settings";

export function Known() {
  const { subject = "", jurisdiction = "" } = enrolment.value ?? {};
  useEffect(askRecord, []);
  const own = typeof record.value === "object" ? record.value : undefined;
  return (
    <main class="plain known" data-testid="known" data-record={own ? "shown" : record.value}>
      <Back to="settings" />
      <Heading>{say.value("known.title")}</Heading>
      <p>{say.value("known.who", { subject, jurisdiction })}</p>
      <Missing />
      <Part name="person">{own && <Person own={own} />}</Part>
      <Part name="position">{own?.held && <PositionHeld held={own.held} />}</Part>
      <Part name="calls">{own?.held && <CallsHeld held={own.held} />}</Part>
      <Part name="device">{own?.held && <DeviceHeld onDuty={own.onDuty} held={own.held} />}</Part>
      <p class="quiet">{say.value("known.defaults")}</p>
    </main>
  );
}

function Missing() {
  const { value } = record;
  if (typeof value === "object") return null;
  return (
    <div role="status">
      <p class={value === "asking" ? "quiet" : "attention"}>{say.value(`known.${value}`)}</p>
      {value === "unreachable" && <button onClick={askRecord}>{say.value("known.again")}</button>}
    </div>
  );
}

/** What is kept, then the rule of it. */
function Part({
  name,
  children,
}: {
  name: "person" | "position" | "calls" | "device";
  children: ComponentChildren;
}) {
  return (
    <section data-testid={`known-${name}`}>
      <h2>{say.value(`known.${name}.title`)}</h2>
      {children}
      <p class="quiet">{say.value(`known.${name}`)}</p>
    </section>
  );
}

const yesNo = (is: boolean): string => say.value(is ? "known.yes" : "known.no");
const orNone = (text: string): string => text || say.value("known.none");

function Person({ own }: { own: Responder }) {
  const skills = own.skills.length > 0 ? own.skills : [Responder_Skill.CPR_AED];
  const home = placeOf(own.home);
  return (
    <dl class="facts">
      <Fact word="held.name" value={orNone(own.name)} />
      <Fact word="held.phone" value={orNone(own.phone)} />
      <Fact
        word="held.home"
        value={orNone(home ? `${home.latitude.toFixed(5)}, ${home.longitude.toFixed(5)}` : "")}
      />
      <Fact
        word="held.certified"
        value={orNone(own.certifiedUntil ? dayWord(timestampDate(own.certifiedUntil)) : "")}
      />
      <Fact
        word="held.skills"
        value={skills.map((skill) => wordOf("skill", Responder_Skill[skill] ?? String(skill))).join(" · ")}
      />
      <Fact
        word="held.mode"
        value={wordOf("mode", TravelMode[own.usualMode || TravelMode.FOOT] ?? String(own.usualMode))}
      />
      <Fact word="held.drills" value={yesNo(own.enrolledForDrills)} />
    </dl>
  );
}

function PositionHeld({ held }: { held: HeldAboutResponder }) {
  if (!held.positionHeardAt) return <p>{say.value("held.positionNone")}</p>;
  const at = timestampDate(held.positionHeardAt);
  return (
    <dl class="facts">
      <Fact word="held.positionAt" value={timeWord(at)} />
      <Fact
        word="held.positionUntil"
        value={timeWord(new Date(at.getTime() + held.positionKeptSeconds * 1000))}
      />
    </dl>
  );
}

function CallsHeld({ held: { offers, tasks, habit } }: { held: HeldAboutResponder }) {
  return (
    <>
      <dl class="facts">
        <Fact word="held.offers" value={say.value("held.times", { count: offers })} />
        <Fact word="held.tasks" value={say.value("held.times", { count: tasks })} />
      </dl>
      {habit && (
        <p>
          {say.value("held.habit", {
            asked: figure(habit.asked),
            accepted: figure(habit.accepted),
            silent: figure(habit.silent),
          })}{" "}
          {habit.turnoutSeconds > 0 &&
            say.value("held.turnout", { seconds: Math.round(habit.turnoutSeconds) })}
        </p>
      )}
    </>
  );
}

function DeviceHeld({ onDuty, held }: { onDuty: boolean; held: HeldAboutResponder }) {
  return (
    <dl class="facts">
      <Fact word="held.duty" value={yesNo(onDuty)} />
      {held.dutyChangedAt && (
        <Fact word="held.dutySince" value={timeWord(timestampDate(held.dutyChangedAt))} />
      )}
      <Fact
        word="held.deviceAt"
        value={orNone(held.deviceHeardAt ? timeWord(timestampDate(held.deviceHeardAt)) : "")}
      />
      <Fact word="held.push" value={orNone(held.pushDevices.join(" · "))} />
    </dl>
  );
}

const LOCALES = { zh: "zh-CN", en: "en-GB" } as const;

function dayWord(at: Date): string {
  return at.toLocaleDateString(LOCALES[language.value], { year: "numeric", month: "short", day: "numeric" });
}

const timeWord = (at: Date): string => `${dayWord(at)} ${clockTime(at, language.value, false)}`;
const figure = (value: number): string => String(Math.round(value * 10) / 10);

/** Of a value that may be newer than this program. */
function wordOf(group: "skill" | "mode", name: string): string {
  const key = `${group}.${name}`;
  return key in phoneWords ? say.value(key as WordKey) : name;
}
