// Every page for everybody: no barrier that axe-core can find, by day and by night, in both languages; and pictures.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barriers } from "../src/accessible";
import { POCKET, Window, launch, picture, type Look } from "../src/browser";
import { Desk } from "../src/desk";
import { Phone } from "../src/phone";
import { PLACE, Town } from "../src/town";

let browser: Browser;
let town: Town;

beforeAll(async () => {
  // Maps are for pictures: drawn without a graphics card they cost a busy machine minutes.
  const maps = process.env["GOLDENFOUR_SCREENSHOTS"] !== undefined;
  [browser, town] = await Promise.all([launch({ maps }), Town.found()]);
});
afterAll(async () => {
  await browser?.close();
  await town?.server.end();
});

const day: Look = { tongue: "en" };
const night: Look = { tongue: "zh", night: true };

async function look(window: Window, name: string): Promise<void> {
  expect(await barriers(window.page), name).toEqual([]);
  await picture(window.page, name);
  expect(window.complaints, name).toEqual([]);
}

async function visit(path: string, options: Look, ready: (page: Page) => Promise<unknown>): Promise<Window> {
  const window = await Window.open(browser, town.server.url, options);
  await window.page.goto(town.server.url + path);
  await ready(window.page);
  return window;
}

describe.each([
  ["day", day],
  ["night", night],
])("by %s", (light, options) => {
  it("the first page tells that the server is ready", async () => {
    const window = await visit("/", options, (page) => page.locator(".light.good").waitFor());
    await look(window, `home-${light}`);
    await window.close();
  });

  it("the public map lists what can be used now, what is closed, what nobody knows", async () => {
    const size = light === "night" ? POCKET : undefined;
    const at = { latitude: PLACE.latitude, longitude: PLACE.longitude };
    const window = await visit("/map/", { ...options, at, ...(size ? { size } : {}) }, async (page) => {
      await page.locator(".tools button.main").click();
      await page.locator("li.item .state.USABLE").waitFor();
    });
    const states = window.page.locator("li.item .state");
    expect((await states.allTextContents()).length).toBe(3);
    await window.page.locator("li.item button").first().click();
    await window.page.locator("li.item .details").waitFor();
    await look(window, `map-${light}`);
    await window.close();
  });

  it("the console and a phone, before and in an emergency", async () => {
    const enrolling = await visit("/console/", options, (page) => page.getByTestId("enrol").waitFor());
    await look(enrolling, `console-enrol-${light}`);
    await enrolling.close();
    const desk = await Desk.open(browser, town, options);
    const phone = await Phone.open(browser, town, "ana", options);
    await look(phone.window, `phone-home-${light}`);
    await desk.page.keyboard.press("n");
    await desk.at("entry").waitFor();
    await look(desk.window, `console-entry-${light}`);
    await desk.page.keyboard.press("Escape");
    const id = await desk.raise("Place du Casino", PLACE);
    await phone.rings();
    await look(phone.window, `phone-ring-${light}`);
    await phone.accept();
    await phone.step("LEFT");
    await look(phone.window, `phone-task-${light}`);
    await desk.choose(id);
    await desk.page.locator('[data-testid="task"][data-step="LEFT"]').waitFor();
    await look(desk.window, `console-${light}`);
    await town.desk.incidents.cancel(id);
    await phone.at("stand-down").waitFor();
    await look(phone.window, `phone-end-${light}`);
    await Promise.all([desk.window.close(), phone.window.close()]);
  });
});
