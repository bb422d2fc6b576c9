import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { TaskStep, TravelMode, openStream } from "../../src/index.js";
import type { Link, OfferNotice, Stream, StreamOptions } from "../../src/index.js";
import { frameOf, offer, reset, result, standDown, welcome } from "./dialogue.js";
import { FakeClock, FakeSocket, ticketClient } from "./fakes.js";

let clock: FakeClock;
let links: Link[];

beforeEach(() => {
  clock = new FakeClock();
  links = [];
  FakeSocket.all = [];
});
afterEach(() => vi.unstubAllGlobals());

/** The ticket's promise needs a few turns. */
const turns = () => new Promise((resolve) => setTimeout(resolve, 0));

function open(options: Partial<StreamOptions> = {}): Stream {
  const { on, ...rest } = options;
  return openStream({
    client: ticketClient(),
    webSocket: FakeSocket,
    clock,
    random: () => 0.5,
    on: { link: (link) => links.push(link), ...on },
    ...rest,
  });
}

async function connected(options: Partial<StreamOptions> = {}): Promise<Stream> {
  const stream = open(options);
  await turns();
  FakeSocket.last.accept();
  FakeSocket.last.say(welcome());
  FakeSocket.last.say(reset(1, 10));
  return stream;
}

describe("the connection", () => {
  test("is a WebSocket of the protobuf subprotocol; the ticket stands in hello, never in the URL", async () => {
    await connected({ presence: { accuracyMeters: 12 } });
    expect(FakeSocket.last.url).toBe("wss://aed.example/v1/stream");
    expect(FakeSocket.last.protocols).toEqual(["goldenfour.v1.protobuf"]);
    const [hello] = FakeSocket.last.sent;
    expect(hello!.body).toMatchObject({
      case: "hello",
      value: { ticket: "t", presence: { accuracyMeters: 12 } },
    });
    expect(links.map((link) => link.state)).toEqual(["connecting", "connected"]);
  });

  test("a console hears where people are on their way", async () => {
    const heard: string[] = [];
    await connected({
      on: { movements: ({ movements }) => heard.push(movements.map((m) => m.task).join()) },
    });
    FakeSocket.last.say(frameOf({ body: { case: "movements", value: { movements: [{ task: "x-1-2" }] } } }));
    FakeSocket.last.say(frameOf({ body: { case: "movements", value: {} } }));
    expect(heard).toEqual(["x-1-2", ""]);
  });

  test("the pause has jitter, and the link tells it", async () => {
    const stream = await connected({ random: () => 0.2 });
    FakeSocket.last.end(4008);
    expect(stream.link).toEqual({ state: "waiting", why: "closed: 4008", retryInMs: 150 });
    clock.pass(149);
    expect(stream.link.state).toBe("waiting");
    clock.pass(1);
    expect(stream.link.state).toBe("connecting");
    await turns();
    expect(FakeSocket.all.length).toBe(2);
  });

  test("silence ends it after 30 s, and what the old socket still says is ignored", async () => {
    const offers: OfferNotice[] = [];
    const stream = await connected({ on: { offer: (each) => offers.push(each) } });
    const old = FakeSocket.last;
    const { onmessage, onclose } = old;
    clock.pass(30_000);
    expect([stream.link.state, stream.link.why, old.closed]).toEqual([
      "waiting",
      "the server is silent",
      4000,
    ]);
    clock.pass(200);
    await turns();
    onclose?.({ code: 1000, reason: "" });
    onmessage?.({ data: new ArrayBuffer(0) });
    expect([stream.link.state, offers.length, old.onmessage]).toEqual(["connecting", 0, null]);
  });

  test("closed by its owner it leaves no timer behind and says nothing more", async () => {
    const stream = await connected();
    stream.close();
    expect([FakeSocket.last.closed, clock.waiting, links.at(-1)?.state]).toEqual([1000, 0, "stopped"]);
    clock.pass(60_000);
    expect(FakeSocket.all.length).toBe(1);
  });

  test("a socket that cannot be made is a break like any other", async () => {
    class Forbidden extends FakeSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        throw new Error("mixed content");
      }
    }
    const stream = open({ webSocket: Forbidden });
    await turns();
    expect(stream.link).toMatchObject({ state: "waiting", why: "closed: 1006 mixed content" });
    stream.close();
  });

  test.each([
    ["a text", "text"],
    ["garbage", new Uint8Array([0xff, 0xff]).buffer],
  ])("%s is not a frame", async (_, data) => {
    const stream = await connected();
    FakeSocket.last.onmessage?.({ data });
    expect([stream.link.state, FakeSocket.last.closed]).toEqual(["waiting", 4007]);
  });

  test("without any WebSocket it says what to give", () => {
    vi.stubGlobal("WebSocket", undefined);
    expect(() => openStream({ client: ticketClient(), on: {} })).toThrow(/package ws/);
  });
});

