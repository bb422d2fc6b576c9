import { Datum, ResponderSchema, create, createClient, timestampFromDate, toBinary } from "@goldenfour/sdk";
import { chooseLanguage } from "@goldenfour/ui";
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { learnRecord, record } from "../src/edge/record";
import { dutyAtStart, dutyToAsk, readDuty } from "../src/model/duty";
import { Known } from "../src/screens/known";

const told = create(ResponderSchema, {
  id: "ana",
  name: "Ana",
  onDuty: true,
  home: { latitude: 43.7393, longitude: 7.42885, datum: Datum.WGS84 },
  certifiedUntil: timestampFromDate(new Date("2099-01-01T00:00:00Z")),
  held: {
    positionHeardAt: timestampFromDate(new Date("2026-11-28T03:12:00Z")),
    positionKeptSeconds: 600,
    pushDevices: ["phone-1"],
    offers: 12,
    tasks: 5,
    habit: { asked: 9.34, accepted: 4.1, silent: 1, turnoutSeconds: 95 },
  },
});

/** A client whose server always answers so. */
const client = (fetch: () => Promise<Response>) =>
  createClient({ server: "http://127.0.0.1:1", fetch, attempts: 1 });
const answers = (status: number, body?: Uint8Array<ArrayBuffer>) =>
  client(async () => new Response(body ?? "", { status }));

beforeEach(() => {
  chooseLanguage("en");
  record.value = "asking";
});
afterEach(cleanup);

describe("the record", () => {
  test.each([
    [403, "untold"],
    [404, "untold"],
    [500, "unreachable"],
  ])("that is answered by %i is %s", async (status, what) => {
    expect(await learnRecord(answers(status), "ana")).toBeUndefined();
    expect(record.value).toBe(what);
  });

  test("without a network is unreachable", async () => {
    await learnRecord(
      client(() => Promise.reject(new TypeError("no network"))),
      "ana",
    );
    expect(record.value).toBe("unreachable");
    await learnRecord(answers(200, new Uint8Array([255])), "ana"); // something else answers
    expect(record.value).toBe("unreachable");
  });

  test("is shown with what is held, and the rules", async () => {
    render(<Known />);
    await learnRecord(answers(200, toBinary(ResponderSchema, told)), "ana");
    const page = await screen.findByText("Ana");
    expect(page.isConnected).toBe(true);
    expect(screen.getByTestId("known-calls").textContent).toMatch(
      /12 times.*5 times.*asked 9.3.*yes 4.1.*95 s/s,
    );
    expect(screen.getByTestId("known-device").textContent).toContain("phone-1");
    expect(screen.getByTestId("known-position").textContent).toContain("28 Nov 2026");
    expect(screen.getByTestId("known-person").textContent).toContain("CPR and AED");
  });

  test("of an older server: the rules alone, and that it is so", async () => {
    render(<Known />);
    await learnRecord(answers(403), "ana");
    expect(await screen.findByText(/does not show the record/)).toBeTruthy();
    expect(screen.getByTestId("known-position").textContent).toContain("ten minutes");
  });
});

describe("duty at the start of a page", () => {
  test("is what the server last said, with its age, until it speaks", () => {
    expect(dutyAtStart({ on: true, at: 5 })).toMatchObject({ confirmed: true, at: 5, wanted: undefined });
    expect(dutyAtStart({ on: true, at: undefined }).confirmed).toBeUndefined();
    expect(dutyAtStart(undefined).confirmed).toBeUndefined();
  });

  test("is the server's word, not what was wished yesterday", () => {
    expect(dutyToAsk({ on: true, at: 5 }, false)).toBeUndefined();
    expect(dutyToAsk(undefined, false)).toBeUndefined();
  });

  test("is asked for again when it was pressed and not confirmed, or the server does not tell", () => {
    expect(dutyToAsk({ on: true, at: undefined }, false)).toBe(true);
    expect(dutyToAsk({ on: true, at: undefined }, true)).toBeUndefined();
    expect(dutyToAsk({ on: false, at: 5 }, undefined)).toBe(false);
  });

  test("is read as an earlier version kept it", () => {
    expect([readDuty(true), readDuty({ on: false, at: 7 }), readDuty("x"), readDuty(null)]).toEqual([
      { on: true, at: undefined },
      { on: false, at: 7 },
      undefined,
      undefined,
    ]);
  });
});
