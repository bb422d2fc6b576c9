// Every act of the console by its key: what the server knows afterwards, what the phones say; and what can be taken back.
import { CloseReason, IncidentStatus, type Incident } from "@goldenfour/sdk";
import { afterEach, describe, expect, it } from "vitest";
import { PATIENCE_MS, picture } from "../src/browser";
import type { Phone } from "../src/phone";
import { setScene } from "../src/scene";
import { PLACE, eventually } from "../src/town";

const scene = setScene({ desks: 1, phones: 3 });
const open: string[] = [];

afterEach(async () => {
  for (const id of open.splice(0)) {
    const { status } = await scene.town.incident(id);
    const isOver = status === IncidentStatus.CLOSED || status === IncidentStatus.CANCELLED;
    if (!isOver) await scene.town.desk.incidents.cancel(id);
  }
  for (const phone of scene.phones) await quiet(phone);
});

/** Whatever was going on there has ended, and is read. */
async function quiet(phone: Phone): Promise<void> {
  for (const hook of ["ring", "accepting", "task"]) await phone.at(hook).waitFor({ state: "detached" });
  await phone.rest();
}

/** Raised and chosen. */
async function raise(address: string, east = 0): Promise<string> {
  const id = await scene.desk.raise(address, { ...PLACE, longitude: PLACE.longitude + east });
  open.push(id);
  await scene.desk.choose(id);
  return id;
}

/** What a dispatcher can change of an incident. */
function facts(incident: Incident) {
  const { status, kind, address, floor, entrance, note, hazards, escalation, mergedInto, position } =
    incident;
  const { latitude, longitude } = position ?? {};
  return {
    ...{ status, kind, address, floor, entrance, note, hazards: [...hazards], escalation, mergedInto },
    ...{ latitude: latitude?.toFixed(5), longitude: longitude?.toFixed(5) },
  };
}

const factsOf = async (id: string) => facts(await scene.town.incident(id));

/** Names of the acts that the server wrote down. */
async function actsIn(id: string): Promise<string[]> {
  const { events } = await scene.town.desk.incidents.timeline(id);
  return events.filter(({ code }) => code === "ACT").map(({ detail }) => detail);
}

async function becomes(id: string, what: string, check: (incident: Incident) => boolean): Promise<void> {
  await eventually(what, async () => check(await scene.town.incident(id)));
}

/** The same run goes on, for this incident. */
async function taskIsIn({ page }: Phone, id: string): Promise<void> {
  await page.locator(`[data-testid="task"][data-task^="${id}-"]`).waitFor();
}

describe("what was done a moment ago", () => {
  it("is taken back by one key, and the server is where it was", async () => {
    const { desk } = scene;
    const id = await raise("Avenue Princesse Alice");
    const before = await factsOf(id);

    await desk.press("h");
    await desk.page.locator(`[data-incident="${id}"][data-progress="held"]`).waitFor();
    expect((await scene.town.incident(id)).status).toBe(IncidentStatus.HELD);
    await desk.undo();
    await becomes(id, "the incident that is held no more", ({ status }) => status !== IncidentStatus.HELD);
    expect(await factsOf(id)).toEqual(before);

    await desk.ask("m", "relocate");
    await desk.fill(desk.page.locator("#place"), `${PLACE.latitude + 0.001}, ${PLACE.longitude}`);
    await desk.press("Control+Enter");
    await desk.done("relocate");
    expect((await factsOf(id)).latitude).toBe((PLACE.latitude + 0.001).toFixed(5));
    await desk.undo();
    await becomes(id, "the old place", ({ position }) => position?.latitude === PLACE.latitude);
    expect(await factsOf(id)).toEqual(before);

    await desk.ask("t", "update");
    await desk.fill(desk.page.locator("textarea"), "third floor, ring at Rossi");
    await desk.press("Control+Enter");
    await desk.done("update");
    expect((await factsOf(id)).note).toBe("third floor, ring at Rossi");
    await desk.undo();
    await becomes(id, "the old note", ({ note }) => note === before.note);

    await desk.act("e", "escalate", "2");
    expect((await factsOf(id)).escalation).toBe(2);
    await desk.undo();
    await becomes(id, "the old reach", ({ escalation }) => escalation === 0);
    expect(await factsOf(id)).toEqual(before);
  });

  it("cannot be done by accident where it could not be taken back: Esc leaves everything as it was", async () => {
    const { desk } = scene;
    const id = await raise("Boulevard des Moulins");
    const [before, acts] = [await factsOf(id), await actsIn(id)];
    const asking = ["cancel:x", "close:c", "handOver:o", "emsOnScene:w", "major:b"];
    for (const [sheet, key] of asking.map((pair) => pair.split(":") as [string, string])) {
      await desk.ask(key, sheet);
      await desk.press("Escape");
      await desk.done(sheet);
    }
    expect(await factsOf(id)).toEqual(before);
    expect(await actsIn(id)).toEqual(acts);
    await Promise.all(scene.phones.map((phone) => phone.rings()));
  });
});

