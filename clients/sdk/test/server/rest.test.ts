import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  CloseReason,
  Datum,
  IncidentKind,
  IncidentStatus,
  Problem,
  Role,
  TokenRole,
  Unreachable,
  createClient,
  randomKey,
} from "../../src/index.js";
import { BadLine } from "./bad-line.js";
import { PLACE, Town } from "./town.js";

let town: Town;

beforeAll(async () => {
  town = await Town.found();
});
afterAll(() => town?.server.end());

/** The problem with which a call is refused. */
async function problemOf(call: Promise<unknown>): Promise<Problem> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Problem);
  return error as Problem;
}

describe("alerts", () => {
  test("the same key is the same incident, the same key with other words is refused", async () => {
    const centre = town.as("centre");
    const alert = { kind: IncidentKind.UNCONSCIOUS, position: { ...PLACE, latitude: 46.2 } };
    const first = await centre.alerts.raise(alert, { idempotencyKey: "one" });
    const again = await centre.alerts.raise(alert, { idempotencyKey: "one" });
    expect([first.created, again.created]).toEqual([true, false]);
    expect(again.incident).toBe(first.incident);
    const other = centre.alerts.raise({ ...alert, note: "changed" }, { idempotencyKey: "one" });
    expect(await problemOf(other)).toMatchObject({
      code: "IDEMPOTENCY_KEY_REUSED",
      status: 409,
      retryable: false,
    });
  });

  test("without a key each call is an alert of its own", async () => {
    const alert = { kind: IncidentKind.OTHER, position: { ...PLACE, latitude: 46.3 } };
    const centre = town.as("centre");
    const [one, two] = [await centre.alerts.raise(alert), await centre.alerts.raise(alert)];
    expect(one.incident).not.toBe(two.incident);
  });

  test("bad input is named", async () => {
    const call = town.as("centre").alerts.raise({
      kind: IncidentKind.CARDIAC_ARREST,
      position: { latitude: 46, longitude: 14, datum: Datum.DATUM_UNSPECIFIED },
    });
    expect(await problemOf(call)).toMatchObject({
      code: "DATUM_REQUIRED",
      field: "position.datum",
      status: 400,
    });
  });
});

describe("incidents", () => {
  test("every act of the dispatcher reaches the server and is answered in kind", async () => {
    const { incidents } = town.as("desk");
    const { incident: id } = await town.raise();
    expect((await incidents.get(id)).address).toBe("Slovenska 12");
    const newest = await incidents.list({ status: "OPEN", pageSize: 1 });
    expect(newest.incidents.map((each) => each.id)).toEqual([id]);
    expect(newest.nextPageToken).toBe(id);

    await incidents.hold(id);
    expect((await incidents.get(id)).status).toBe(IncidentStatus.HELD);
    await incidents.resume(id);
    await incidents.update(id, { note: "by the fountain" });
    await incidents.relocate(id, { position: { ...PLACE, latitude: 46.0501 }, floor: "8" });
    await incidents.escalate(id);
    expect((await incidents.get(id)).escalation).toBe(1);
    await incidents.escalate(id, 0);
    await incidents.assign(id, { responder: "cene", role: Role.GUIDE });
    const offer = (await incidents.get(id)).offers.find((each) => each.role === Role.GUIDE && !each.end);
    expect(offer).toBeDefined();
    await incidents.release(id, { offer: offer!.id });
    const second = await town.raise();
    await incidents.merge(second.incident, id);
    expect((await incidents.get(second.incident)).mergedInto).toBe(id);
    await incidents.unmerge(second.incident);
    await incidents.declareMajor(id, { casualties: 5 });
    const state = await incidents.get(id);
    expect(state).toMatchObject({ major: true, casualties: 5, note: "by the fountain", floor: "8" });
    if (state.alarms[0]) await incidents.acknowledgeAlarm(id, state.alarms[0].number);
    await incidents.emsOnScene(id);
    const timeline = await incidents.timeline(id);
    expect(timeline.events.map((event) => event.code)).toEqual(
      expect.arrayContaining(["OPENED", "OFFERED", "EMS_ARRIVED"]),
    );
    expect((await incidents.explain(id)).incident).toBe(id);
    await incidents.close(id, CloseReason.HANDED_OVER);
    await incidents.cancel(second.incident);
    expect((await incidents.get(second.incident)).status).toBe(IncidentStatus.CANCELLED);
  });

  test("an act decided upon an older version is refused", async () => {
    const { incidents } = town.as("desk");
    const { incident: id } = await town.raise();
    const { version } = await incidents.get(id);
    const held = await incidents.hold(id);
    expect(held.version).toBeGreaterThan(version);
    expect(await problemOf(incidents.resume(id, { ifMatch: version }))).toMatchObject({
      code: "PRECONDITION_FAILED",
      status: 412,
    });
    await incidents.cancel(id, { ifMatch: held.version });
    expect(await problemOf(incidents.get("nonsense"))).toMatchObject({ code: "NOT_FOUND", status: 404 });
  });
});

