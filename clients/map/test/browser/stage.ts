// A page with the map on it for every test, and the promise that each of them must keep: nothing is asked of
// anybody but the test's own server. With GOLDENFOUR_SCREENSHOTS=<folder> tests leave pictures there.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Position } from "../../src/datum";
import type { Pick } from "../../src/map";
import { launchBrowser, serveSite, type Site } from "./site";
import type {} from "./page/window";

export const SCREEN = { width: 640, height: 420 }; // software rendering: pixels cost time
export const MIDDLE = { x: SCREEN.width / 2, y: SCREEN.height / 2 };
export const OFFLINE = "default"; // what map/map.json says

export let site: Site;
export let page: Page;

/** To be called once by a file of tests. */
export function setStage(): void {
  let browser: Browser;
  let elsewhere: string[];
  let complaints: string[];
  beforeAll(async () => {
    site = await serveSite();
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  beforeEach(async () => {
    [elsewhere, complaints] = [[], []];
    Object.assign(site, { answer: () => undefined, ranges: true });
    page = await browser.newPage({ viewport: SCREEN, reducedMotion: "reduce" });
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(site.url) && !/^(data|blob):/.test(url)) elsewhere.push(url);
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !/404/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(site.url);
  });
  afterEach(async () => {
    await page.close();
    expect(elsewhere, "nothing is asked of anybody else").toEqual([]);
    expect(complaints).toEqual([]);
  });
}

export async function open(
  source: object | string,
  view: Position & { zoom: number },
  theme: "day" | "night" = "day",
): Promise<void> {
  await page.evaluate(
    async ([given, at, by]) => {
      await window.open_(given, at, by);
      await window.map_.settled();
    },
    [source, view, theme] as const,
  );
}

/** What the last click or Enter meant. */
export async function lastPick(): Promise<Pick> {
  return page.evaluate(() => window.picks.at(-1)!);
}

export async function picture(name: string): Promise<void> {
  const folder = process.env["GOLDENFOUR_SCREENSHOTS"];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
