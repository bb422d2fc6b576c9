// The main story, a crash in the middle of it, and an alarm that stays. A browser, a server, four pages.
import { describe, expect, it } from "vitest";
import { PATIENCE_MS, picture } from "../src/browser";
import type { Phone } from "../src/phone";
import { setScene } from "../src/scene";
import { NOWHERE, PEOPLE, PLACE, eventually, homeOf } from "../src/town";

const scene = setScene({ phones: 3 });

const CLOSED_TEXTS = { en: "closed", zh: "已结束" } as const;

/** Home to near the place, in two stretches: the console is told of each, and shows how far it still is. */
async function walks(phone: Phone): Promise<void> {
  const line = scene.desk.page.locator('[data-testid="task"]', { hasText: phone.person });
  const meters = async () => Number(await line.getByTestId("away").getAttribute("data-meters"));
  const home = homeOf(phone.person);
  for (const left of [0.6, 0.3]) {
    const longitude = PLACE.longitude + left * (home.longitude - PLACE.longitude);
    const before = await meters();
    await phone.page.context().setGeolocation({ ...PLACE, longitude, accuracy: 10 });
    await eventually("a shorter way on the console", async () => (await meters()) < before - 20);
  }
  await phone.page.context().setGeolocation({ ...home, accuracy: 10 });
}

describe.each(["en", "zh"] as const)("an emergency, in %s", (tongue) => {
  it("is raised by keyboard, helped by two of three phones with an AED, handed over and closed", async () => {
    const { desk, phones, town } = scene;
    await desk.speak(tongue);
    for (const phone of phones) await phone.speak(tongue);
    const id = await desk.raise("Place du Casino", PLACE);
    const { fetcher, runner, decliner } = await scene.cast();
    await picture(fetcher.page, `ring-${tongue}`);
    await decliner.decline();
    await fetcher.accept();
    await runner.accept();
    await desk.choose(id);
    await expect.poll(() => desk.at("task").count(), { timeout: PATIENCE_MS }).toBe(2);

    await runner.step("LEFT");
    await fetcher.step("LEFT");
    await walks(fetcher);
    await fetcher.step("AED_COLLECTED");
    await desk.page.locator('[data-testid="task"][data-step="AED_COLLECTED"]').waitFor();
    await runner.step("ON_SCENE");
    await fetcher.step("ON_SCENE");
    await expect
      .poll(() => desk.page.locator('[data-testid="task"][data-step="ON_SCENE"]').count(), {
        timeout: PATIENCE_MS,
      })
      .toBe(2);
    await runner.step("CPR_STARTED");
    await fetcher.step("CPR_STARTED");
    await fetcher.step("SHOCK_DELIVERED");
    await desk.page.locator('[data-testid="task"][data-step="SHOCK_DELIVERED"]').waitFor();
    await fetcher.handOver();

    await desk.choose(id);
    await desk.page.keyboard.press("c");
    await desk.at("sheet-close").waitFor();
    await desk.page.keyboard.press("1");
    await runner.at("stand-down").waitFor();
    await eventually("the incident's end on the console", async () =>
      (await desk.at("panel").textContent())?.includes(CLOSED_TEXTS[tongue]),
    );
    const told = await town.incident(id);
    expect(told.offers.map((offer) => offer.end).sort()).toEqual(["ACCEPTED", "ACCEPTED", "DECLINED"]);
    expect(told.tasks).toHaveLength(2);
    expect(told.tasks.filter((task) => task.aedCollectedAt && task.onSceneAt)).toHaveLength(1);
    for (const phone of phones) await phone.rest();
  });
});

describe("a server that is killed in the middle of it", () => {
  it("comes back; nobody reloads, no offer is lost, none comes twice", async () => {
    const { desk, phones, town } = scene;
    const id = await desk.raise("Avenue de la Costa", PLACE);
    const { fetcher, runner, decliner } = await scene.cast();
    await fetcher.accept();
    const rung = await Promise.all(phones.map((phone) => phone.ringCount()));
    const pages = [desk, ...phones].map(({ page }) => page);
    await Promise.all(
      pages.map((page) => page.evaluate(() => void Object.assign(window, { sameAsBefore: true }))),
    );

    await town.server.kill();
    await desk.page.locator('[data-testid="link-state"]:not([data-state="connected"])').waitFor();
    await fetcher.step("LEFT"); // pressed without a network
    await town.server.start();
    await desk.connected();

    // Who still rings may answer; who has a task still has it; what was pressed has arrived.
    await runner.accept();
    await decliner.decline();
    await desk.choose(id);
    await desk.page.locator('[data-testid="task"][data-step="LEFT"]').waitFor();
    const same = pages.map((page) => page.evaluate(() => "sameAsBefore" in window));
    expect(await Promise.all(same)).toEqual(pages.map(() => true));
    expect(await desk.incidents()).toContain(id);
    expect((await desk.incidents()).filter((each) => each === id)).toHaveLength(1);
    // A phone that says no is quiet at once; its word may still be on its way.
    const told = await eventually("every answer", async () => {
      const incident = await town.incident(id);
      return incident.offers.every(({ end }) => end !== "") ? incident : undefined;
    });
    // Who did not accept has no name here, but is somebody of their own.
    expect(new Set(told.offers.map((offer) => offer.responder)).size).toBe(PEOPLE.length);
    expect(told.offers.map((offer) => offer.end).sort()).toEqual(["ACCEPTED", "ACCEPTED", "DECLINED"]);
    expect(await Promise.all(phones.map((phone) => phone.ringCount()))).toEqual(rung);

    await town.desk.incidents.cancel(id);
    await fetcher.at("stand-down").waitFor();
    await runner.at("stand-down").waitFor();
    for (const phone of phones) await phone.rest();
  });
});

describe("an alarm", () => {
  it("stays through a reload until somebody acknowledges it, which stays as well", async () => {
    const { desk, town } = scene;
    const id = await desk.raise("Nowhere", NOWHERE);
    const alarm = desk.page.locator(`[data-testid="alarm"][data-incident="${id}"]`).first();
    await alarm.waitFor();
    await desk.page.reload();
    await desk.connected();
    await alarm.waitFor();
    while (await alarm.isVisible()) {
      await alarm.getByTestId("acknowledge").click();
      await desk.page.waitForTimeout(200);
    }
    await desk.page.reload();
    await desk.connected();
    await desk.row(id).waitFor();
    expect(await alarm.isVisible()).toBe(false);
    await town.desk.incidents.cancel(id);
  });
});
