import { Aed_Equipment, IncidentKind, Role } from "@goldenfour/sdk";
import { describe, expect, test } from "vitest";
import { changeOnAccepting, changeUnderWay } from "../src/model/change";
import { geoLink, targetOf, turn, wayTo, windOf } from "../src/model/guide";
import { thingOf, type StepName } from "../src/model/names";
import { chainOf, hasAed, mayHandOver, nextStep, standingStep, type Standing } from "../src/model/steps";
import { aed, offer, task } from "./make";

const fetching = task("a", { role: Role.AED, aed: aed("x", "Library") });
const at = (pressed: StepName, notice = fetching, collected?: string): Standing => ({
  notice,
  pressed,
  collected,
});

describe("the steps", () => {
  test("depend on role and kind", () => {
    expect(chainOf(fetching)).toEqual([
      "LEFT",
      "AED_COLLECTED",
      "ON_SCENE",
      "CPR_STARTED",
      "SHOCK_DELIVERED",
      "HANDED_OVER",
    ]);
    expect(chainOf(task("a"))).toEqual(["LEFT", "ON_SCENE", "CPR_STARTED", "HANDED_OVER"]);
    const bleeding = task("a", { kind: IncidentKind.SEVERE_BLEEDING });
    for (const notice of [task("a", { role: Role.GUIDE }), task("a", { role: Role.MEMBER }), bleeding])
      expect(chainOf(notice)).toEqual(["LEFT", "ON_SCENE", "HANDED_OVER"]);
  });

  test("come one after the other", () => {
    const order: StepName[] = [];
    let [pressed, collected]: [StepName, string | undefined] = ["ACCEPTED", undefined];
    for (let next = nextStep(at(pressed)); next; next = nextStep(at(pressed, fetching, collected))) {
      order.push(next);
      pressed = next;
      if (next === "AED_COLLECTED") collected = "x";
    }
    expect(order).toEqual(chainOf(fetching));
  });

  test("go on from the server's word after a reload", () => {
    const back = at("ACCEPTED", { ...fetching, step: "AED_COLLECTED" });
    expect([standingStep(back), hasAed(back), nextStep(back)]).toEqual(["AED_COLLECTED", true, "ON_SCENE"]);
    expect(nextStep(at("ACCEPTED", { ...fetching, step: "SOMETHING_NEW" }))).toBe("LEFT");
  });

  test("another AED has to be fetched again", () => {
    const replaced = at("AED_COLLECTED", { ...fetching, aed: aed("y") }, "x");
    expect([hasAed(replaced), nextStep(replaced)]).toEqual([false, "AED_COLLECTED"]);
  });

  test("stop before the place while there is danger", () => {
    const waiting = { ...task("a"), wait: true };
    expect(nextStep(at("ACCEPTED", waiting))).toBe("LEFT");
    expect(nextStep(at("LEFT", waiting))).toBeUndefined();
  });

  test("the crew may take over at any time once one is there", () => {
    expect(mayHandOver(at("LEFT"))).toBe(false);
    expect(mayHandOver(at("ON_SCENE"))).toBe(true);
    expect(mayHandOver(at("SHOCK_DELIVERED"))).toBe(false);
  });
});

describe("what has changed", () => {
  const asked = offer("a", { role: Role.AED, aed: aed("x", "Library") });

  test("nothing, when the task is what was asked", () => {
    expect(changeOnAccepting(asked, fetching)).toEqual([]);
  });

  test("the AED was promised to somebody else", () => {
    expect(changeOnAccepting(asked, { ...fetching, aed: aed("y", "Pool") })).toEqual([
      { type: "otherAed", name: "Pool" },
    ]);
    expect(changeOnAccepting(asked, task("a"))).toEqual([{ type: "straight" }]);
    expect(changeOnAccepting(offer("a"), fetching)).toEqual([{ type: "fetch", name: "Library" }]);
  });

  test("under way: place, kind, danger", () => {
    const before = task("a");
    expect(changeUnderWay(before, { ...before, address: "Elsewhere" })).toEqual([{ type: "place" }]);
    expect(changeUnderWay(before, { ...before, kind: IncidentKind.UNCONSCIOUS })).toEqual([{ type: "kind" }]);
    expect(changeUnderWay(before, { ...before, wait: true })).toEqual([{ type: "wait" }]);
    expect(changeUnderWay({ ...before, wait: true }, before)).toEqual([{ type: "go" }]);
    expect(changeUnderWay(before, { ...before, note: "dog" })).toEqual([]);
  });
});

describe("the way", () => {
  test("leads to the AED, then to the patient; teams to their rally point", () => {
    expect(targetOf(at("LEFT")).at).toBe("aed");
    expect(targetOf(at("AED_COLLECTED", fetching, "x")).at).toBe("patient");
    expect(targetOf(at("ON_SCENE")).at).toBe("patient");
    const rally = { latitude: 1, longitude: 2 };
    expect(targetOf(at("LEFT", task("a", { role: Role.MEMBER, rally })))).toEqual({
      at: "rally",
      place: rally,
    });
  });

  test("is told by an arrow, a wind and metres", () => {
    const way = wayTo({ latitude: 43.7393, longitude: 7.42 }, { latitude: 43.7393, longitude: 7.43 });
    expect(way?.bearing).toBeCloseTo(90, 1);
    expect(windOf(way?.bearing ?? 0)).toBe("e");
    expect([windOf(350), windOf(-10), windOf(202)]).toEqual(["n", "n", "s"]);
    expect([turn(90, 0), turn(10, 350), turn(350, 10)]).toEqual([90, 20, -20]);
    expect(wayTo(undefined, { latitude: 1, longitude: 2 })).toBeUndefined();
  });

  test("opens in another program in WGS-84, with any name", () => {
    expect(geoLink({ latitude: 43.7393, longitude: 7.4276 }, "门 (B)&c")).toBe(
      "geo:43.739300,7.427600?q=43.739300,7.427600(%E9%97%A8%20(B)%26c)",
    );
  });
});

test("what is fetched is what the kind needs and what hangs there", () => {
  const kit = { ...aed("x"), equipment: [Aed_Equipment.AED, Aed_Equipment.BLEEDING_KIT] };
  expect(thingOf(IncidentKind.SEVERE_BLEEDING, kit)).toBe("bleedingKit");
  expect(thingOf(IncidentKind.CARDIAC_ARREST, kit)).toBe("aed");
  expect(thingOf(IncidentKind.ANAPHYLAXIS, aed("x"))).toBe("aed");
});
