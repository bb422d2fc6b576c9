import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket as NodeWebSocket } from "ws";

import { IncidentStatus, Problem, TaskStep, createClient, openStream } from "../../src/index.js";
import type {
  IncidentEvent,
  Link,
  OfferNotice,
  Place,
  Reset,
  StandDown,
  Stream,
  StreamLimits,
  TaskNotice,
  WebSocketConstructor,
} from "../../src/index.js";
import { PEOPLE, PLACE, Town, eventually } from "./town.js";

let town: Town;
let streams: Stream[] = [];

beforeEach(async () => {
  town = await Town.found();
});
afterEach(async () => {
  for (const stream of streams) stream.close();
  streams = [];
  await town?.server.end();
});

/** A device or a console that writes down what it is told. */
class Device {
  readonly links: Link[] = [];
  readonly places: Place[] = [];
  readonly resets: Reset[] = [];
  readonly offers: OfferNotice[] = [];
  readonly tasks: TaskNotice[] = [];
  readonly standDowns: StandDown[] = [];
  readonly events: IncidentEvent[] = [];
  readonly stream: Stream;

  constructor(name: string, webSocket?: WebSocketConstructor, limits?: Partial<StreamLimits>) {
    const note =
      <T>(list: T[]) =>
      (item: T, info: { place: Place | undefined }) => {
        list.push(item);
        if (info.place) this.places.push(info.place);
      };
    this.stream = openStream({
      client: town.as(name),
      on: {
        link: (link) => this.links.push(link),
        reset: note(this.resets),
        offer: note(this.offers),
        task: note(this.tasks),
        standDown: note(this.standDowns),
        incident: note(this.events),
      },
      limits: { longestPauseMs: 500, ...limits },
      ...(webSocket ? { webSocket } : {}),
    });
    streams.push(this.stream);
  }

  async connected(): Promise<this> {
    await eventually("a connection", () => this.stream.link.state === "connected" && this.resets.length > 0);
    return this;
  }
}

/** Within an epoch, every durable frame is the next one. */
function expectUnbroken(places: Place[]): void {
  for (const [index, place] of places.entries()) {
    const before = places[index - 1];
    if (before) expect(place).toEqual({ epoch: before.epoch, sequence: before.sequence + 1n });
  }
}

const sockets: [string, WebSocketConstructor | undefined][] = [
  ["the global WebSocket", undefined],
  ["the package ws", NodeWebSocket as unknown as WebSocketConstructor],
];

describe.each(sockets)("over %s", (_, webSocket) => {
  test("an offer is accepted, the task is told and played to its end", async () => {
    const devices = await Promise.all(PEOPLE.map((person) => new Device(person, webSocket).connected()));
    const { incident } = await town.raise();
    const device = await eventually("an offer", () => devices.find((each) => each.offers.length > 0));
    const offer = device.offers[0]!;
    expect(offer.place).toBeUndefined();
    device.stream.seen(offer.offer);
    const { task } = await device.stream.answer(offer.offer, true);
    expect(task).not.toBe("");
    expect(await eventually("the task", () => device.tasks[0])).toMatchObject({
      task,
      address: "Slovenska 12",
      floor: "7",
    });
    for (const step of [TaskStep.LEFT, TaskStep.ON_SCENE, TaskStep.CPR_STARTED, TaskStep.STEP_HANDED_OVER]) {
      await device.stream.progress({ task, step });
    }
    const again = device.stream.progress({ task: `${task}9`, step: TaskStep.LEFT });
    await expect(again).rejects.toBeInstanceOf(Problem);
    const state = await town.as("desk").incidents.get(incident);
    expect(state.offers.find((each) => each.id === offer.offer)?.delivery).toMatch(/DELIVERED|SEEN/);
    expect(state.tasks.map((each) => [each.id, Boolean(each.onSceneAt)])).toEqual([[task, true]]);
  });
});