describe("two calls about one emergency", () => {
  it("are merged, taken apart by undo, merged and taken apart again; who helps goes on", async () => {
    const { desk } = scene;
    const first = await raise("Place du Casino");
    const { fetcher, runner, decliner } = await scene.cast();
    await fetcher.accept();
    await runner.decline();
    await decliner.decline();
    const second = await raise("Place du Casino, the fountain", 0.0002);
    await runner.rings();
    await runner.accept();

    await desk.choose(second);
    await desk.act("d", "merge", "1");
    await becomes(second, "the merged incident", ({ mergedInto }) => mergedInto === first);
    expect((await scene.town.incident(first)).merged).toEqual([second]);
    await taskIsIn(runner, first);
    await picture(runner.page, "phone-merged");
    await desk.undo();
    await becomes(second, "an incident of its own", ({ mergedInto }) => mergedInto === "");
    // Who runs is not sent back and forth; for the other patient, if there is one, the server looks for others.
    await taskIsIn(runner, first);
    expect((await scene.town.incident(second)).status).toBe(IncidentStatus.OPEN);

    await desk.choose(second);
    await desk.act("d", "merge", "1");
    await becomes(second, "the merged incident", ({ mergedInto }) => mergedInto === first);
    await desk.choose(second);
    await desk.press("d"); // one key, for the button says "Unmerge" now
    await becomes(second, "an incident of its own", ({ mergedInto }) => mergedInto === "");
    for (const phone of [fetcher, runner]) await taskIsIn(phone, first);
  });
});

describe("an emergency that needs every act", () => {
  it("is widened; people are asked by name, let go, and sent home when the crew is there", async () => {
    const { desk, town } = scene;
    const id = await raise("Rue Grimaldi");
    const { fetcher, runner, decliner } = await scene.cast();
    await decliner.decline();
    await runner.accept();
    await fetcher.accept();
    await desk.choose(id);

    // By name, over an earlier no.
    await desk.ask("s", "assign");
    await desk.page.keyboard.type(decliner.person);
    await desk.page.locator('[role="option"][aria-selected="true"]').waitFor();
    await desk.page.locator('[data-testid="sheet-assign"] input[type="checkbox"]').focus();
    await desk.press("Space", "Enter");
    await desk.done("assign");
    await decliner.rings();
    await decliner.accept();
    await becomes(id, "three who come", ({ tasks }) => tasks.filter(({ end }) => end === "").length === 3);

    // Let go, by the button of that very person.
    await desk.page.locator('[data-testid="task"]', { hasText: decliner.person }).getByRole("button").focus();
    await desk.press("Enter");
    await desk.at("sheet-release").waitFor();
    await desk.press("1");
    await desk.done("release");
    await decliner.at("stand-down").waitFor();
    expect(await decliner.at("stand-down").getAttribute("data-cause")).toBe("RELEASED");

    await desk.act("e", "escalate", "1");
    expect((await town.incident(id)).escalation).toBe(1);
    await runner.step("LEFT");
    await runner.step("ON_SCENE");
    await desk.page.locator('[data-testid="task"][data-step="ON_SCENE"]').waitFor();
    await desk.act("w", "emsOnScene");
    expect((await town.incident(id)).crewArrivedAt).toBeDefined();
    await fetcher.at("stand-down").waitFor(); // was still under way
    expect(await runner.at("task").isVisible()).toBe(true);
    await desk.act("o", "handOver");
    await runner.at("stand-down").waitFor();
    await becomes(id, "the hand-over", ({ closeReason }) => closeReason === CloseReason.HANDED_OVER);
  });

  it("that is a major event gets a mark, and one crew is not enough to send people home", async () => {
    const { desk, town } = scene;
    const id = await raise("Quai Albert 1er");
    const { fetcher } = await scene.cast();
    await fetcher.accept();
    await desk.choose(id);
    await desk.ask("b", "major");
    await desk.page.keyboard.type("5");
    await desk.press("Enter");
    await desk.done("major");
    const told = await town.incident(id);
    expect([told.major, told.casualties]).toEqual([true, 5]);
    await desk.row(id).locator(".major-mark").waitFor();
    await desk.choose(id);
    await desk.act("w", "emsOnScene");
    expect((await town.incident(id)).crewArrivedAt).toBeDefined();
    expect(await fetcher.at("task").isVisible()).toBe(true);
    await desk.act("c", "close", "4");
    await fetcher.at("stand-down").waitFor();
    await becomes(id, "the end", ({ closeReason }) => closeReason === CloseReason.DISPATCHER);
  });

  it("that was none is cancelled, and every phone says so", async () => {
    const { desk, town } = scene;
    const id = await raise("Avenue de l'Hermitage");
    const { fetcher, runner, decliner } = await scene.cast();
    await fetcher.accept();
    await desk.choose(id);
    await desk.act("x", "cancel");
    await Promise.all([fetcher, runner, decliner].map((phone) => phone.at("stand-down").waitFor()));
    expect((await town.incident(id)).status).toBe(IncidentStatus.CANCELLED);
    await expect
      .poll(() => desk.row(id).getAttribute("data-progress"), { timeout: PATIENCE_MS })
      .toBe("ended");
  });
});
