import { describe, expect, test } from "vitest";

import type { ClientFrame, ServerFrame } from "../../src/gen/goldenfour/v1/stream_pb.js";
import { DEFAULT_LIMITS } from "../../src/stream/events.js";
import type { StreamAction, StreamEvent, TimerName } from "../../src/stream/events.js";
import { StreamMachine } from "../../src/stream/machine.js";
import { frameOf } from "./dialogue.js";
import { Random } from "./random.js";

/**
 * What the server must do, as dull as it can be: a list of everything that ever happened, a frame
 * for each entry, a number for each request. The view of the client must be this list.
 */
class DullServer {
  epoch = 1;
  base = 0; // sequence before the first entry of this epoch
  readonly facts: string[] = [];
  readonly done = new Map<bigint, number>();
  readonly order: bigint[] = [];

  get sequence(): bigint {
    return BigInt(this.facts.length - this.base);
  }

  happen(): ServerFrame {
    this.facts.push(`fact ${this.facts.length}`);
    return this.#frame(this.facts.length - 1);
  }

  /** Restored from elsewhere: nobody's place is good any more. */
  newEpoch(): void {
    this.epoch++;
    this.base = this.facts.length;
  }

  greet(resume: { epoch: number; sequence: bigint } | undefined): ServerFrame[] {
    const resumed = resume !== undefined && resume.epoch === this.epoch && resume.sequence <= this.sequence;
    const greeting = frameOf({ body: { case: "welcome", value: { resumed } } });
    if (resumed) {
      const first = this.base + Number(resume.sequence);
      return [greeting, ...this.facts.slice(first).map((_, index) => this.#frame(first + index))];
    }
    const position = { epoch: this.epoch, sequence: this.sequence };
    const offers = this.facts.map((offer) => ({ offer }));
    return [greeting, frameOf({ position, body: { case: "reset", value: { position, offers } } })];
  }

  take(request: bigint): ServerFrame {
    if (!this.done.has(request)) this.order.push(request);
    this.done.set(request, (this.done.get(request) ?? 0) + 1);
    return frameOf({ body: { case: "result", value: { request, code: "OK" } } });
  }

  #frame(index: number): ServerFrame {
    const position = { epoch: this.epoch, sequence: BigInt(index + 1 - this.base) };
    return frameOf({ position, body: { case: "offer", value: { offer: this.facts[index]! } } });
  }
}

/** The world between machine and server: it loses, delays, repeats and swallows. */
class World {
  readonly server = new DullServer();
  readonly machine = new StreamMachine(DEFAULT_LIMITS);
  readonly view: string[] = [];
  readonly timers = new Map<TimerName, number>();
  readonly settled = new Map<bigint, number>();
  readonly sentOn = new Map<string, number>();
  now = 0;
  asked = 0n;
  resets = 0;
  breaks = 0;
  faults = true;
  // Of the connection in hand.
  live = 0;
  stage: "none" | "ticket" | "opening" | "open" = "none";
  toClient: ServerFrame[] = [];
  toServer: ClientFrame[] = [];

  constructor(readonly random: Random) {
    this.tell({ type: "start" });
  }

  tell(event: StreamEvent): void {
    for (const action of this.machine.step(event, this.now)) this.#perform(action);
  }

  #perform(action: StreamAction): void {
    switch (action.type) {
      case "takeTicket":
        expect(this.stage, "one connection at a time").toBe("none");
        this.live = action.connection;
        this.stage = "ticket";
        return;
      case "open":
        this.stage = "opening";
        return;
      case "send":
        return this.#send(action.connection, action.frame);
      case "close":
        return this.#drop();
      case "wait":
        this.#drop();
        this.timers.set("retry", this.now + action.longestMs);
        return;
      case "startTimer":
        this.timers.set(action.timer, this.now + action.ms);
        return;
      case "stopTimer":
        this.timers.delete(action.timer);
        return;
      case "deliver":
        return this.#see(action.frame);
      case "settle":
        expect(action.outcome.type).toBe("result");
        this.settled.set(action.request, (this.settled.get(action.request) ?? 0) + 1);
        return;
      case "link":
        return;
    }
  }

