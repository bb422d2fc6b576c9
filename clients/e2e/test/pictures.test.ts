// The README shows pictures that are there, that somebody makes, and that do not make it slow.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { NAMES } from "../pictures/names";

const FOLDER = "clients/e2e/pictures/";
const MOST_BYTES = 150 * 1024;
const root = fileURLToPath(new URL("../../../", import.meta.url));
const there = readdirSync(root + FOLDER).filter((name) => name.endsWith(".webp"));

describe("the pictures of the README", () => {
  it("are those that pictures/main.ts makes, and small", () => {
    expect(there.sort()).toEqual(NAMES.map((name) => `${name}.webp`).sort());
    for (const name of there) {
      expect(statSync(root + FOLDER + name).size, name).toBeLessThanOrEqual(MOST_BYTES);
      const head = readFileSync(root + FOLDER + name).subarray(0, 12);
      expect(head.toString("latin1"), name).toMatch(/^RIFF.{4}WEBP$/s);
    }
  });

  it("are there when it names them", () => {
    const named = readFileSync(`${root}README.md`, "utf8").matchAll(
      /clients\/e2e\/pictures\/([\w.-]+\.webp)/g,
    );
    for (const [, name] of named) expect(there).toContain(name);
  });
});
