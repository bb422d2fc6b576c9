import { describe, expect, test } from "vitest";
import { AlertStatus, Datum, Hazard, IncidentKind, timestampDate } from "@goldenfour/sdk";
import { alertOf, errorsOf, fieldOfProblem, kindOfKey, newDraft } from "../src/state/draft";
import { onMap, readDegrees, writeDegrees } from "../src/state/place";
import { changedMeanwhile, correctionOf, updateOf } from "../src/state/correction";
import { updateBack } from "../src/state/undo";
import { heard, localClock, serverNow } from "../src/state/clock";
import { mergeTargets } from "../src/state/merge";
import { obstacle } from "../src/state/possible";
import { isTooOld, KEPT_MS } from "../src/edge/snapshot";
import { incident, START, stamp } from "./support";

describe("a typed place", () => {
  test.each([
    ["43.7393, 7.4276", 43.7393, 7.4276],
    ["43.7393，7.4276", 43.7393, 7.4276],
    ["29.082 119.643", 29.082, 119.643],
    ["E119.643 N29.082", 29.082, 119.643],
    ["东经119.643 北纬29.082".replace(/[经纬]/g, ""), 29.082, 119.643],
    ["33.86°S 151.2°E", -33.86, 151.2],
    ["-33.86;151.2", -33.86, 151.2],
  ])("%s", (text, latitude, longitude) => {
    expect(readDegrees(text)).toEqual({ latitude, longitude });
  });

  test.each(["", "43.7", "119.643, 29.082", "43.7, 7.4, 12", "43.7, abc", "N43 N44", "43,7393, 7,4276"])(
    "%s is none",
    (text) => expect(readDegrees(text)).toBeUndefined(),
  );

  test("is written as it is read", () => {
    expect(readDegrees(writeDegrees({ latitude: -1.5, longitude: 179.25 }))).toEqual({
      latitude: -1.5,
      longitude: 179.25,
    });
  });

  test("of a Chinese map lies half a kilometre off when its datum is forgotten", () => {
    const at = { latitude: 29.082, longitude: 119.643 };
    expect(Math.abs(onMap(at, "GCJ02").longitude - at.longitude)).toBeGreaterThan(0.003);
    expect(onMap(at, "WGS84")).toEqual(at);
  });
});

describe("an alert", () => {
  test("says what is missing, with the field and the remedy", () => {
    const draft = { ...newDraft("console-1"), crewMinutes: "soon" };
    expect(errorsOf(draft)).toEqual([
      { field: "kind", value: "", remedy: "remedyKind" },
      { field: "place", value: "", remedy: "remedyPlace" },
      { field: "crewMinutes", value: "soon", remedy: "remedyMinutes" },
    ]);
    expect(errorsOf({ ...draft, place: "here" })[1]).toEqual({
      field: "place",
      value: "here",
      remedy: "remedyPlaceForm",
    });
  });

  test("keeps its own number, so that sending again is never a second emergency", () => {
    const draft = {
      ...newDraft("console-1"),
      kind: kindOfKey("1")!,
      place: "29.082, 119.643",
      datum: "GCJ02" as const,
      hazards: [Hazard.FIRE],
      crewMinutes: "8",
      exercise: true,
    };
    const alert = alertOf(draft, START);
    expect(errorsOf(draft)).toEqual([]);
    expect(alert).toMatchObject({
      externalId: "console-1",
      kind: IncidentKind.CARDIAC_ARREST,
      position: { latitude: 29.082, longitude: 119.643, datum: Datum.GCJ02 },
      status: AlertStatus.EXERCISE,
      hazards: [Hazard.FIRE],
    });
    expect(timestampDate(alert.crewDue as never).getTime() - START.getTime()).toBe(480_000);
    expect(alertOf({ ...draft, number: " 2026-4711 " }, START).externalId).toBe("2026-4711");
  });

  test("kinds have digits and letters; the server's fields are found in the form", () => {
    expect(["1", "0", "d", "D", "x"].map(kindOfKey)).toEqual([
      IncidentKind.CARDIAC_ARREST,
      IncidentKind.OTHER,
      IncidentKind.DROWNING,
      IncidentKind.DROWNING,
      undefined,
    ]);
    expect(["position.latitude", "callerPhone", "strange"].map(fieldOfProblem)).toEqual([
      "place",
      "callerPhone",
      undefined,
    ]);
  });
});

describe("a correction", () => {
  const before = incident(1, { hazards: [Hazard.FIRE], note: "old", address: "A" });

  test("says only what was changed, and can be taken back", () => {
    const form = { ...correctionOf(before), note: "new", hazards: [] };
    const { update, changed } = updateOf(before, form, START);
    expect(update).toEqual({ note: "new", clearHazards: true });
    expect(updateBack(before, changed)).toEqual({ note: "old", hazards: [Hazard.FIRE] });
  });

  test("of a time that was not there cannot be taken back", () => {
    const { changed } = updateOf(before, { ...correctionOf(before), crewMinutes: "5" }, START);
    expect(changed).toEqual(["crewDue"]);
    expect(updateBack(before, changed)).toBeUndefined();
  });

  test("another console's change is noticed", () => {
    expect(changedMeanwhile(before, incident(1, { ...before, version: 9n } as never))).toEqual([]);
    const theirs = incident(1, { hazards: [], note: "old", address: "B", crewDue: stamp(9) });
    expect(changedMeanwhile(before, theirs)).toEqual(["address", "hazards", "crewDue"]);
  });
});

describe("small rules", () => {
  test("the server's clock: the message with the shortest way is believed, a drill's clock runs", () => {
    let clock = heard(localClock, 100_000, 5_000);
    clock = heard(clock, 100_900, 6_000); // 100 ms later than it should be
    expect(serverNow(clock, 6_000)).toBe(101_000);
    clock = heard(clock, 90_000, 7_000); // it was set
    expect(serverNow(clock, 7_000)).toBe(90_000);
    clock = heard(clock, 91_000, 8_000, 60);
    expect(serverNow(clock, 9_000)).toBe(151_000);
  });

  test("a drill is never merged into a real emergency; the proposed twin comes first, then the nearest", () => {
    const near = incident(2, { position: { latitude: 43.731, longitude: 7.42 } });
    const twin = incident(3, { position: { latitude: 43.9, longitude: 7.42 } });
    const drill = incident(4, { alertStatus: AlertStatus.EXERCISE });
    const one = incident(1, { possibleTwin: twin.id });
    const targets = mergeTargets([near, drill, one, twin], one);
    expect(targets.map(({ incident: other }) => other.id)).toEqual([twin.id, near.id]);
  });

  test("nothing can be done without a connection, and why is said", () => {
    expect(obstacle("hold", incident(1), false, 0)).toBe("noLink");
    expect(obstacle("release", incident(1), true, 0)).toBe("nobodyToRelease");
    expect(obstacle("merge", incident(1), true, 0)).toBe("noOther");
    expect(obstacle("cancel", incident(1), true, 0)).toBeUndefined();
  });

  test("a kept picture is too old after a day, also when the clock was set back", () => {
    expect([0, KEPT_MS, KEPT_MS + 1, -KEPT_MS - 1].map((age) => isTooOld(1e12, 1e12 + age))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
