import { describe, expect, test } from "vitest";
import { homeWords } from "../src/words/home";
import { knownWords } from "../src/words/known";
import { ringWords } from "../src/words/ring";
import { taskWords } from "../src/words/task";
import { phoneWords } from "../src/words";

// Names that are the same everywhere.
const SAME = new Set(["thing.aed", "map.aed", "beat.30:2"]);

describe("the texts of the phone", () => {
  test.each(Object.entries(phoneWords))("%s is there in both languages", (key, [zh, en]) => {
    expect(en, key).toMatch(/^[\x20-\x7e–…]+$/);
    expect(zh.trim()).not.toBe("");
    if (!SAME.has(key)) expect(zh, key).toMatch(/\p{Script=Han}/u);
    const figures = (text: string) => [...text.matchAll(/{{\w+}}/g)].map(([name]) => name).sort();
    // English may say "one" without its figure; both must know the same ones otherwise.
    expect(figures(zh)).toEqual(figures(en));
  });

  test("no name is taken twice", () => {
    const all = [ringWords, homeWords, knownWords, taskWords].flatMap((words) => Object.keys(words));
    expect(new Set(all).size).toBe(all.length);
  });

  test("every end of an offer or a task is said kindly", () => {
    const ends = ["EXPIRED", "NOT_REACHED", "STOOD_DOWN", "WITHDRAWN", "CANCELLED", "CLOSED", "KIND_CHANGED"];
    for (const end of [...ends, "RELEASED", "MERGED", "HANDED_OVER", "GAVE_UP"])
      expect(Object.keys(phoneWords)).toContain(`end.${end}.say`);
  });
});
