// Makes the pictures of the README, each from the real server and the real pages: node --run pictures.
import { statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { DESK, Window, launch } from "../src/browser";
import { Desk } from "../src/desk";
import { Phone } from "../src/phone";
import { PLACE, homeOf } from "../src/town";
import { NAMES, type Name } from "./names";
import { Scene } from "./scene";

const QUALITY = 82;
/** Maps are drawn without a graphics card. */
const PATIENCE_MS = 180_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function take(page: Page, name: Name): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
  const path = fileURLToPath(new URL(`./${name}.webp`, import.meta.url));
  writeFileSync(path, Buffer.from(data, "base64"));
  console.log(`${name}: ${(statSync(path).size / 1024).toFixed(0)} KB`);
}

/** Twelve seconds, a step each, northwards. */
async function walk(page: Page): Promise<void> {
  const from = homeOf("ana");
  for (let second = 1; second <= 12; second++) {
    await page.context().setGeolocation({ ...from, latitude: from.latitude + second * 1e-5, accuracy: 8 });
    await pause(1000);
  }
}

export async function main(): Promise<void> {
  const browser = await launch();
  const scene = await Scene.set();
  const { town } = scene;
  try {
    const sleeper = await Phone.open(browser, town, "bor", { tongue: "en", night: true });
    const runner = await Phone.open(browser, town, "ana", { tongue: "zh" });
    const desk = await Desk.open(browser, town, { tongue: "zh", size: DESK });
    desk.page.setDefaultTimeout(PATIENCE_MS);
    await desk.page.locator('[data-testid="map"][data-state="ready"]').waitFor();
    const id = await scene.raise("casino");
    await Promise.all([sleeper.rings(), runner.rings()]);
    await runner.accept();
    await take(sleeper.page, "phone-ring");
    await runner.step("LEFT");
    await walk(runner.page);
    await runner.page.locator(".map-frame canvas").evaluate((map) => map.scrollIntoView({ block: "center" }));
    await pause(1000);
    await take(runner.page, "phone-task");
    await Promise.all([runner.window.close(), sleeper.window.close()]);
    await scene.elsewhere();
    await desk.row(id).click();
    await desk.page.locator('[data-testid="durability"][data-state="LOCAL"]').waitFor();
    await pause(12_000);
    await take(desk.page, "console-day");
    await desk.speak("en");
    await desk.page.keyboard.press("y");
    await pause(12_000);
    await take(desk.page, "console-night");
    await desk.window.close();
    const map = await Window.open(browser, town.server.url, { tongue: "en", size: DESK });
    map.page.setDefaultTimeout(PATIENCE_MS);
    await map.page.goto(`${town.server.url}/map/#${PLACE.latitude},${PLACE.longitude},15`);
    await map.page.locator("li.item:has(.state.USABLE) button").first().click();
    await pause(10_000);
    await take(map.page, "public-map");
    console.log([...(await Window.closeAll()), `all ${NAMES.length} pictures are made`].join("\n"));
  } finally {
    await browser.close();
    await scene.end();
  }
}