describe("registry", () => {
  test("AEDs by place, by rectangle, one, created, replaced, struck off, imported", async () => {
    const { aeds } = town.as("registrar");
    const near = await aeds.list({ near: PLACE, radiusMeters: 500, datum: "WGS84", usableAt: new Date() });
    expect(near.aeds.map((aed) => aed.id)).toEqual(["library"]);
    expect(near.aeds[0]!.usability!.probability).toBeGreaterThan(0.5);
    const box = { west: 14.4, south: 46, east: 14.6, north: 46.1 };
    expect((await aeds.list({ box, datum: "WGS84", limit: 5 })).aeds.length).toBe(1);
    const made = await aeds.create({ name: "Station", position: { ...PLACE, latitude: 46.1 } });
    const first = await aeds.page({ pageSize: 1 });
    const rest = await aeds.page({ pageSize: 1, pageToken: first.nextPageToken });
    expect([...first.aeds, ...rest.aeds].map((aed) => aed.id).sort()).toEqual([made.id, "library"].sort());
    expect((await aeds.page({ box: { ...box, north: 46.08 } })).aeds.map((aed) => aed.id)).toEqual([
      "library",
    ]);
    expect(made.id).not.toBe("");
    expect(await problemOf(aeds.put(made.id, { name: "Hall", position: made.position }))).toMatchObject({
      code: "PRECONDITION_REQUIRED",
      field: "If-Match",
    });
    const replaced = await aeds.put(
      made.id,
      { name: "Hall", position: made.position },
      { ifMatch: made.version },
    );
    expect(replaced).toMatchObject({ name: "Hall", version: made.version + 1n });
    await aeds.remove(made.id, replaced.version);
    expect(await problemOf(aeds.get(made.id))).toMatchObject({ code: "NOT_FOUND" });
    const report = await aeds.importCsv(
      "@id,@type,@lat,@lon,name\n1,node,46.11,14.5,Pool\n2,node,146,14.5,Bad\n",
      { datum: "WGS84" },
    );
    expect(report).toMatchObject({ rows: 2, created: 1, refused: 1 });
  });

  test("responders, duty and teams", async () => {
    const { responders, teams } = town.as("registrar");
    expect((await responders.list({ pageSize: 2 })).nextPageToken).toBe("bor");
    const page = await responders.list({ pageSize: 2, pageToken: "bor" });
    expect([page.responders.map((each) => each.id), page.nextPageToken]).toEqual([["cene"], ""]);
    await town.as("cene").responders.setDuty("cene", false);
    expect((await responders.get("cene")).onDuty).toBe(false);
    await responders.setDuty("cene", true);
    expect(await problemOf(town.as("ana").responders.setDuty("bor", false))).toMatchObject({
      code: "FORBIDDEN",
      status: 403,
    });
    const team = await teams.put("hill", { name: "Hill", captain: "ana", members: ["bor"] });
    expect((await teams.list()).teams.map((each) => each.id)).toEqual(["hill"]);
    expect((await teams.get("hill")).version).toBe(team.version);
    await teams.remove("hill");
    const extra = await responders.put("dana", { name: "Dana", home: PLACE });
    await responders.put("dana", { name: "Dana B.", home: PLACE }, { ifMatch: extra.version });
    await responders.remove("dana");
  });
});

describe("the connection", () => {
  test("a one-time code becomes a token that works, once", async () => {
    const person = { role: "RESPONDER", jurisdiction: "ljubljana", responder: "bor" } as const;
    const code = await town.server.createEnrolment({ name: "bor-phone", ...person });
    const anybody = createClient({ server: town.server.url });
    const token = await anybody.enrol(code.replaceAll("-", " ").toLowerCase());
    expect(token).toMatchObject({ name: "bor-phone", role: TokenRole.RESPONDER, responder: "bor" });
    const phone = createClient({ server: town.server.url, token: token.secret });
    expect((await phone.responders.setDuty("bor", true)).onDuty).toBe(true);
    expect(await problemOf(anybody.enrol(code))).toMatchObject({ code: "ENROLMENT_UNKNOWN", status: 404 });
  });

  test("a code whose answer was lost gives the same device its token, and no other", async () => {
    const person = { role: "RESPONDER", jurisdiction: "ljubljana", responder: "ana" } as const;
    const code = await town.server.createEnrolment({ name: "ana-phone", ...person });
    const line = await BadLine.to(town.server.url);
    try {
      const idempotencyKey = randomKey();
      const phone = createClient({ server: line.url, attempts: 1 });
      await expect(phone.enrol(code, { idempotencyKey })).rejects.toThrow(Unreachable);
      expect(line.cut).toBe(1);
      const other = createClient({ server: town.server.url });
      expect(await problemOf(other.enrol(code))).toMatchObject({ code: "ENROLMENT_UNKNOWN" });
      const token = await phone.enrol(code, { idempotencyKey });
      const ana = createClient({ server: town.server.url, token: token.secret });
      expect((await ana.responders.setDuty("ana", true)).onDuty).toBe(true);
    } finally {
      await line.end();
    }
  });

  test("a call to enrol() gets over a lost answer by itself", async () => {
    const person = { role: "RESPONDER", jurisdiction: "ljubljana", responder: "cene" } as const;
    const code = await town.server.createEnrolment({ name: "cene-phone", ...person });
    const line = await BadLine.to(town.server.url);
    try {
      expect((await createClient({ server: line.url }).enrol(code)).responder).toBe("cene");
      expect(line.cut).toBe(1);
    } finally {
      await line.end();
    }
  });

  test("an unknown token is refused, nobody there is unreachable, and the probe needs no token", async () => {
    const stranger = createClient({ server: town.server.url, token: "nobody" });
    expect(await problemOf(stranger.incidents.list())).toMatchObject({
      code: "UNAUTHENTICATED",
      status: 401,
    });
    const nobody = createClient({ server: "http://127.0.0.1:1", token: "x", attempts: 1 });
    await expect(nobody.incidents.list()).rejects.toThrow(Unreachable);
    const ready = await createClient({ server: town.server.url }).readiness();
    expect(ready).toMatchObject({ ready: true, drillsOnly: false, durability: "LOCAL" });
    expect(Math.abs(ready.time.getTime() - Date.now())).toBeLessThan(60_000);
  });
});
