import {
  AedAccess,
  CloseReason,
  Hazard,
  IncidentKind,
  IncidentStatus,
  Role,
  TaskStep,
  Durability,
} from "@goldenfour/sdk";
import { beforeEach, describe, expect, test } from "vitest";
import { contractWords, chooseLanguage, named, openWords } from "../src/index";

const enumerations: Array<[string, Record<string | number, string | number>]> = [
  ["kind", IncidentKind],
  ["status", IncidentStatus],
  ["reason", CloseReason],
  ["hazard", Hazard],
  ["role", Role],
  ["durability", Durability],
  ["access", AedAccess],
];

describe("the contract's words", () => {
  test.each(enumerations)("every %s of the wire has a text", (group, enumeration) => {
    const names = Object.keys(enumeration).filter(
      (name) => !/^\d+$/.test(name) && !name.endsWith("_UNSPECIFIED"),
    );
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => !named(group, name))).toEqual([]);
  });

  test("every step has a text", () => {
    const names = Object.keys(TaskStep).filter(
      (name) => /^[A-Z]/.test(name) && !name.endsWith("_UNSPECIFIED"),
    );
    expect(names.filter((name) => !named("step", name.replace(/^STEP_/, "")))).toEqual([]);
  });

  test("no text is empty, no Chinese one without Chinese, no English one with it", () => {
    for (const [key, [zh, en]] of Object.entries(contractWords)) {
      expect(zh, key).toMatch(/\p{Script=Han}/u);
      expect(en, key).toMatch(/^[\x20-\x7e]+$/);
    }
  });
});

describe("saying", () => {
  const say = openWords({
    greeting: ["你好，{{name}}", "hello {{name}}"],
    people_one: ["{{count}} 人", "{{count}} person"],
    people_other: ["{{count}} 人", "{{count}} people"],
  });
  beforeEach(() => chooseLanguage("en"));

  test("follows the language at once", () => {
    expect(say.value("greeting", { name: "Ana <b>" })).toBe("hello Ana <b>");
    chooseLanguage("zh");
    expect(say.value("greeting", { name: "安娜" })).toBe("你好，安娜");
    expect(document.documentElement.lang).toBe("zh-CN");
  });

  test("counts as each language does", () => {
    expect(say.value("people", { count: 1 })).toBe("1 person");
    expect(say.value("people", { count: 7 })).toBe("7 people");
    chooseLanguage("zh");
    expect(say.value("people", { count: 1 })).toBe("1 人");
  });
});
