import { describe, expect, test } from "vitest";
import { AlertStatus, IncidentStatus } from "@goldenfour/sdk";
import { openAlarms, rankOf, tuneFor } from "../src/state/alarms";
import { byNeed, needOf, progressOf } from "../src/state/need";
import { incident, stamp } from "./support";

const alarm = (kind: string, more = {}) => ({ number: 1, kind, raisedAt: stamp(30), ...more });

describe("who needs the dispatcher most", () => {
  const nobody = incident(1);
  const waiting = incident(2, { offers: [{ id: "x-1" }] });
  const underWay = incident(3, { tasks: [{ id: "x-1", step: "LEFT" }], offers: [{ id: "x-2" }] });
  const onScene = incident(4, { tasks: [{ id: "x-1", onSceneAt: stamp(9) }] });
  const held = incident(5, { status: IncidentStatus.HELD });
  const ended = incident(6, { status: IncidentStatus.CLOSED, endedAt: stamp(99) });
  const alarmed = incident(7, { tasks: [{ id: "x-1" }], alarms: [alarm("NO_CONTACT")] });

  test("each stage has its name", () => {
    const all = [nobody, waiting, underWay, onScene, held, ended, alarmed];
    expect(all.map(needOf)).toEqual(["nobody", "waiting", "underWay", "onScene", "held", "ended", "alarm"]);
    expect(progressOf(alarmed)).toBe("underWay");
  });

  test("alarms come first, the ended last, the older before the newer, the real before the exercise", () => {
    const drill = incident(0, { alertStatus: AlertStatus.EXERCISE });
    const young = incident(8);
    const all = [ended, held, drill, young, onScene, underWay, waiting, nobody, alarmed].sort(byNeed);
    expect(all).toEqual([alarmed, nobody, young, drill, waiting, underWay, onScene, held, ended]);
  });

  test("a task that ended is nobody on the way", () => {
    expect(needOf(incident(1, { tasks: [{ id: "x-1", end: "GAVE_UP" }] }))).toBe("nobody");
  });
});

describe("alarms", () => {
  test("only those that nobody acknowledged, of incidents that are not over; most urgent first", () => {
    const open = openAlarms([
      incident(1, { alarms: [alarm("ESCALATED"), alarm("NEED_HELP", { number: 2 })] }),
      incident(2, { alertStatus: AlertStatus.TEST, alarms: [alarm("HAZARD")] }),
      incident(3, {
        alarms: [alarm("NOBODY_ACCEPTED"), alarm("HAZARD", { number: 2, acknowledgedAt: stamp(31) })],
      }),
      incident(4, { status: IncidentStatus.CANCELLED, alarms: [alarm("HAZARD")] }),
    ]);
    expect(open.map((each) => each.alarm.kind)).toEqual([
      "NEED_HELP",
      "NOBODY_ACCEPTED",
      "ESCALATED",
      "HAZARD",
    ]);
    expect(open.at(-1)!.drill).toBe(true);
  });

  test("an alarm that is newer than this client is urgent", () => {
    expect(rankOf("SOMETHING_NEW")).toBe(1);
  });

  test("the most urgent one is heard, most often; none: silence", () => {
    const of = (kind: string, drill = false) =>
      openAlarms([
        incident(1, {
          alarms: [alarm(kind)],
          alertStatus: drill ? AlertStatus.EXERCISE : AlertStatus.ACTUAL,
        }),
      ]);
    expect(tuneFor([])).toBeUndefined();
    const every = [of("NEED_HELP"), of("NEED_HELP", true), of("ESCALATED")].map(
      (open) => tuneFor(open)!.everyMs,
    );
    expect(every).toEqual([...every].sort((a, b) => a - b));
    expect(tuneFor([...of("ESCALATED"), ...of("NEED_HELP")])).toBe(tuneFor(of("NEED_HELP")));
  });
});