test("killed in the middle: everybody resumes, nothing is missing and nothing comes twice", async () => {
  const console_ = await new Device("desk").connected();
  const phones = await Promise.all(PEOPLE.map((person) => new Device(person).connected()));
  const expected: string[] = [];
  for (let round = 0; round < 3; round++) {
    expected.push((await town.raise(`before-${round}`)).incident);
    await eventually("the incident at the console", () =>
      console_.events.some((event) => event.incident === expected.at(-1)),
    );
    const during = town.raise(`during-${round}`);
    await new Promise((resolve) => setTimeout(resolve, round * 3));
    await town.server.kill();
    const blind = phones[0]!.stream.setDuty(round % 2 === 0);
    await town.server.start();
    expected.push((await during).incident);
    expected.push((await town.raise(`after-${round}`)).incident);
    expect((await blind).code).toBe("OK");
  }
  expect(new Set(expected).size).toBe(9);
  const everybody = [console_, ...phones];
  await eventually("everybody's return", () =>
    everybody.every((each) => each.stream.link.state === "connected"),
  );
  await eventually("all incidents at the console", () =>
    expected.every((id) => console_.events.some((event) => event.incident === id)),
  );
  expect((await town.as("registrar").responders.get("ana")).onDuty).toBe(true);
  for (const device of everybody) {
    expect(device.resets.length).toBe(1);
    expectUnbroken(device.places);
    expect(device.links.filter((link) => link.state === "connected").length).toBeGreaterThanOrEqual(2);
  }
  const opened = console_.events
    .filter((event) => event.event?.code === "OPENED")
    .map((event) => event.incident);
  expect([...opened].sort()).toEqual([...expected].sort());
  const server = await town.as("desk").incidents.list({ pageSize: 50 });
  for (const incident of server.incidents) {
    const seen = console_.events.filter((event) => event.incident === incident.id).at(-1)?.state;
    expect([seen?.id, seen?.status]).toEqual([incident.id, incident.status]);
  }
});

test("an answer given while the server is away is taken when it is back, once", async () => {
  const phones = await Promise.all(PEOPLE.map((person) => new Device(person).connected()));
  const { incident } = await town.raise();
  const phone = await eventually("an offer", () => phones.find((each) => each.offers.length > 0));
  await town.server.kill();
  await eventually("the break", () => phone.stream.link.state !== "connected");
  const answer = phone.stream.answer(phone.offers[0]!.offer, true);
  const late = phone.stream.answer(phone.offers[0]!.offer, true, { signal: AbortSignal.timeout(50) });
  await expect(late).rejects.toMatchObject({ name: "TimeoutError" });
  await town.server.start();
  const { task } = await answer;
  await eventually("the task", () => phone.tasks[0]?.task === task);
  expect((await town.as("desk").incidents.get(incident)).tasks.map((each) => each.id)).toEqual([task]);
  await town.as("desk").incidents.cancel(incident);
  await eventually("the stand-down", () => phone.standDowns.length > 0);
  expect((await town.as("desk").incidents.get(incident)).status).toBe(IncidentStatus.CANCELLED);
  expectUnbroken(phone.places);
});

test("a server that says nothing is left, and found again", async () => {
  const limits = {
    pingEveryMs: 200,
    deadAfterMs: 600,
    probeMs: 100,
    connectTimeoutMs: 500,
    longestPauseMs: 200,
  };
  const desk = await new Device("desk", undefined, limits).connected();
  await town.server.freeze();
  await eventually("the end", () => desk.links.some((link) => link.why === "the server is silent"));
  await eventually("a vain attempt", () => desk.links.some((link) => link.why === "no welcome in time"));
  town.server.thaw();
  await eventually("the return", () => desk.stream.link.state === "connected");
  const { incident } = await town.raise();
  await eventually("the incident", () => desk.events.some((event) => event.incident === incident));
  expect(desk.resets.length).toBe(1);
  expectUnbroken(desk.places);
});

test("woken up it does not wait out the usual patience", async () => {
  const phone = await new Device("ana", undefined, { probeMs: 200 }).connected();
  await town.server.freeze();
  phone.stream.wake();
  await eventually("the end", () => phone.links.some((link) => link.why === "the server is silent"));
  town.server.thaw();
  await eventually("the return", () => phone.stream.link.state === "connected");
  expect(phone.resets.length).toBe(1);
});

test("a place from which the server cannot resume ends in a reset, and a presence counts", async () => {
  const resets: Reset[] = [];
  const stream = openStream({
    client: town.as("bor"),
    on: { reset: (reset) => resets.push(reset) },
    resume: { epoch: 77, sequence: 12n },
    presence: { position: PLACE, accuracyMeters: 10 },
  });
  streams.push(stream);
  await eventually("the reset", () => resets.length === 1);
  const { incident } = await town.raise();
  const offer = async () => (await town.as("desk").incidents.get(incident)).offers.find((each) => !each.end);
  await eventually("an offer", offer);
});

test("a token that is not good is the end, and says why", async () => {
  const links: Link[] = [];
  const client = createClient({ server: town.server.url, token: "nobody" });
  const stream = openStream({ client, on: { link: (link) => links.push(link) } });
  await eventually("the refusal", () => stream.link.state === "refused");
  expect(stream.link.why).toContain("UNAUTHENTICATED");
  await expect(stream.setDuty(true)).rejects.toMatchObject({ name: "Unanswered" });
});
