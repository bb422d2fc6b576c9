// Two desks at one night: each sees what the other does, and neither writes over the other unseen. The language; what
// is heard; a drill, which nobody may take for the real thing.
import { AlertStatus, Datum, IncidentKind, IncidentStatus } from "@goldenfour/sdk";
import { afterEach, describe, expect, it } from "vitest";
import { PATIENCE_MS, picture } from "../src/browser";
import type { Desk } from "../src/desk";
import { setScene } from "../src/scene";
import { NOWHERE, PLACE, eventually } from "../src/town";

const scene = setScene({ desks: 2, phones: 1 });
const open: string[] = [];

afterEach(async () => {
  for (const id of open.splice(0)) {
    const { status } = await scene.town.incident(id);
    if (status !== IncidentStatus.CANCELLED) await scene.town.desk.incidents.cancel(id);
  }
});

function both(): [Desk, Desk] {
  const [first, second] = scene.desks;
  return [first!, second!];
}

/** Raised by the first, chosen by both. */
async function raise(address: string, place = PLACE): Promise<string> {
  const id = await scene.desk.raise(address, place);
  open.push(id);
  for (const desk of scene.desks) {
    await desk.row(id).waitFor();
    await desk.choose(id);
  }
  return id;
}

/** Every word that can be read or heard on the page, but for what people wrote and what keys are called. */
function words({ page }: Desk): Promise<string> {
  return page.evaluate(() => {
    const named = [...document.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap((element) =>
      ["aria-label", "title", "placeholder"].map((name) => element.getAttribute(name) ?? ""),
    );
    for (const key of document.querySelectorAll("kbd, .who")) key.toggleAttribute("hidden", true);
    const seen = document.body.innerText;
    for (const key of document.querySelectorAll("kbd, .who")) key.toggleAttribute("hidden", false);
    return [document.title, seen, ...named].join("\n");
  });
}

describe("the language", () => {
  it("is switched by one key, and not a word of the other stays", async () => {
    const { desk } = scene;
    const id = await raise("7");
    await desk.choose(id);
    await desk.at("timeline").locator("li").first().waitFor();
    await expect.poll(() => desk.at("undo-bar").textContent(), { timeout: PATIENCE_MS }).toBe("");
    const otherTongue = { en: /中文/g, zh: /English|Casino/g }; // its name on the switch; what an AED is called
    for (const key of [undefined, "n", "?"]) {
      for (const tongue of ["zh", "en"] as const) {
        await desk.press("Escape");
        await desk.speak(tongue);
        if (key) await desk.press(key);
        if (key) await desk.at(key === "n" ? "entry" : "help").waitFor();
        const told = (await words(desk)).replaceAll(otherTongue[tongue], "");
        if (tongue === "en") expect(told).not.toMatch(/\p{Script=Han}/u);
        else expect(told.match(/[a-z]{3,} [a-z]{2,}/gi) ?? []).toEqual([]);
        if (key === "?") await desk.press("Escape");
      }
    }
    await desk.press("Escape");
  });
});

const note = (desk: Desk) => desk.page.locator('[data-testid="sheet-update"] textarea');
const field = (desk: Desk, label: string) => desk.at("sheet-update").getByLabel(label, { exact: true });

describe("two desks", () => {
  it("see what the other does, without a reload", async () => {
    const [first, second] = both();
    const id = await raise("Nowhere", NOWHERE);
    await first.press("h");
    await second.page.locator(`[data-incident="${id}"][data-progress="held"]`).waitFor();
    await expect
      .poll(() => second.row(id).getByTestId("other-desk").textContent(), { timeout: PATIENCE_MS })
      .toMatch(/^desk-\d+ is at it$/);
    await second.press("h");
    await first.page.locator(`[data-incident="${id}"]:not([data-progress="held"])`).first().waitFor();

    for (const desk of [first, second]) await desk.alarms(id).first().waitFor();
    await first.acknowledgeAll(id);
    await expect.poll(() => second.alarms(id).count(), { timeout: PATIENCE_MS }).toBe(0);

    await first.ask("t", "update");
    await first.fill(field(first, "Floor"), "7");
    await first.press("Control+Enter");
    await first.done("update");
    await expect
      .poll(() => second.at("panel").locator(".facts").textContent(), { timeout: PATIENCE_MS })
      .toContain("Floor7");
  });

  it("correct different things at once, and both corrections stand", async () => {
    const [first, second] = both();
    const id = await raise("Rue Princesse Caroline");
    for (const desk of [first, second]) await desk.ask("t", "update");
    await first.fill(field(first, "Floor"), "3");
    await second.fill(field(second, "Entrance"), "C");
    await first.press("Control+Enter");
    await first.done("update");
    await second.press("Control+Enter");
    await second.done("update");
    expect(await scene.town.incident(id)).toMatchObject({ floor: "3", entrance: "C" });
  });

  it("correct the same thing: who is second is told, sees the other's words, and decides", async () => {
    const [first, second] = both();
    const id = await raise("Rue de Millo");
    for (const desk of [first, second]) await desk.ask("t", "update");
    await first.fill(note(first), "dog in the garden");
    await second.fill(note(second), "key at the neighbour's");
    await first.press("Control+Enter");
    await first.done("update");
    await second.press("Control+Enter");
    const told = second.at("sheet-update").getByRole("alert");
    await told.waitFor();
    expect(await told.textContent()).toContain("Note");
    expect(await note(second).inputValue()).toBe("dog in the garden");
    expect((await scene.town.incident(id)).note).toBe("dog in the garden");
    await picture(second.page, "console-conflict");
    await second.fill(note(second), "dog in the garden; key at the neighbour's");
    await second.press("Control+Enter");
    await second.done("update");
    expect((await scene.town.incident(id)).note).toBe("dog in the garden; key at the neighbour's");
  });

  it("take back only what is still their own", async () => {
    const [first, second] = both();
    const id = await raise("Rue Suffren Reymond");
    await first.ask("t", "update");
    await first.fill(note(first), "second floor");
    await first.press("Control+Enter");
    await first.done("update");
    await second.ask("t", "update");
    await second.fill(note(second), "third floor, the caller says");
    await second.press("Control+Enter");
    await second.done("update");
    await first.undo();
    await expect.poll(() => first.at("problem").textContent(), { timeout: PATIENCE_MS }).not.toBe("");
    expect((await scene.town.incident(id)).note).toBe("third floor, the caller says");
    await first.press("Escape");
  });
});

/** Counts from now on what the console plays, in hertz. */
async function listen({ page }: Desk): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const heard: number[] = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
      heard.push(this.frequency.value);
      start.call(this, when);
    };
    Object.assign(window, { heard });
  });
  return () => page.evaluate(() => (window as unknown as { heard: number[] }).heard.splice(0));
}

