import { afterEach, describe, expect, test, vi } from "vitest";
import { AedListSchema, AedUsability_State, Problem, create, type Client } from "@goldenfour/sdk";
import { followAeds, pointOf, type AedPoint } from "../src/edge/aeds";
import { find } from "../src/edge/responders";
import { Frames } from "../src/edge/frames";
import { AED_PORTION, aedFeatures, cellFeatures, incidentFeatures, moverFeatures } from "../src/map/data";
import { tuneOf, openAlarms } from "../src/state/alarms";
import { say } from "../src/words";
import { incident, stamp } from "./support";

const here = { latitude: 43.7, longitude: 7.4 };
const page = (ids: string[], nextPageToken = "") =>
  create(AedListSchema, {
    nextPageToken,
    aeds: ids.map((id) => ({ id, position: here, usability: { state: AedUsability_State.CLOSED } })),
  });

afterEach(() => vi.useRealTimers());

describe("AEDs", () => {
  const follow = async (aeds: object): Promise<readonly AedPoint[]> =>
    new Promise((resolve) => {
      const stop = followAeds(
        { aeds } as unknown as Client,
        (all) => (stop(), resolve(all)),
        () => here,
      );
    });

  test("come page by page; an empty page is not the end; the map has the first before the last have come", async () => {
    vi.useFakeTimers();
    const pages = [page(["a"], "1"), page([], "2"), page(["b"], "3"), page(["c"])];
    const aeds = { page: vi.fn(() => Promise.resolve(pages.shift() ?? page(["c"]))) };
    const told: string[] = [];
    const stop = followAeds(
      { aeds } as unknown as Client,
      (all) => told.push(all.map(({ id, state }) => `${id} ${state}`).join(", ")),
      () => here,
    );
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).toEqual(["a CLOSED", "a CLOSED, b CLOSED", "a CLOSED, b CLOSED, c CLOSED"]);
    // Ten minutes later one is gone: nothing flickers, there is one new list.
    pages.push(page(["a"], "1"));
    await vi.advanceTimersByTimeAsync(10 * 60_000 + 1000);
    stop();
    expect(told.slice(3)).toEqual(["a CLOSED, c CLOSED"]);
  });

  test("of an older server, which has no pages, come from around", async () => {
    const list = vi.fn(() => Promise.resolve(page(["a"])));
    const refused = () => Promise.reject(new Problem({ status: 400, code: "MISSING_FIELD" }));
    expect((await follow({ page: refused, list })).length).toBe(1);
    expect(list.mock.calls.length).toBe(1);
  });

  test("without a word for the state the reasons decide; without a place there is no point", () => {
    const [aed] = page(["a"]).aeds;
    const told = (codes: string[], probability: number) => {
      const usability = {
        ...aed!.usability!,
        state: 0,
        probability,
        reasons: codes.map((code) => ({ code })),
      };
      return pointOf({ ...aed!, usability } as never)?.state;
    };
    expect([told(["OPEN"], 0.9), told(["CLOSED"], 0.1), told(["HOURS_UNKNOWN"], 0.4), told([], 0)]).toEqual([
      "USABLE",
      "CLOSED",
      "UNKNOWN",
      "NOT_USABLE",
    ]);
    expect(pointOf({ ...aed!, position: undefined } as never)).toBeUndefined();
  });

  test("are given to the map in portions, none of them twice", () => {
    const all = Array.from({ length: 20_000 }, (_, at): AedPoint => ({
      id: `${at}`,
      name: "",
      state: "USABLE",
      ...here,
    }));
    const sizes = [0, 1, 2, 3, 4, 5].map((portion) => aedFeatures(all, portion).features.length);
    expect(sizes).toEqual([AED_PORTION, AED_PORTION, AED_PORTION, AED_PORTION, AED_PORTION, 0]);
  });
});

describe("the map", () => {
  test("shows incidents with their need, movers with their way, cells with people", () => {
    const one = incident(1, { tasks: [{ id: "monaco-1-1-1", responderName: "Ana", step: "LEFT" }] });
    const [sign] = incidentFeatures([one], one.id, say.peek()).features;
    expect(sign!.properties!["sign"]).toBe("gf-incident/underWay/false/true");
    const board = new Map([[one.id, { incident: one }]]);
    const mover = {
      incident: one.id,
      task: "monaco-1-1-1",
      responder: "ana",
      role: 1,
      position: here,
      expectedAt: stamp(95),
    };
    const movements = { movements: [mover, { ...mover, incident: "gone" }] } as never;
    const now = Number(stamp(0).seconds) * 1000;
    const { features } = moverFeatures(movements, board, one.id, now, say.peek());
    expect(features.map(({ geometry }) => geometry.type)).toEqual(["LineString", "Point"]);
    expect(features[1]!.properties!["label"]).toBe("Ana 1:40");
    const [, other] = moverFeatures(movements, board, "another", now, say.peek()).features;
    expect(other!.properties!["label"], "of others the time is enough").toBe("1:40");
    expect(moverFeatures(undefined, board, undefined, 0, say.peek()).features).toEqual([]);
    expect(
      cellFeatures({ cells: [{ cell: "x", center: here, responders: 7 }] } as never).features.length,
    ).toBe(1);
    expect(cellFeatures(undefined).features).toEqual([]);
  });
});

test("without a connection nothing is rung that nobody can acknowledge", () => {
  const open = openAlarms([incident(1, { alarms: [{ number: 1, kind: "NEED_HELP" }] })]);
  expect(tuneOf(open, true, true)!.everyMs).toBeLessThan(5000);
  expect(tuneOf(open, false, true)!.everyMs).toBeGreaterThan(10_000);
  expect(tuneOf(open, false, false)).toBeUndefined();
});

test("frames between two pictures are taken over together", () => {
  const taken: number[][] = [];
  let draw = () => {};
  const frames = new Frames<number>(
    (events) => (taken.push([...events]), false),
    (flush) => (draw = flush),
  );
  [1, 2, 3].forEach((event) => frames.add(event));
  expect(taken).toEqual([]);
  draw();
  draw();
  frames.add(4);
  frames.flush();
  expect(taken).toEqual([[1, 2, 3], [4]]);
});

test("who is on duty is found first", () => {
  const person = (id: string, name: string, onDuty: boolean) => ({ id, name, onDuty }) as never;
  const all = [person("a", "Zoe", false), person("b", "Bor", true), person("c", "Ana", true)];
  expect(find(all, "").map(({ id }) => id)).toEqual(["c", "b", "a"]);
  expect(find(all, "zo").map(({ id }) => id)).toEqual(["a"]);
});