  #drop(): void {
    this.stage = "none";
    this.toClient = [];
    this.toServer = [];
  }

  #send(connection: number, frame: ClientFrame): void {
    expect(connection).toBe(this.live);
    this.toServer.push(frame);
    if (!frame.request) return;
    const key = `${connection} ${frame.request}`;
    this.sentOn.set(key, (this.sentOn.get(key) ?? 0) + 1);
    expect(this.sentOn.get(key), "once per connection").toBe(1);
  }

  #see(frame: ServerFrame): void {
    if (frame.body.case === "reset") {
      this.resets++;
      this.view.splice(0, Infinity, ...frame.body.value.offers.map((each) => each.offer));
    } else if (frame.body.case === "offer") {
      this.view.push(frame.body.value.offer);
    }
    expect(this.view).toEqual(this.server.facts.slice(0, this.view.length));
  }

  /** One thing that may happen now, drawn by chance. */
  step(): void {
    this.now += this.random.below(200);
    const draw = this.random.below(100);
    if (draw < 26 && !this.faults) return;
    if (draw < 18) return this.happen();
    if (draw < 26)
      return this.tell({
        type: "request",
        request: ++this.asked,
        body: { case: "duty", value: { onDuty: true } },
      });
    if (draw < 45) return this.#serverTakes();
    if (draw < 75) return this.#clientTakes();
    if (draw < 90) return this.#advance();
    if (draw < 94) return this.#timer();
    if (this.faults) this.#fault();
  }

  happen(): void {
    const frame = this.server.happen();
    if (this.stage === "open") this.toClient.push(frame);
  }

  #serverTakes(): void {
    const frame = this.toServer.shift();
    if (!frame) return;
    if (frame.body.case === "hello") this.toClient = this.server.greet(frame.body.value.resume);
    if (frame.body.case === "ping")
      this.toClient.push(frameOf({ body: { case: "pong", value: frame.body.value } }));
    if (frame.request) this.toClient.push(this.server.take(frame.request));
  }

  #clientTakes(): void {
    const frame = this.toClient.shift();
    if (frame) this.tell({ type: "received", connection: this.live, frame });
  }

  #advance(): void {
    const connection = this.live;
    if (this.stage === "ticket") this.tell({ type: "ticket", connection, ticket: "t" });
    else if (this.stage === "opening") {
      this.stage = "open";
      this.tell({ type: "opened", connection });
    }
  }

  #timer(): void {
    const [timer] = [...this.timers].sort((a, b) => a[1] - b[1]);
    if (!timer) return;
    this.now = Math.max(this.now, timer[1]);
    this.timers.delete(timer[0]);
    this.tell({ type: "timer", timer: timer[0] });
  }

  #fault(): void {
    const stale = { type: "closed", connection: this.live - 1, code: 1006, reason: "" } as const;
    switch (this.random.below(7)) {
      case 0:
        return this.#break();
      case 1: {
        // A durable frame that the server forgot. What is not durable gets lost only with its connection.
        const index = this.random.below(this.toClient.length + 1);
        if (this.toClient[index]?.position) this.toClient.splice(index, 1);
        return;
      }
      case 2: // repeated
        if (this.toClient[0]?.position) this.toClient.unshift(this.toClient[0]);
        return;
      case 3: // an old socket's last words
        return this.tell(stale);
      case 4:
        if (this.random.below(4) === 0) this.server.newEpoch();
        return this.#break();
      case 5:
        return this.tell({ type: "wake" });
      case 6:
        if (this.stage === "ticket") {
          this.stage = "none";
          this.tell({ type: "ticketFailed", connection: this.live, why: "away", refused: false });
        }
    }
  }

  #break(): void {
    if (this.stage !== "opening" && this.stage !== "open") return;
    this.breaks++;
    this.tell({
      type: "closed",
      connection: this.live,
      code: this.random.below(2) ? 1006 : 4008,
      reason: "",
    });
  }
}

const SEED = Number(process.env["SEED"] ?? 20261127);
const RUNS = Number(process.env["RUNS"] ?? 300);

describe("random interleavings", () => {
  test(
    `the client's view is the server's list, each request is done and settled once (SEED=${SEED} RUNS=${RUNS})`,
    () => {
      const sums = { breaks: 0, resets: 0, facts: 0, requests: 0, repeated: 0 };
      for (let run = 0; run < RUNS; run++) {
        const world = new World(new Random(SEED + run));
        try {
          play(world);
        } catch (error) {
          throw new Error(`SEED=${SEED + run} RUNS=1 repeats this: ${String(error)}`, { cause: error });
        }
        sums.breaks += world.breaks;
        sums.resets += world.resets;
        sums.facts += world.server.facts.length;
        sums.requests += Number(world.asked);
        sums.repeated += [...world.server.done.values()].filter((times) => times > 1).length;
      }
      console.log(`interleavings: ${RUNS} runs, ${JSON.stringify(sums)}`);
      if (RUNS >= 100) expect(Math.min(...Object.values(sums)), "every case was met").toBeGreaterThan(0);
    },
    10_000 + 30 * RUNS,
  );
});

function play(world: World): void {
  for (let step = 0; step < 400; step++) world.step();
  world.faults = false;
  world.happen(); // what was forgotten shows with the next frame
  const isDone = () =>
    world.view.length === world.server.facts.length && world.settled.size === Number(world.asked);
  for (let step = 0; step < 5000 && !(isDone() && world.stage === "open"); step++) world.step();
  expect(world.view).toEqual(world.server.facts);
  expect([...world.settled.keys()].sort()).toEqual([...world.server.done.keys()].sort());
  expect(world.settled.size).toBe(Number(world.asked));
  expect([...world.settled.values()].every((times) => times === 1)).toBe(true);
  expect(world.server.order, "first come in order").toEqual(
    [...world.server.order].sort((a, b) => Number(a - b)),
  );
}