describe("what is heard", () => {
  it("says how urgent the most urgent alarm is, a drill's one rank less; off is off", async () => {
    const { desk, town } = scene;
    await expect.poll(() => desk.at("alarms").getAttribute("data-rank"), { timeout: PATIENCE_MS }).toBe("0");
    const heard = await listen(desk);
    const [urgent, important] = [880, 587];
    const alert = { kind: IncidentKind.CARDIAC_ARREST, position: { ...NOWHERE, datum: Datum.WGS84 } };
    const drill = await town.desk.alerts.raise({ ...alert, status: AlertStatus.EXERCISE });
    open.push(drill.incident);
    await eventually("the sound of an exercise", async () => (await heard()).includes(important));
    expect(await heard()).not.toContain(urgent);
    const real = await town.desk.alerts.raise({ ...alert, address: "Col de Nowhere" });
    open.push(real.incident);
    await eventually("the sound of an urgent alarm", async () => (await heard()).includes(urgent));
    // The real one stands above the exercise, which is marked.
    const order = await desk
      .at("alarm")
      .evaluateAll((all) => all.map((alarm) => alarm.getAttribute("data-incident")));
    expect(order[0]).toBe(real.incident);
    await desk.alarms(drill.incident).first().locator(".drill-mark").waitFor();

    expect(await desk.at("sound").getAttribute("data-state")).toBe("on");
    await desk.press("q");
    await expect.poll(() => desk.at("sound").getAttribute("data-state")).toBe("off");
    await heard();
    await desk.page.waitForTimeout(3000); // longer than the pause between two of the most urgent
    expect(await heard()).toEqual([]);
    await desk.press("q");
    await eventually("the sound again", async () => (await heard()).includes(urgent));
  });
});

describe("a drill", () => {
  it("is marked wherever it is shown, on console and phone", async () => {
    const { desk, town } = scene;
    const phone = scene.phones[0]!;
    const { incident: id } = await town.desk.alerts.raise({
      kind: IncidentKind.CARDIAC_ARREST,
      status: AlertStatus.EXERCISE,
      address: "Exercise at the harbour",
      position: { ...PLACE, datum: Datum.WGS84 },
    });
    open.push(id);
    await phone.rings();
    expect(await phone.at("drill-mark").isVisible()).toBe(true);
    await picture(phone.page, "phone-drill");
    await phone.accept();
    expect(await phone.at("drill-mark").isVisible()).toBe(true);
    await desk.row(id).locator(".drill-mark").waitFor();
    await desk.choose(id);
    await desk.at("panel").locator(".drill-banner").waitFor();
    await picture(desk.page, "console-drill");
    await town.desk.incidents.cancel(id);
    await phone.at("stand-down").waitFor();
    expect(await phone.at("drill-mark").isVisible()).toBe(true);
    await phone.rest();
  });
});
