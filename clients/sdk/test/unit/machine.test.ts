import { describe, expect, test } from "vitest";

import { Dialogue, answer, frameOf, offer, pong, reset, result, standDown, welcome } from "./dialogue.js";

describe("connecting", () => {
  test("ticket, socket, hello, welcome, reset", () => {
    const stream = new Dialogue();
    expect(stream.tell({ type: "presence", presence: { accuracyMeters: 5 } })).toEqual([]);
    expect(stream.tell({ type: "start" })).toEqual([
      "link connecting",
      "timer connect 10000",
      "ticket for 1",
    ]);
    expect(stream.tell({ type: "ticket", connection: 1, ticket: "t1" })).toEqual(["open 1"]);
    expect(stream.tell({ type: "opened", connection: 1 })).toEqual(["send 1: hello t1 with presence"]);
    expect(stream.frame(1, welcome())).toEqual([
      "timer ping 15000",
      "timer dead 30000",
      "link connected",
      "deliver welcome",
    ]);
    expect(stream.frame(1, reset(1, 10))).toEqual(["deliver reset", "send 1: ack 1:10"]);
    expect(stream.tell({ type: "start" })).toEqual([]);
  });

  test("each connection has a fresh ticket and resumes where the last one ended", () => {
    const stream = Dialogue.connected();
    stream.frame(1, offer(1, 11));
    expect(stream.reconnect(2)).toContain("send 2: hello t2 from 1:11");
    stream.frame(2, offer(1, 12));
    expect(stream.machine.place).toEqual({ epoch: 1, sequence: 12n });
  });

  test("an earlier run's place is where the first hello resumes", () => {
    const stream = new Dialogue({}, { epoch: 3, sequence: 9n });
    stream.tell({ type: "start" });
    expect(stream.connect(1)).toContain("send 1: hello t1 from 3:9");
    expect(stream.frame(1, offer(3, 10))).toEqual(["deliver offer 10", "send 1: ack 3:10"]);
  });

  test("no welcome in time: another attempt after a pause", () => {
    const stream = new Dialogue();
    stream.tell({ type: "start" });
    stream.tell({ type: "ticket", connection: 1, ticket: "t1" });
    expect(stream.tell({ type: "timer", timer: "connect" })).toEqual([
      "close 1 4000",
      "wait 250: no welcome in time",
    ]);
    expect(stream.tell({ type: "opened", connection: 1 })).toEqual([]);
    expect(stream.tell({ type: "timer", timer: "retry" })).toContain("ticket for 2");
    expect(stream.tell({ type: "ticket", connection: 1, ticket: "late" })).toEqual([]);
  });

  test("whatever is said twice counts once", () => {
    const stream = new Dialogue();
    stream.tell({ type: "start" });
    stream.connect(1);
    expect(stream.tell({ type: "ticket", connection: 1, ticket: "again" })).toEqual([]);
    expect(stream.tell({ type: "opened", connection: 1 })).toEqual([]);
    expect(stream.frame(1, welcome())).toEqual(["deliver welcome"]);
    expect(stream.tell({ type: "timer", timer: "connect" })).toEqual([]);
  });

  test("a token that is not wanted is the end, until started again", () => {
    const stream = new Dialogue();
    stream.tell({ type: "start" });
    stream.tell(answer(1));
    const refused = { type: "ticketFailed", connection: 1, why: "UNAUTHENTICATED", refused: true } as const;
    expect(stream.tell(refused)).toEqual([
      "close 1 1000",
      "link refused: UNAUTHENTICATED",
      "settle 1: UNAUTHENTICATED",
    ]);
    expect(stream.tell({ type: "wake" })).toEqual([]);
    expect(stream.tell({ type: "timer", timer: "retry" })).toEqual([]);
    expect(stream.tell(answer(2))).toEqual(["settle 2: the stream is not started"]);
    expect(stream.tell({ type: "start" })).toContain("ticket for 2");
  });

  test("a ticket that is refused as too old: the answer is told, the next connection takes another", () => {
    const stream = new Dialogue();
    stream.tell({ type: "start" });
    stream.tell({ type: "ticket", connection: 1, ticket: "t1" });
    stream.tell({ type: "opened", connection: 1 });
    expect(stream.frame(1, result(0, "TICKET_INVALID"))).toEqual(["deliver result"]);
    expect(stream.tell({ type: "closed", connection: 1, code: 1008, reason: "" })).toEqual([
      "wait 250: closed: 1008",
    ]);
    expect(stream.tell({ type: "timer", timer: "retry" })).toContain("ticket for 2");
  });
});

