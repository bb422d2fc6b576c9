import { describe, expect, it } from "vitest";
import type { Aed, AedState } from "../src/aed";
import { boxAround } from "../src/area";
import { change, countsOf, emptyPage, rowsInView, rowsShown, worthShowing, type Page } from "../src/page";

const middle = { latitude: 46.05, longitude: 14.5 };

function aed(id: string, north: number, state: AedState = "USABLE", more: Partial<Aed> = {}): Aed {
  const texts = { name: id, address: "", hint: "", floor: "", hours: "", equipment: [], reasons: [] };
  const access = "PUBLIC";
  return {
    id,
    ...texts,
    access,
    latitude: middle.latitude + north / 111_195,
    longitude: middle.longitude,
    state,
    ...more,
  };
}

function pageOf(...aeds: Aed[]): Page {
  return {
    ...emptyPage,
    link: "fresh",
    box: boxAround(middle, 1000),
    heard: { aeds, truncated: false, at: 0 },
  };
}

const ids = (rows: readonly { aed: Aed }[]) => rows.map(({ aed: { id } }) => id);

describe("what the page shows", () => {
  it("what lies in view, nearest to the middle first", () => {
    const page = pageOf(aed("far", -900), aed("outside", 1500), aed("near", 100), aed("between", 300));
    expect(ids(rowsInView(page, 0))).toEqual(["near", "between", "far"]);
  });

  it("nearest to the person, once it is known where", () => {
    const me = { ...middle, latitude: middle.latitude - 1000 / 111_195, accuracy: 20 };
    const page = change(pageOf(aed("far", -900), aed("near", 100)), { type: "here", me });
    const [first] = rowsInView(page, 0);
    expect(first?.aed.id).toBe("far");
    expect(first?.meters).toBeCloseTo(100, 0);
    expect(first?.bearing).toBeCloseTo(0, 3);
  });

  it("nothing before anything was heard, nothing of a view that is too wide", () => {
    expect(rowsInView(emptyPage, 0)).toEqual([]);
    expect(rowsInView({ ...pageOf(aed("a", 0)), link: "tooWide" }, 0)).toEqual([]);
  });

  it("finds words in any order, whatever their accents", () => {
    const rows = rowsInView(
      pageOf(aed("Prešernov trg", 0), aed("Lekarna", 10, "CLOSED", { hint: "pri blagajni" })),
      0,
    );
    const found = (text: string) => ids(rowsShown({ ...emptyPage, search: text }, rows));
    expect(found("TRG presern")).toEqual(["Prešernov trg"]);
    expect(found("blagajni")).toEqual(["Lekarna"]);
    expect(found("  ")).toHaveLength(2);
    expect(found("bank")).toEqual([]);
  });

  it("hides states, and counts them all the same", () => {
    const rows = rowsInView(pageOf(aed("a", 0), aed("b", 10, "UNKNOWN"), aed("c", 20, "UNKNOWN")), 0);
    const page = change(emptyPage, { type: "toggle", state: "UNKNOWN" });
    expect(ids(rowsShown(page, rows))).toEqual(["a"]);
    expect(ids(rowsShown(change(page, { type: "toggle", state: "UNKNOWN" }), rows))).toHaveLength(3);
    expect(countsOf(rows)).toEqual({ USABLE: 1, CLOSED: 0, UNKNOWN: 2, NOT_USABLE: 0 });
  });

  it("the state is that of this moment", () => {
    expect(rowsInView(pageOf(aed("a", 0, "USABLE", { closesAt: 5000 })), 6000)[0]?.state).toBe("CLOSED");
  });

  it("for who looks for one: the nearest three, and on to the first that can be used", () => {
    const closed = ["a", "b", "c", "d"].map((id) => aed(id, 0, "CLOSED"));
    expect(worthShowing([aed("x", 0), ...closed])).toHaveLength(3);
    expect(worthShowing([...closed, aed("x", 0), aed("y", 0)])).toHaveLength(5);
    expect(worthShowing(closed)).toHaveLength(3);
    expect(worthShowing([])).toEqual([]);
  });
});
