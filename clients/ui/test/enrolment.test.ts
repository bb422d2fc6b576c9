import { afterEach, expect, test, vi } from "vitest";

import { EnrolmentStore, enrol } from "../src/index.js";

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

/** A network in which every answer is lost; the keys that the server saw. */
function badNetwork(): Set<string> {
  const keys = new Set<string>();
  vi.stubGlobal("fetch", (_: unknown, init: { headers: Record<string, string> }) => {
    keys.add(init.headers["Idempotency-Key"] ?? "none");
    return Promise.reject(new TypeError("fetch failed"));
  });
  return keys;
}

test("who presses again after a lost answer is the same device for the server", async () => {
  const keys = badNetwork();
  for (let press = 0; press < 2; press++)
    expect(await enrol("https://aed.example", "7KQ2-9XMD-4TRA")).toBe("unreachable");
  expect(keys.size).toBe(1);
  expect([...keys][0]).toMatch(/^[0-9a-f]{32}$/);
});

test("a device that gave its enrolment up is another one", async () => {
  const keys = badNetwork();
  await enrol("https://aed.example", "7KQ2-9XMD-4TRA");
  new EnrolmentStore("phone").forget();
  await enrol("https://aed.example", "7KQ2-9XMD-4TRA");
  expect(keys.size).toBe(2);
});