describe("back-off", () => {
  const pauses = (stream: Dialogue, code: number, lastingMs: number, rounds: number) => {
    const found: string[] = [];
    for (let connection = 1; connection <= rounds; connection++) {
      stream.tell({ type: connection === 1 ? "start" : "timer", timer: "retry" });
      stream.connect(connection);
      stream.now += lastingMs;
      const said = stream.tell({ type: "closed", connection, code, reason: "" });
      found.push(...said.map((words) => words.split(":")[0]!));
    }
    return found;
  };

  test("doubles up to the longest pause while connections do not last", () => {
    const found = pauses(new Dialogue(), 4008, 100, 8);
    expect(found).toEqual([250, 500, 1000, 2000, 4000, 8000, 10000, 10000].map((ms) => `wait ${ms}`));
  });

  test("starts anew after a connection that lasted", () => {
    expect(pauses(new Dialogue(), 4008, 6000, 3)).toEqual(["wait 250", "wait 250", "wait 250"]);
  });

  test("a server that says it is too busy gets more time", () => {
    expect(pauses(new Dialogue(), 1013, 6000, 2)).toEqual(["wait 2000", "wait 2000"]);
  });

  test("waking up ends the pause", () => {
    const stream = Dialogue.connected();
    stream.tell({ type: "closed", connection: 1, code: 1006, reason: "" });
    expect(stream.tell({ type: "wake" })).toEqual(["link connecting", "timer connect 10000", "ticket for 2"]);
    expect(stream.tell({ type: "wake" })).toEqual([]);
  });

  test("the oldest of too many streams does not come back by itself: it would push out the next", () => {
    const stream = Dialogue.connected();
    const said = stream.tell({ type: "closed", connection: 1, code: 4009, reason: "" });
    expect(said).toEqual(["close 1 1000", "link replaced: opened too often; the oldest stream was closed"]);
    expect(stream.tell({ type: "start" })).toContain("ticket for 2");
    expect(stream.connect(2)).toContain("send 2: hello t2 from 1:10");
  });
});

describe("durable frames", () => {
  test("an offer is acknowledged after it was delivered, others in groups of 16 or with a ping", () => {
    const stream = Dialogue.connected();
    expect(stream.frame(1, offer(1, 11))).toEqual(["deliver offer 11", "send 1: ack 1:11"]);
    for (let sequence = 12; sequence < 27; sequence++) {
      expect(stream.frame(1, standDown(1, sequence))).toEqual([`deliver standDown ${sequence}`]);
    }
    expect(stream.frame(1, standDown(1, 27))).toEqual(["deliver standDown 27", "send 1: ack 1:27"]);
    stream.frame(1, standDown(1, 28));
    expect(stream.tell({ type: "timer", timer: "ping" })).toEqual([
      "timer ping 15000",
      "send 1: ack 1:28",
      "send 1: ping 1",
    ]);
  });

  test("what is known already is dropped", () => {
    const stream = Dialogue.connected();
    stream.frame(1, offer(1, 11));
    expect(stream.frame(1, offer(1, 11))).toEqual([]);
    expect(stream.frame(1, offer(1, 3))).toEqual([]);
  });

  test.each([
    ["a sequence is missing", offer(1, 12)],
    ["another epoch begins without a reset", offer(2, 11)],
    ["a reset says no place", frameOf({ body: { case: "reset", value: {} } })],
  ])("%s: the stream starts anew with a snapshot", (_, frame) => {
    const stream = Dialogue.connected();
    expect(stream.frame(1, frame)).toEqual(["close 1 4000", "wait 250: frames are missing"]);
    expect(stream.machine.place).toBeUndefined();
    stream.tell({ type: "timer", timer: "retry" });
    expect(stream.connect(2)).toContain("send 2: hello t2");
    expect(stream.frame(2, reset(2, 40))).toEqual(["deliver reset", "send 2: ack 2:40"]);
    expect(stream.frame(2, offer(2, 41))).toContain("deliver offer 41");
  });

  test("ephemeral frames are told and not acknowledged; unknown ones are neither told nor lost", () => {
    const stream = Dialogue.connected();
    expect(stream.frame(1, frameOf({ body: { case: "counts", value: {} } }))).toEqual(["deliver counts"]);
    expect(stream.frame(1, frameOf({ position: { epoch: 1, sequence: 11n } }))).toEqual([]);
    expect(stream.machine.place).toEqual({ epoch: 1, sequence: 11n });
  });

  test("a frame that cannot be read ends the connection, not the stream", () => {
    const stream = Dialogue.connected();
    const said = stream.tell({ type: "unreadable", connection: 1 });
    expect(said).toEqual(["close 1 4007", "wait 250: a frame cannot be read"]);
  });
});

