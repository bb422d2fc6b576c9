import { Problem, Unanswered, create } from "@goldenfour/sdk";
import { ResultSchema } from "@goldenfour/sdk";
import { describe, expect, test, vi } from "vitest";
import { readConfig } from "../src/edge/config";
import { Outbox } from "../src/edge/outbox";
import { fromBase64Url } from "../src/edge/subscription";
import { answerLetter, progressLetter, type Letter } from "../src/model/letters";
import { pushText, readPush } from "../src/model/push-text";
import { cannotRing, lightsOf, type Facts } from "../src/model/readiness";
import { neededAtOnce } from "../ring-budget";

const ok = create(ResultSchema, { code: "OK" });
const settled = () => new Promise((resolve) => setTimeout(resolve));

function desk(send: (letter: Letter) => Promise<typeof ok>) {
  const kept = new Map<string, Letter>();
  const refused: Letter[] = [];
  const keeping = {
    write: async (letter: Letter) => void kept.set(letter.key, letter),
    remove: async (key: string) => void kept.delete(key),
  };
  const sent: Letter[] = [];
  const outbox = new Outbox(keeping, {
    send: (letter) => (sent.push(letter), send(letter)),
    refused: (letter) => void refused.push(letter),
  });
  return { outbox, kept, sent, refused };
}

describe("what was said", () => {
  const left = progressLetter("t", "LEFT");

  test("is kept until the server has confirmed it", async () => {
    let confirm = (_: typeof ok): void => {};
    const { outbox, kept } = desk(() => new Promise((resolve) => (confirm = resolve)));
    outbox.post(left);
    await settled();
    expect([...kept.keys(), outbox.unsent.value.length]).toEqual([left.key, 1]);
    confirm(ok);
    await settled();
    expect([kept.size, outbox.unsent.value.length]).toEqual([0, 0]);
  });

  test("is one word, however often it is pressed", () => {
    const { outbox, sent } = desk(() => new Promise(() => {}));
    outbox.post(left);
    outbox.post(progressLetter("t", "LEFT"));
    outbox.load([left]);
    expect(sent).toEqual([left]);
  });

  test("goes out after a reload, in its order, once", async () => {
    const { outbox, sent, kept } = desk(async () => ok);
    const all = [answerLetter("t", true), left, progressLetter("t", "AED_UNAVAILABLE", "x")];
    for (const letter of all) kept.set(letter.key, letter);
    outbox.load(all);
    await settled();
    expect([sent, kept.size]).toEqual([all, 0]);
    outbox.resume();
    expect(sent).toEqual(all);
  });

  test("that the server refuses is told; what the stream gave up waits for the next start", async () => {
    const answers = [new Unanswered("stopped"), new Problem({ code: "ILLEGAL_TRANSITION" })];
    const { outbox, sent, refused } = desk(() => Promise.reject(answers.shift()));
    outbox.post(left);
    await settled();
    expect([outbox.unsent.value, refused]).toEqual([[left], []]);
    outbox.resume();
    await settled();
    expect([sent.length, outbox.unsent.value, refused]).toEqual([2, [], [left]]);
  });

  test("is sent again when the server was too busy", async () => {
    vi.useFakeTimers();
    const answers = [
      () => Promise.reject(new Problem({ code: "OVERLOADED", retryable: true })),
      async () => ok,
    ];
    const { outbox, sent } = desk(() => answers.shift()!());
    outbox.post(left);
    await vi.advanceTimersByTimeAsync(2_100);
    expect([sent.length, outbox.unsent.value.length]).toEqual([2, 0]);
    vi.useRealTimers();
  });
});

describe("the three lights", () => {
  const good: Facts = {
    notifications: "granted",
    push: "on",
    location: "granted",
    fix: { ageMs: 1_000, accuracyMeters: 12 },
    sound: "running",
    vibrates: true,
    keepsAwake: true,
  };
  const colors = (facts: Partial<Facts>) => lightsOf({ ...good, ...facts }).map(({ color }) => color);

  test("are green when all is well, also where a server has no push", () => {
    expect(colors({})).toEqual(["green", "green", "green"]);
    expect(colors({ push: "unavailable" })).toEqual(["green", "green", "green"]);
  });

  test("each says what is wrong", () => {
    expect(colors({ notifications: "denied", location: "denied", sound: "locked" })).toEqual([
      "red",
      "red",
      "red",
    ]);
    expect(colors({ push: "off", fix: { ageMs: 0, accuracyMeters: 900 }, keepsAwake: false })).toEqual([
      "amber",
      "amber",
      "amber",
    ]);
    expect(lightsOf({ ...good, fix: undefined, location: "prompt" })[1]).toMatchObject({
      word: "position.ask",
    });
  });

  test("a phone that can wake nobody says so to the server", () => {
    expect(cannotRing(good)).toBe(false);
    expect(cannotRing({ ...good, sound: "locked", vibrates: false, notifications: "default" })).toBe(true);
  });
});

describe("a push", () => {
  const now = Date.parse("2026-11-28T03:12:00Z");
  const sent = {
    offer: "a-1",
    role: "CPR",
    kind: "offer",
    incidentKind: "CARDIAC_ARREST",
    deadline: "2026-11-28T03:12:25Z",
    drill: false,
  };

  test("says what it is in the language of the phone", () => {
    const call = readPush(JSON.stringify(sent));
    expect(pushText(call, "zh", now)).toEqual({ title: "有人需要您：心脏骤停", body: "点开回答" });
    expect(pushText(call, "en", now).title).toBe("Somebody needs you: cardiac arrest");
    expect(pushText({ ...call, drill: true }, "zh", now).title).toBe("【演练】有人需要您：心脏骤停");
  });

  test("that came too late says so; what cannot be read rings all the same", () => {
    expect(pushText(readPush(JSON.stringify(sent)), "en", now + 60_000).body).toMatch(/ran out/);
    for (const text of ["", "[]", "null", '{"kind":7}', "{"])
      expect(pushText(readPush(text), "zh", now)).toEqual({ title: "有人需要您", body: "点开回答" });
  });

  test("the server's key is read from base64url", () => {
    expect([...fromBase64Url("-_8")]).toEqual([251, 255]);
  });
});

test("an operator's file is read with care", () => {
  expect(readConfig(null)).toEqual({ dispatcher: "", contacts: [] });
  expect(readConfig({ dispatcher: "javascript:alert(1)" }).dispatcher).toBe("");
  const contacts = [{ name: ["热线", "line"], tel: "12356" }, { name: "x", tel: "1" }, null];
  expect(readConfig({ dispatcher: "+86 579 120", contacts })).toEqual({
    dispatcher: "+86 579 120",
    contacts: [contacts[0]],
  });
});

test("the budget counts what is needed at once, not what is lazy", () => {
  const chunk = (imports: string[], more = {}) => ({ type: "chunk" as const, content: "", imports, ...more });
  const pieces = new Map<
    string,
    Parameters<typeof neededAtOnce>[0] extends ReadonlyMap<string, infer P> ? P : never
  >([
    ["main.js", chunk(["a.js"], { isEntry: true, css: ["main.css"] })],
    ["a.js", chunk(["main.js"])],
    ["main.css", { type: "asset" as const, content: "" }],
    ["map.js", chunk(["a.js"])],
  ]);
  expect([...neededAtOnce(pieces)].sort()).toEqual(["a.js", "main.css", "main.js"]);
});
