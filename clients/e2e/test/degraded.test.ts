// The night in which the server goes: what a console still has, and what it deletes with its enrolment.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Window, launchProfile } from "../src/browser";
import { Desk } from "../src/desk";
import { NOWHERE, PLACE, Town, eventually } from "../src/town";

const folder = mkdtempSync(join(tmpdir(), "goldenfour-console-"));
let town: Town;
let desk: Desk;

beforeAll(async () => {
  town = await Town.found();
  // A profile of its own: service workers are kept, as on a machine at work.
  desk = await Desk.enrol(await Window.in(await launchProfile(folder, {}), town.server.url), town);
});
afterAll(async () => {
  const complaints = await Window.closeAll();
  await town?.server.end();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  expect(complaints).toEqual([]);
});
afterEach(async ({ task }) => {
  if (task.result?.state === "fail") await Window.picturesOfAll();
});

/** Everything that this origin keeps in the browser: records of IndexedDB, and keys of both storages. */
function kept(): Promise<{ records: number; text: string; keys: string[] }> {
  return desk.page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    let [records, text] = [0, ""];
    for (const { name } of await indexedDB.databases()) {
      const db = await answer(indexedDB.open(name!));
      for (const store of db.objectStoreNames) {
        const all = (await answer(db.transaction(store).objectStore(store).getAll())) as object[];
        records += all.length;
        for (const value of all.flatMap((record) => Object.values(record)))
          text += value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
      }
      db.close();
    }
    return { records, text, keys: [...Object.keys(localStorage), ...Object.keys(sessionStorage)] };
  });
}

/** What comes out of the printer: all that can be seen of the page while it prints. */
async function printed(): Promise<string> {
  await desk.page.emulateMedia({ media: "print" });
  await desk.page.evaluate(() => {
    window.print = () => Object.assign(window, { paper: document.body.innerText });
  });
  await desk.press("?");
  await desk.at("help").getByRole("button").nth(1).focus();
  await desk.press("Enter");
  const paper = await eventually("the paper", () =>
    desk.page.evaluate(() => (window as unknown as { paper?: string }).paper),
  );
  await desk.page.emulateMedia({ media: null });
  return paper!;
}

describe("a console whose server is gone", () => {
  let here: string;
  let nowhere: string;

  it("opens from what it keeps, with the last picture and its age; nothing can be changed", async () => {
    here = await desk.raise("Place du Casino", PLACE);
    nowhere = await desk.raise("Col de Nowhere", NOWHERE);
    await desk.alarms(nowhere).first().waitFor();
    await desk.page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await eventually("the kept picture", async () => (await kept()).text.includes("Col de Nowhere"));
    await town.server.kill();
    await desk.page.locator('[data-testid="data-banner"][data-kind="lost"]').waitFor();
    await desk.page.reload();

    const banner = desk.page.locator('[data-testid="data-banner"][data-kind="old"]');
    await banner.waitFor();
    expect(await banner.textContent()).toMatch(/how it was at \d\d:\d\d:\d\d \(\d+:\d\d ago\)/);
    expect((await desk.incidents()).sort()).toEqual([here, nowhere].sort());
    await desk.alarms(nowhere).first().waitFor();
    expect(await desk.alarms(nowhere).first().getByTestId("acknowledge").isDisabled()).toBe(true);
    await desk.choose(here);
    const acts = desk.at("panel").locator('[data-testid^="act-"]');
    const off = await acts.evaluateAll((all) => all.map((act) => act.getAttribute("aria-disabled")));
    expect(new Set(off)).toEqual(new Set(["true"]));
    await desk.press("h");
    await expect.poll(() => desk.at("problem").textContent()).toContain("no connection");
    await desk.press("Escape");
  });

  it("prints what is open, and that it is old", async () => {
    const paper = await printed();
    for (const told of [here, nowhere, "Place du Casino", "Col de Nowhere"]) expect(paper).toContain(told);
    expect(paper).not.toContain("Ctrl"); // no buttons, no table of keys
  });

  it("is live again by itself when the server is back", async () => {
    await desk.page.evaluate(() => void Object.assign(window, { sameAsBefore: true }));
    await town.server.start();
    await desk.connected();
    await desk.at("data-banner").waitFor({ state: "detached" });
    await desk.choose(here);
    await desk.press("h");
    await desk.page.locator(`[data-incident="${here}"][data-progress="held"]`).waitFor();
    await desk.acknowledgeAll(nowhere);
    expect(await desk.page.evaluate(() => "sameAsBefore" in window)).toBe(true);
  });

  it("keeps nothing of anybody after its enrolment is removed", async () => {
    await eventually("the kept picture", async () => (await kept()).records > 0);
    await desk.press("?");
    await desk.at("help").getByRole("button").nth(2).focus();
    await desk.press("Enter");
    await desk.at("leave").waitFor();
    await desk.at("leave").getByRole("button").nth(1).focus();
    await desk.press("Enter");
    await desk.at("enrol").waitFor();
    await eventually("empty storage", async () => (await kept()).records === 0);
    expect((await kept()).keys.filter((key) => /enrolment|draft/.test(key))).toEqual([]);
    await desk.page.reload();
    await desk.at("enrol").waitFor();
    expect((await kept()).records).toBe(0);
  });
});
