import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

import * as source from "../../src/index.js";
import { TestServer } from "../../src/testing/index.js";

let server: TestServer;

beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server?.end());

/** Runs a module in a Node of its own, as somebody who installed the package would. */
async function run(code: string): Promise<unknown> {
  const words = ["--input-type=module", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: import.meta.dirname });
  return JSON.parse(stdout) as unknown;
}

test("what was built exports what the sources do, and works in plain Node", async () => {
  const names = await run(
    `import * as sdk from "@goldenfour/sdk"; console.log(JSON.stringify(Object.keys(sdk)))`,
  );
  expect(names).toEqual(Object.keys(source).sort());
  const ready = await run(`import { createClient } from "@goldenfour/sdk";
    console.log(JSON.stringify(await createClient({ server: "${server.url}" }).readiness()))`);
  expect(ready).toMatchObject({ ready: true });
});

test("nothing but the test server needs Node", async () => {
  const found = await run(`import { globSync, readFileSync } from "node:fs";
    const files = globSync("../../dist/**/*.js").filter((file) => !file.includes("dist/testing"));
    const bad = files.filter((file) => /from "node:|\\bprocess\\.|\\bBuffer\\b/.test(readFileSync(file, "utf8")));
    console.log(JSON.stringify({ files: files.length > 15, bad }))`);
  expect(found).toEqual({ files: true, bad: [] });
});

test("a server that cannot start says why", async () => {
  const broken = TestServer.start({ policy: 'offer_deadline_seconds = "soon"' });
  await expect(broken).rejects.toThrow(/goldenfourd ended early: .*offer_deadline_seconds/s);
});
