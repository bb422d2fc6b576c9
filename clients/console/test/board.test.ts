import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IncidentStatus } from "@goldenfour/sdk";
import {
  KEPT_ENDED_MS,
  emptyBoard,
  isFinal,
  step,
  timelineOf,
  type Board,
  type BoardEvent,
} from "../src/state/board";
import { incident, later, stamp, told } from "./support";

const reset = (...incidents: ReturnType<typeof incident>[]): BoardEvent => ({
  type: "reset",
  incidents,
  truncated: false,
});
const run = (...events: BoardEvent[]): Board => events.reduce(step, emptyBoard);

describe("the board", () => {
  test("a reset names everything that is open; what vanished is unclear, what had ended stays", () => {
    const over = incident(3, { status: IncidentStatus.CLOSED, endedAt: stamp(10) });
    const board = run(
      reset(incident(1), incident(2)),
      { type: "incident", event: told(over, { code: "STATUS_CHANGED" }) },
      reset(incident(2)),
    );
    expect([...board.entries].map(([id, { unclear }]) => [id, unclear])).toEqual([
      ["monaco-1-2", false],
      ["monaco-1-1", true],
      ["monaco-1-3", false],
    ]);
  });

  test("offers that ended before are kept beside those that the stream tells", () => {
    const first = incident(1, { version: 2n, offers: [{ id: "monaco-1-1-1", end: "DECLINED" }] });
    const second = incident(1, { version: 3n, offers: [{ id: "monaco-1-1-10" }, { id: "monaco-1-1-2" }] });
    const board = run(reset(first), {
      type: "incident",
      event: told(second, { code: "OFFERED", offer: "monaco-1-1-2" }),
    });
    expect(board.entries.get("monaco-1-1")!.incident.offers.map(({ id }) => id)).toEqual([
      "monaco-1-1-1",
      "monaco-1-1-2",
      "monaco-1-1-10",
    ]);
  });

  test("an answer that was read before the newest event changes nothing that is newer", () => {
    const newer = incident(1, { version: 9n, status: IncidentStatus.HELD });
    const board = run(reset(newer), {
      type: "loaded",
      incident: incident(1, { version: 4n, offers: [{ id: "monaco-1-1-1", end: "EXPIRED" }] }),
    });
    const { incident: is } = board.entries.get("monaco-1-1")!;
    expect([is.version, is.status, is.offers.length]).toEqual([9n, IncidentStatus.HELD, 1]);
  });

  test("an ended incident goes after ten minutes, unless it is looked at", () => {
    const over = incident(1, { status: IncidentStatus.CANCELLED, endedAt: stamp(0) });
    const board = run({ type: "loaded", incident: over });
    const at = (seconds: number, keep?: string) => step(board, { type: "clock", now: later(seconds), keep });
    expect(at(KEPT_ENDED_MS / 1000).entries.size).toBe(1);
    expect(at(KEPT_ENDED_MS / 1000 + 1).entries.size).toBe(0);
    expect(at(KEPT_ENDED_MS / 1000 + 1, over.id).entries.size).toBe(1);
    expect(at(1)).toBe(board);
  });

  test("what was read and what was heard make one timeline, each line once", () => {
    const line = (version: number) =>
      told(incident(1, { version: BigInt(version) }), { code: "DELIVERY" }).event!;
    const all = timelineOf([line(1), line(2)], [line(2), line(3)]);
    expect(all.map(({ version }) => Number(version))).toEqual([1, 2, 3]);
  });

  test("whatever comes in whatever order, no open incident of the last reset is lost and no version goes back", () => {
    const events = fc.oneof(
      fc.record({ type: fc.constant("reset" as const), of: fc.uniqueArray(fc.integer({ min: 1, max: 4 })) }),
      fc.record({
        type: fc.constant("incident" as const),
        of: fc.integer({ min: 1, max: 4 }),
        version: fc.bigInt(1n, 20n),
      }),
      fc.record({
        type: fc.constant("loaded" as const),
        of: fc.integer({ min: 1, max: 4 }),
        version: fc.bigInt(1n, 20n),
      }),
      fc.record({ type: fc.constant("clock" as const), seconds: fc.integer({ min: 0, max: 5000 }) }),
    );
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (script) => {
        let board = emptyBoard;
        for (const each of script) {
          const before = board;
          if (each.type === "reset") {
            board = step(board, reset(...each.of.map((number) => incident(number, { version: 20n }))));
            for (const number of each.of)
              expect(board.entries.get(`monaco-1-${number}`)?.unclear).toBe(false);
          } else if (each.type === "clock") {
            board = step(board, { type: "clock", now: later(each.seconds), keep: undefined });
            for (const [id, { incident: is }] of before.entries)
              expect(isFinal(is) || board.entries.has(id)).toBe(true);
          } else {
            const state = incident(each.of, { version: each.version });
            board = step(
              board,
              each.type === "loaded"
                ? { type: "loaded", incident: state }
                : { type: "incident", event: told(state, { code: "DELIVERY" }) },
            );
          }
          for (const [id, { incident: is }] of board.entries)
            expect(is.version >= (before.entries.get(id)?.incident.version ?? 0n)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
