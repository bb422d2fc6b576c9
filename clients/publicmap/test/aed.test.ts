import { describe, expect, it } from "vitest";
import { readList, stateAt, TRUSTED_MS, type Aed } from "../src/aed";

const raw = {
  id: "a",
  position: { latitude: 43.7, longitude: 7.4, datum: "WGS84" },
  name: " Casino ",
  access: "PUBLIC",
  state: "CLOSED",
  reasons: ["CLOSED", 7],
  opensAt: "2026-11-28T07:30:00Z",
};

describe("reading the public list", () => {
  it("takes what it knows", () => {
    const { aeds, truncated } = readList({ aeds: [raw], truncated: true });
    expect(truncated).toBe(true);
    expect(aeds[0]).toMatchObject({
      id: "a",
      name: "Casino",
      state: "CLOSED",
      reasons: ["CLOSED"],
      hint: "",
    });
    expect(aeds[0]?.opensAt).toBe(Date.UTC(2026, 10, 28, 7, 30));
  });

  it("an empty list is one; protobuf leaves out what is empty", () => {
    expect(readList({})).toEqual({ aeds: [], truncated: false });
  });

  it.each([undefined, "", "USABEL", "MAYBE", 1])("a state like %j is unknown", (state) => {
    expect(readList({ aeds: [{ ...raw, state }] }).aeds[0]?.state).toBe("UNKNOWN");
  });

  it("one of which nobody has said who may enter is never usable, whatever is said of it", () => {
    const unknown = (state: string, access?: string) =>
      readList({ aeds: [{ ...raw, state, access }] }).aeds.map((aed) => [aed.access, aed.state]);
    expect(unknown("USABLE")).toEqual([["UNKNOWN", "UNKNOWN"]]);
    expect(unknown("USABLE", "AED_ACCESS_UNKNOWN")).toEqual([["UNKNOWN", "UNKNOWN"]]);
    expect(unknown("CLOSED")).toEqual([["UNKNOWN", "CLOSED"]]);
    expect(unknown("NOT_USABLE")).toEqual([["UNKNOWN", "NOT_USABLE"]]);
    expect(unknown("USABLE", "PUBLIC")).toEqual([["PUBLIC", "USABLE"]]);
  });

  it("what has no place in WGS-84 is left out; on the equator it has one", () => {
    const position = { latitude: 43.7, longitude: 7.4, datum: "GCJ02" };
    expect(readList({ aeds: [{ ...raw, position }, { ...raw, position: undefined }, 3] }).aeds).toEqual([]);
    expect(
      readList({ aeds: [{ ...raw, position: { longitude: 7, datum: "WGS84" } }] }).aeds[0]?.latitude,
    ).toBe(0);
  });

  it.each([null, 3, "x", []])("%j is no list", (value) => {
    expect(() => readList(value)).toThrow();
  });
});

describe("the state as time passes", () => {
  const base = readList({ aeds: [raw] }).aeds[0]!;
  const usable: Aed = { ...base, state: "USABLE", closesAt: 5000 };

  it("what has closed since is closed", () => {
    expect(stateAt(usable, 0, 4999)).toBe("USABLE");
    expect(stateAt(usable, 0, 5000)).toBe("CLOSED");
  });

  it("what should have opened is not promised", () => {
    const closed: Aed = { ...base, state: "CLOSED", opensAt: 5000 };
    expect(stateAt(closed, 0, 4999)).toBe("CLOSED");
    expect(stateAt(closed, 0, 5000)).toBe("UNKNOWN");
  });

  it("what is old says nothing good about now", () => {
    const always: Aed = { ...base, state: "USABLE" };
    expect(stateAt(always, 0, TRUSTED_MS)).toBe("USABLE");
    expect(stateAt(always, 0, TRUSTED_MS + 1)).toBe("UNKNOWN");
    expect(stateAt({ ...base, state: "NOT_USABLE" }, 0, 10 * TRUSTED_MS)).toBe("NOT_USABLE");
  });
});
