// The dispatcher's hand: sends an act, says what became of it, and remembers how to take it back.
import { effect } from "@preact/signals";
import {
  Problem,
  RelocateReason,
  type ActOptions,
  type AssignRequest,
  type CloseReason,
  type Incident,
  type Client,
  type IncidentReply,
  type MessageInitShape,
  type RelocateRequestSchema,
} from "@goldenfour/sdk";
import type { Desk } from "../desk";
import { failureText } from "../state/failure";
import { undoable, updateBack, type IncidentChange, type Inverse, type UpdateField } from "../state/undo";
import { say, type Speak, type Text } from "../words";
import { look } from "./connection";

type Relocation = Omit<MessageInitShape<typeof RelocateRequestSchema>, "$typeName">;

/** Shows why; true when it was done. */
type Done = Promise<boolean>;

/** While sixty phones are rung, there is a new version with every answer of every channel. */
const PATIENCE_MS = 10_000;
const PLACE_FIELDS = ["position", "address", "floor", "entrance"] as const;

/** What an act made of its incident; nothing as long as the stream has not told it. */
interface Made {
  readonly version: bigint;
  incident?: Incident;
}

export class Acts {
  readonly #desk: Desk;
  #made: Made = { version: 0n };
  #stopWatching: () => void = () => {};

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get #api(): Client["incidents"] {
    return this.#desk.client.incidents;
  }

  hold(id: string): Done {
    return this.#do(() => this.#api.hold(id), told("did.hold"), { act: "resume", incident: id });
  }

  resume(id: string): Done {
    return this.#do(() => this.#api.resume(id), told("did.resume"), { act: "hold", incident: id });
  }

  assign(
    id: string,
    request: Pick<AssignRequest, "responder" | "role" | "aed" | "force">,
    who: string,
  ): Done {
    return this.#do(() => this.#api.assign(id, request), told("did.assign", { who }));
  }

  release(id: string, what: { offer: string } | { task: string }, who: string): Done {
    return this.#do(() => this.#api.release(id, what), told("did.release", { who }));
  }

  relocate(before: Incident, request: Relocation): Done {
    const guarded = this.#unless(before, PLACE_FIELDS, (options) =>
      this.#api.relocate(before.id, request, options),
    );
    return this.#do(guarded, told("did.relocate"), { act: "relocate", incident: before.id, before });
  }

  update(before: Incident, update: IncidentChange, changed: readonly UpdateField[]): Done {
    const guarded = this.#unless(before, changed, (options) => this.#api.update(before.id, update, options));
    const inverse: Inverse = { act: "update", incident: before.id, before, changed };
    return this.#do(guarded, told("did.update"), updateBack(before, changed) && inverse);
  }

  escalate(before: Incident, level: number): Done {
    const inverse: Inverse = { act: "escalate", incident: before.id, level: before.escalation };
    const text = level === 0 ? told("did.escalateBack") : told("did.escalate", { level });
    return this.#do(() => this.#api.escalate(before.id, level), text, inverse);
  }

  merge(id: string, into: string): Done {
    const inverse: Inverse = { act: "unmerge", incident: id };
    return this.#do(() => this.#api.merge(id, into), told("did.merge", { id: into }), inverse);
  }

  unmerge(id: string, from: string): Done {
    const inverse: Inverse = { act: "merge", incident: id, into: from };
    return this.#do(() => this.#api.unmerge(id), told("did.unmerge"), inverse);
  }

  declareMajor(id: string, casualties: number): Done {
    return this.#do(() => this.#api.declareMajor(id, { casualties }), told("did.major"));
  }

  emsOnScene(id: string): Done {
    return this.#do(() => this.#api.emsOnScene(id), told("did.emsOnScene"));
  }

  close(id: string, reason: CloseReason): Done {
    return this.#do(() => this.#api.close(id, reason), told("did.close"));
  }

  cancel(id: string): Done {
    return this.#do(() => this.#api.cancel(id), told("did.cancel"));
  }

  /** Without a notice: the alarm's going is the sign. */
  async acknowledge(id: string, number: number): Done {
    if (!this.#desk.live.peek()) return this.#fail("obstacle.noLink");
    try {
      await this.#api.acknowledgeAlarm(id, number);
      return true;
    } catch (error) {
      this.#desk.problem.value = failureText(error, say.peek());
      return false;
    }
  }

  /** Takes back what was done last, if its time is not over. */
  async undo(): Done {
    const undo = this.#desk.notice.peek()?.undo;
    if (!undo || Date.now() > undo.until) return false;
    this.#desk.notice.value = undefined;
    const run = this.#backwards(undo.inverse);
    return run ? this.#do(run, told("did.undo")) : false;
  }

  #backwards(inverse: Inverse): (() => Promise<IncidentReply>) | undefined {
    const { incident: id } = inverse;
    switch (inverse.act) {
      case "hold":
        return () => this.#api.hold(id);
      case "resume":
        return () => this.#api.resume(id);
      case "unmerge":
        return () => this.#api.unmerge(id);
      case "merge":
        return () => this.#api.merge(id, inverse.into);
      case "escalate":
        return () => this.#api.escalate(id, inverse.level);
      case "relocate":
        return this.#whileMine(PLACE_FIELDS, (options) =>
          this.#api.relocate(id, placeOf(inverse.before), options),
        );
      case "update": {
        const back = updateBack(inverse.before, inverse.changed);
        return back && this.#whileMine(inverse.changed, (options) => this.#api.update(id, back, options));
      }
    }
  }

  /**
   * Refused only if what the dispatcher saw of these fields is not so any more. Versions alone would refuse too
   * much: every ring of a phone is one.
   */
  #unless(
    before: Incident,
    fields: readonly (keyof Incident)[],
    send: (options: ActOptions) => Promise<IncidentReply>,
  ): () => Promise<IncidentReply> {
    return async () => {
      const until = Date.now() + PATIENCE_MS;
      for (;;) {
        const known = this.#desk.board.entries.get(before.id)?.incident ?? before;
        if (!isSameIn(before, known, fields)) throw new Problem({ code: "PRECONDITION_FAILED", status: 412 });
        try {
          return await send({ ifMatch: known.version });
        } catch (error) {
          const changed = error instanceof Problem && error.code === "PRECONDITION_FAILED";
          if (!changed || Date.now() > until) throw error;
          await look(this.#desk, before.id);
          this.#desk.flush();
        }
      }
    };
  }

  /** A correction is taken back only while what it wrote still stands there. */
  #whileMine(
    fields: readonly (keyof Incident)[],
    send: (options: ActOptions) => Promise<IncidentReply>,
  ): () => Promise<IncidentReply> {
    const { version, incident } = this.#made;
    return incident ? this.#unless(incident, fields, send) : () => send({ ifMatch: version });
  }

  #watch({ incident: id, version }: IncidentReply): void {
    this.#stopWatching();
    const made: Made = (this.#made = { version });
    const entry = this.#desk.entry(id);
    this.#stopWatching = effect(() => {
      const is = entry.value?.incident;
      if (is && is.version >= version) made.incident ??= is;
    });
  }

  async #do(run: () => Promise<IncidentReply>, text: () => string, inverse?: Inverse): Done {
    if (!this.#desk.live.peek()) return this.#fail("obstacle.noLink");
    try {
      this.#watch(await run());
    } catch (error) {
      this.#desk.problem.value = failureText(error, say.peek());
      return false;
    }
    const undo = undoable(inverse, Date.now());
    this.#desk.problem.value = "";
    this.#desk.notice.value = { text: text(), ...(undo ? { undo } : {}) };
    return true;
  }

  #fail(key: Text): boolean {
    this.#desk.problem.value = say.peek()(key);
    return false;
  }
}

function told(key: Text, figures?: Parameters<Speak>[1]): () => string {
  return () => say.peek()(key, figures);
}

function placeOf(before: Incident): Relocation {
  const { position, address, floor, entrance } = before;
  const reason = RelocateReason.OTHERWISE_RELOCATED;
  return { ...(position ? { position } : {}), address, floor, entrance, reason };
}

/** Which of the fields differ between what was seen and what is. */
export function isSameIn(seen: Incident, is: Incident, fields: readonly (keyof Incident)[]): boolean {
  return fields.every((field) => asText(seen[field]) === asText(is[field]));
}

function asText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each)) ?? "";
}
