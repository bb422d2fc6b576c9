import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Role, TimelineEventSchema, create } from "@goldenfour/sdk";
import { chooseLanguage } from "@goldenfour/ui";
import { EVENT_CODES, sentence } from "../src/state/sentence";
import { consoleWords, say } from "../src/words";
import { incident } from "./support";

// Names that are written the same in both languages, and what the switch to the other language says.
const SAME = new Set(["event.status", "event.delivery", "event.offerEnded", "event.progressed"]);
const FIGURES_ALONE = new Set([
  "errorEmpty",
  "event.taskEnded",
  "event.contact",
  "error.withField",
  "whoAmI",
  "actor.by",
]);

describe("texts", () => {
  test.each(Object.entries(consoleWords))("%s", (key, [zh, en]) => {
    const figures = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort();
    expect(figures(zh)).toEqual(figures(en));
    if (key === "languageSwitch") return; // each names the other language
    expect(en).toMatch(/^[\x20-\x7e×→±–…]+$/);
    expect(zh.trim()).not.toBe("");
    if (!SAME.has(key) && !FIGURES_ALONE.has(key)) expect(zh).toMatch(/\p{Script=Han}/u);
  });
});

describe("the timeline", () => {
  const names = readFileSync("../../server/dispatch/names.h", "utf8");
  const table = (kind: string): string[] => {
    const body = new RegExp(`EnumNames<${kind}> \\{[^}]*kTexts\\{([^}]*)\\}`, "s").exec(names)?.[1] ?? "";
    return [...body.matchAll(/"(\w+)"/g)].map((match) => match[1]!);
  };

  test("has a sentence for every code of the server", () => {
    expect([...EVENT_CODES].sort()).toEqual(table("EventCode").sort());
  });

  const details: Array<[string, string]> = [
    ["STATUS_CHANGED", "IncidentStatus"],
    ["DELIVERY", "DeliveryStage"],
    ["OFFER_ENDED", "OfferEnd"],
    ["TASK_PROGRESSED", "TaskStep"],
    ["TASK_ENDED", "TaskEnd"],
    ["ALARM_RAISED", "AlarmKind"],
    ["ACT", "Act"],
    ["CONTACT", "Contact"],
    ["MERGE", "MergeStep"],
  ];
  test.each(details)("says every detail of %s in both languages", (code, kind) => {
    const values = table(kind);
    expect(values.length).toBeGreaterThan(2);
    for (const detail of values) {
      const event = create(TimelineEventSchema, {
        code,
        detail,
        responder: "responder 3",
        role: Role.CPR,
        count: 2,
      });
      chooseLanguage("zh");
      const zh = sentence(event, incident(1), say.peek()).text;
      chooseLanguage("en");
      const en = sentence(event, incident(1), say.peek()).text;
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(zh).not.toMatch(/[A-Z]{2,}_|\{\{/);
      expect(en).not.toMatch(/[A-Z]{2,}_|\{\{|\p{Script=Han}/u);
    }
  });

  test("a push is not called an SMS", () => {
    const said = (language: "zh" | "en", channel: string, detail: string) => {
      chooseLanguage(language);
      const event = create(TimelineEventSchema, {
        code: "DELIVERY",
        channel,
        detail,
        responder: "responder 3",
      });
      return sentence(event, incident(1), say.peek()).text;
    };
    expect(said("en", "PUSH", "SENT")).toMatch(/ \(by push\)$/);
    expect(said("zh", "PUSH", "SENT")).toMatch(/（推送）$/);
    expect(said("en", "WEBHOOK", "SENT")).toMatch(/ \(SMS or voice\)$/);
    expect(said("zh", "WEBHOOK", "DELIVERED")).toMatch(/（短信或语音）$/);
    expect(said("en", "WEBHOOK", "QUEUED")).toMatch(/ \(push, SMS or voice\)$/);
    expect(said("zh", "WEBHOOK", "FAILED")).toMatch(/（推送、短信或语音）$/);
    expect(said("en", "WEBSOCKET", "SENT")).not.toMatch(/\(/);
  });

  test("what is newer than this client is shown as it is", () => {
    chooseLanguage("en");
    const event = create(TimelineEventSchema, { code: "TELEPORTED" });
    expect(sentence(event, incident(1), say.peek()).text).toBe("Other: TELEPORTED");
  });
});
