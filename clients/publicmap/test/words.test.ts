import { describe, expect, it } from "vitest";
import { publicMapWords } from "../src/words";

describe("the public map's words", () => {
  it("none is empty, no Chinese one without Chinese, no English one with it", () => {
    const names = new Set(["unnamed", "equipment.AED"]); // names
    for (const [key, [zh, en]] of Object.entries(publicMapWords)) {
      expect(zh.trim(), key).not.toBe("");
      expect(en.trim(), key).not.toBe("");
      if (names.has(key)) continue;
      expect(zh, key).toMatch(/\p{Script=Han}/u);
      expect(en, key).toMatch(/^[\x20-\x7e…]+$/);
    }
  });

  it("both languages ask for the same figures", () => {
    const figures = (text: string) => [...text.matchAll(/{{\w+}}/g)].map(([name]) => name).sort();
    for (const [key, [zh, en]] of Object.entries(publicMapWords))
      expect(figures(zh), key).toEqual(figures(en));
  });
});