describe("heartbeat", () => {
  test("a ping every 15 s; 30 s of silence are the end", () => {
    const stream = Dialogue.connected();
    stream.now += 15_000;
    expect(stream.tell({ type: "timer", timer: "ping" })).toContain("send 1: ping 1");
    stream.now += 15_000;
    expect(stream.tell({ type: "timer", timer: "dead" })).toEqual([
      "close 1 4000",
      "wait 250: the server is silent",
    ]);
  });

  test("whatever comes is a sign of life", () => {
    const stream = Dialogue.connected();
    stream.now += 15_000;
    stream.tell({ type: "timer", timer: "ping" });
    stream.now += 1_000;
    expect(stream.frame(1, pong(1))).toEqual([]);
    stream.now += 14_000;
    expect(stream.tell({ type: "timer", timer: "dead" })).toEqual(["timer dead 16000"]);
  });

  test("a page whose timers slept asks before it gives up", () => {
    const stream = Dialogue.connected();
    stream.now += 3_600_000;
    expect(stream.tell({ type: "timer", timer: "dead" })).toEqual(["send 1: ping 1", "timer dead 15000"]);
    stream.now += 100;
    stream.frame(1, pong(1));
    stream.now += 14_900;
    expect(stream.tell({ type: "timer", timer: "dead" })).toEqual(["timer dead 15100"]);
    stream.now += 3_600_000;
    stream.tell({ type: "timer", timer: "dead" });
    stream.now += 15_000;
    expect(stream.tell({ type: "timer", timer: "dead" })).toContain("close 1 4000");
  });
});

describe("waking up with a connection that seems alive", () => {
  test("it is asked once, and left after 5 s without an answer", () => {
    const stream = Dialogue.connected();
    expect(stream.tell({ type: "wake" })).toEqual(["send 1: ping 1", "timer dead 5000"]);
    stream.now += 4_000;
    expect(stream.tell({ type: "wake" })).toEqual([]);
    stream.now += 1_000;
    expect(stream.tell({ type: "timer", timer: "dead" })).toEqual([
      "close 1 4000",
      "wait 250: the server is silent",
    ]);
  });

  test("frames that were under way before are no answer, nor is that to an older ping", () => {
    const stream = Dialogue.connected();
    stream.tell({ type: "timer", timer: "ping" });
    expect(stream.tell({ type: "wake" })).toEqual(["send 1: ping 2", "timer dead 5000"]);
    stream.frame(1, offer(1, 11));
    stream.frame(1, pong(1));
    stream.now += 5_000;
    expect(stream.tell({ type: "timer", timer: "dead" })).toContain("close 1 4000");
  });

  test("after the answer the usual patience counts again", () => {
    const stream = Dialogue.connected();
    stream.tell({ type: "wake" });
    stream.now += 100;
    stream.frame(1, pong(1));
    stream.now += 4_900;
    expect(stream.tell({ type: "timer", timer: "dead" })).toEqual(["timer dead 25100"]);
    expect(stream.tell({ type: "wake" })).toEqual(["send 1: ping 2", "timer dead 5000"]);
    const broken = { type: "closed", connection: 1, code: 1006, reason: "" } as const;
    stream.tell(broken);
    stream.tell({ type: "timer", timer: "retry" });
    stream.connect(2);
    expect(stream.tell({ type: "wake" })).toEqual(["send 2: ping 3", "timer dead 5000"]);
  });
});