describe("handlers", () => {
  test("an offer rings before it is acknowledged", async () => {
    let sentWhenRinging = -1;
    await connected({ on: { offer: () => (sentWhenRinging = FakeSocket.last.sent.length) } });
    FakeSocket.last.say(offer(1, 11));
    expect(FakeSocket.last.sent.length).toBe(sentWhenRinging + 1);
    expect(FakeSocket.last.sent.at(-1)!.body.case).toBe("ack");
  });

  test("what a handler wants comes after what is being done", async () => {
    const order: string[] = [];
    const stream = await connected({
      on: {
        offer: ({ offer: id }) => {
          void stream.answer(id, true).then(() => order.push("answered"));
          FakeSocket.last.say(standDown(1, 12));
          order.push("offer");
        },
        standDown: () => order.push("standDown"),
      },
    });
    FakeSocket.last.say(offer(1, 11));
    FakeSocket.last.say(result(1));
    await turns();
    expect(order).toEqual(["offer", "standDown", "answered"]);
    expect(FakeSocket.last.sent.slice(2).map((frame) => frame.body.case)).toEqual(["ack", "answer"]);
  });

  test("one that throws is an uncaught error, and the stream goes on", async () => {
    const uncaught: unknown[] = [];
    const note = (error: unknown) => uncaught.push(error);
    process.prependOnceListener("uncaughtException", note);
    const listeners = process.listeners("uncaughtException").filter((each) => each !== note);
    for (const each of listeners) process.removeListener("uncaughtException", each);
    const told: string[] = [];
    await connected({
      on: {
        offer: () => {
          throw new Error("of the app");
        },
        standDown: () => told.push("standDown"),
      },
    });
    FakeSocket.last.say(offer(1, 11));
    FakeSocket.last.say(standDown(1, 12));
    await turns();
    for (const each of listeners) process.on("uncaughtException", each);
    expect(uncaught).toMatchObject([{ message: "of the app" }]);
    expect(told).toEqual(["standDown"]);
  });

  test("each frame comes with its place and the server's time", async () => {
    const seen: unknown[] = [];
    await connected({ on: { incident: (event, info) => seen.push([event.incident, info]) } });
    const position = { epoch: 1, sequence: 11n };
    FakeSocket.last.say(
      frameOf({
        position,
        at: { seconds: 1_800_000_000n },
        body: { case: "incident", value: { incident: "i" } },
      }),
    );
    expect(seen).toEqual([["i", { at: new Date(1_800_000_000_000), place: { epoch: 1, sequence: 11n } }]]);
  });

  test("a refusal of a frame that wants no result is told as a problem", async () => {
    const problems: string[] = [];
    await connected({ on: { problem: ({ code }) => problems.push(code) } });
    FakeSocket.last.say(result(0, "DATUM_REQUIRED"));
    expect(problems).toEqual(["DATUM_REQUIRED"]);
  });
});

describe("requests", () => {
  test("resolve with the result, reject with the server's no, and count from 1", async () => {
    const stream = await connected();
    const good = stream.answer("o", true);
    const bad = stream.progress({ task: "t", step: TaskStep.LEFT });
    FakeSocket.last.say(
      frameOf({
        body: { case: "result", value: { request: 2n, code: "ILLEGAL_TRANSITION", field: "step" } },
      }),
    );
    FakeSocket.last.say(frameOf({ body: { case: "result", value: { request: 1n, code: "OK", task: "t" } } }));
    expect((await good).task).toBe("t");
    await expect(bad).rejects.toMatchObject({
      name: "Problem",
      code: "ILLEGAL_TRANSITION",
      field: "step",
      status: 0,
    });
    stream.close();
  });

  test("are what they were when they were made, and a value that does not fit is refused at once", async () => {
    const stream = open();
    const progress = { task: "before", step: TaskStep.LEFT };
    void stream.progress(progress).catch(() => undefined);
    progress.task = "after";
    await expect(stream.progress({ step: 1.5 as TaskStep })).rejects.toThrow(/int32/);
    expect(() => stream.setPresence({ mode: 1.5 as TravelMode })).toThrow(/int32/);
    await turns();
    FakeSocket.last.accept();
    FakeSocket.last.say(welcome());
    const sent = FakeSocket.last.sent.filter((frame) => frame.request);
    expect(sent.map((frame) => frame.body.value)).toMatchObject([{ task: "before" }]);
    stream.close();
  });

  test("given up before they are sent they never are", async () => {
    const stream = open();
    const controller = new AbortController();
    const gone = stream.setDuty(true, { signal: controller.signal });
    controller.abort(new Error("never mind"));
    await expect(gone).rejects.toThrow("never mind");
    await expect(stream.setDuty(true, { signal: controller.signal })).rejects.toThrow("never mind");
    await turns();
    FakeSocket.last.accept();
    FakeSocket.last.say(welcome());
    expect(FakeSocket.last.sent.map((frame) => frame.body.case)).toEqual(["hello"]);
    stream.close();
  });

  test("end as unanswered when the stream is closed", async () => {
    const stream = await connected();
    const waiting = stream.answer("o", false);
    stream.close();
    await expect(waiting).rejects.toMatchObject({ name: "Unanswered" });
  });
});
