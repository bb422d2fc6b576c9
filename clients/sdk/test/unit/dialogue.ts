import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";

import { ServerFrameSchema } from "../../src/gen/goldenfour/v1/stream_pb.js";
import type { ClientFrame, ServerFrame } from "../../src/gen/goldenfour/v1/stream_pb.js";
import { DEFAULT_LIMITS } from "../../src/stream/events.js";
import type { StreamAction, StreamEvent, StreamLimits } from "../../src/stream/events.js";
import type { Place } from "../../src/stream/cursor.js";
import { StreamMachine } from "../../src/stream/machine.js";

/** A machine to talk with: what it wants to be done comes back in short words, timers' stops left out. */
export class Dialogue {
  readonly machine: StreamMachine;
  now = 1000;

  constructor(limits: Partial<StreamLimits> = {}, resume?: Place) {
    this.machine = new StreamMachine({ ...DEFAULT_LIMITS, ...limits }, resume);
  }

  tell(event: StreamEvent): string[] {
    return this.machine
      .step(event, this.now)
      .filter((action) => action.type !== "stopTimer")
      .map(wordsOf);
  }

  frame(connection: number, frame: ServerFrame): string[] {
    return this.tell({ type: "received", connection, frame });
  }

  /** From the question for a ticket to the welcome. */
  connect(connection: number): string[] {
    return [
      ...this.tell({ type: "ticket", connection, ticket: `t${connection}` }),
      ...this.tell({ type: "opened", connection }),
      ...this.frame(connection, welcome()),
    ];
  }

  /** Connected for the first time and reset at 1:10. */
  static connected(limits: Partial<StreamLimits> = {}): Dialogue {
    const dialogue = new Dialogue(limits);
    dialogue.tell({ type: "start" });
    dialogue.connect(1);
    dialogue.frame(1, reset(1, 10));
    return dialogue;
  }

  /** The connection breaks and the pause is over. */
  reconnect(connection: number): string[] {
    this.tell({ type: "closed", connection: connection - 1, code: 1006, reason: "" });
    return [...this.tell({ type: "timer", timer: "retry" }), ...this.connect(connection)];
  }
}

export function frameOf(init: MessageInitShape<typeof ServerFrameSchema>): ServerFrame {
  return create(ServerFrameSchema, init);
}

export function welcome(): ServerFrame {
  return frameOf({ body: { case: "welcome", value: { subject: "ana" } } });
}

export function reset(epoch: number, sequence: number): ServerFrame {
  return frameOf({ body: { case: "reset", value: { position: { epoch, sequence: BigInt(sequence) } } } });
}

export function offer(epoch: number, sequence: number): ServerFrame {
  const position = { epoch, sequence: BigInt(sequence) };
  return frameOf({ position, body: { case: "offer", value: { offer: `o${sequence}` } } });
}

export function standDown(epoch: number, sequence: number): ServerFrame {
  const position = { epoch, sequence: BigInt(sequence) };
  return frameOf({ position, body: { case: "standDown", value: { offer: `o${sequence}` } } });
}

export function result(request: number, code = "OK"): ServerFrame {
  return frameOf({ body: { case: "result", value: { request: BigInt(request), code } } });
}

export function pong(nonce: number): ServerFrame {
  return frameOf({ body: { case: "pong", value: { nonce: BigInt(nonce) } } });
}

export function answer(request: number): StreamEvent {
  return {
    type: "request",
    request: BigInt(request),
    body: { case: "answer", value: { offer: "o1", accept: true } },
  };
}

function wordsOf(action: StreamAction): string {
  switch (action.type) {
    case "takeTicket":
      return `ticket for ${action.connection}`;
    case "open":
      return `open ${action.connection}`;
    case "send":
      return `send ${action.connection}: ${clientWords(action.frame)}`;
    case "close":
      return `close ${action.connection} ${action.code}`;
    case "wait":
      return `wait ${action.longestMs}: ${action.why}`;
    case "startTimer":
      return `timer ${action.timer} ${action.ms}`;
    case "stopTimer":
      return `no timer ${action.timer}`;
    case "link":
      return `link ${action.state}${action.why && `: ${action.why}`}`;
    case "deliver":
      return `deliver ${action.frame.body.case}${action.frame.position ? ` ${action.frame.position.sequence}` : ""}`;
    case "settle":
      return `settle ${action.request}: ${action.outcome.type === "result" ? action.outcome.result.code : action.outcome.why}`;
  }
}

function clientWords({ request, body }: ClientFrame): string {
  switch (body.case) {
    case "hello": {
      const { ticket, resume, presence } = body.value;
      return `hello ${ticket}${resume ? ` from ${resume.epoch}:${resume.sequence}` : ""}${presence ? " with presence" : ""}`;
    }
    case "ack":
      return `ack ${body.value.position?.epoch}:${body.value.position?.sequence}`;
    case "ping":
      return `ping ${body.value.nonce}`;
    default:
      return `${body.case}${request ? ` #${request}` : ""}`;
  }
}