describe("requests", () => {
  test("wait for a connection, go out in order, and end with their results", () => {
    const stream = new Dialogue();
    stream.tell({ type: "start" });
    expect(stream.tell(answer(1))).toEqual([]);
    expect(
      stream.tell({ type: "request", request: 2n, body: { case: "duty", value: { onDuty: true } } }),
    ).toEqual([]);
    expect(stream.tell({ type: "seen", offer: "o1" })).toEqual([]);
    const said = stream.connect(1);
    expect(said.slice(-4)).toEqual([
      "send 1: seen",
      "send 1: answer #1",
      "send 1: duty #2",
      "deliver welcome",
    ]);
    expect(stream.tell(answer(3))).toEqual(["send 1: answer #3"]);
    expect(stream.frame(1, result(2))).toEqual(["settle 2: OK"]);
    expect(stream.frame(1, result(1, "OFFER_ENDED"))).toEqual(["settle 1: OFFER_ENDED"]);
    expect(stream.frame(1, result(1))).toEqual([]);
  });

  test("without a result when the connection breaks: again, under the same number, once per connection", () => {
    const stream = Dialogue.connected();
    expect(stream.tell(answer(1))).toEqual(["send 1: answer #1"]);
    stream.tell(answer(2));
    stream.frame(1, result(1));
    const said = stream.reconnect(2);
    expect(said.filter((words) => words.includes("#"))).toEqual(["send 2: answer #2"]);
    expect(stream.frame(2, result(2))).toEqual(["settle 2: OK"]);
    expect(stream.reconnect(3).filter((words) => words.includes("#"))).toEqual([]);
  });

  test("a server that is stopping has not done it", () => {
    const stream = Dialogue.connected();
    stream.tell(answer(1));
    expect(stream.frame(1, result(1, "SHUTTING_DOWN"))).toEqual([]);
    expect(stream.reconnect(2)).toContain("send 2: answer #1");
  });

  test("withdrawn: not sent any more, and its result is nobody's", () => {
    const stream = Dialogue.connected();
    stream.tell(answer(1));
    stream.tell({ type: "withdraw", request: 1n });
    expect(stream.frame(1, result(1))).toEqual([]);
    stream.tell({ type: "closed", connection: 1, code: 1001, reason: "" });
    stream.tell(answer(2));
    stream.tell({ type: "withdraw", request: 2n });
    stream.tell({ type: "timer", timer: "retry" });
    expect(stream.connect(2).filter((words) => words.includes("#"))).toEqual([]);
  });

  test("the queue has an end, and stopping ends what waits", () => {
    const stream = new Dialogue({ maxQueue: 2 });
    stream.tell({ type: "start" });
    stream.tell(answer(1));
    stream.tell(answer(2));
    expect(stream.tell(answer(3))).toEqual(["settle 3: the queue is full"]);
    for (const offered of ["a", "b", "c"]) stream.tell({ type: "seen", offer: offered });
    expect(stream.connect(1).filter((words) => words.endsWith("seen")).length).toBe(2);
    const why = "stopped by its owner";
    expect(stream.tell({ type: "stop" })).toEqual([
      "close 1 1000",
      `link stopped: ${why}`,
      `settle 1: ${why}`,
      `settle 2: ${why}`,
    ]);
    expect(stream.tell({ type: "stop" })).toEqual([]);
  });

  test("the newest presence is said now, and in every later hello", () => {
    const stream = Dialogue.connected();
    expect(stream.tell({ type: "presence", presence: { accuracyMeters: 5 } })).toEqual(["send 1: presence"]);
    expect(stream.reconnect(2)).toContain("send 2: hello t2 from 1:10 with presence");
    expect(stream.tell({ type: "presence", presence: undefined })).toEqual([]);
    expect(stream.reconnect(3)).toContain("send 3: hello t3 from 1:10");
  });
});
