// A city whose base map is in GCJ-02, as providers in mainland China draw it, half a kilometre aside of WGS-84: what a
// dispatcher clicks, sees and drags is where the patient is.
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Incident } from "@goldenfour/sdk";
import { gcj, provide, tiles, wgs } from "../../map/test/browser/jinhua";
import { mercator } from "../../map/test/browser/mercator";
import { isNear, look, type Color } from "../../map/test/browser/picture";
import { metersBetween } from "../../map/test/support";
import { Window, launch, picture } from "../src/browser";
import { Desk } from "../src/desk";
import { Town, eventually, pages } from "../src/town";

type Place = Parameters<typeof metersBetween>[0];

let browser: Browser;
let town: Town;
let desk: Desk;
let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "goldenfour-gcj-"));
  await cp(pages, root, { recursive: true });
  await serveJinhua(join(root, "console/map"));
  [browser, town] = await Promise.all([launch(), Town.found("", "", 300, root)]);
  desk = await Desk.open(browser, town);
});
afterAll(async () => {
  const complaints = await Window.closeAll();
  await browser?.close();
  await town?.server.end();
  await rm(root, { recursive: true, force: true });
  expect(complaints).toEqual([]);
});

/** What an operator does: another map.json, and tiles beside it. The place is painted red where GCJ-02 has it. */
async function serveJinhua(folder: string): Promise<void> {
  const view = { ...wgs, zoom: 17 };
  await writeFile(join(folder, "map.json"), JSON.stringify({ source: tiles, view }));
  for (const z of [16, 17, 18]) {
    const { x, y } = mercator(gcj);
    const [column, row] = [Math.floor(x * 2 ** z), Math.floor(y * 2 ** z)];
    for (let right = column - 3; right <= column + 3; right += 1) {
      await mkdir(join(folder, `jinhua/${z}/${right}`), { recursive: true });
      for (let down = row - 3; down <= row + 3; down += 1)
        await writeFile(
          join(folder, `jinhua/${z}/${right}/${down}.png`),
          provide(`/jinhua/${z}/${right}/${down}.png`)!,
        );
    }
  }
}

/** Not the red of the circle that tells how far the place is uncertain. */
const isPaint = (color: Color): boolean => isNear(color, [220, 20, 20], 20);

const metersOff = (position: Incident["position"], from: Place): number =>
  metersBetween({ latitude: position?.latitude ?? NaN, longitude: position?.longitude ?? NaN }, from);

/** Of the incident's sign on the page. */
async function signAt(): Promise<{ x: number; y: number }> {
  const sign = desk.page.locator('.gf-floating [data-overlay="incidents"] img').first();
  const { x, y, width, height } = (await sign.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

/** The painted place, which its sign may cover; alarms are red as well, but beside the map. */
async function redAt(): Promise<{ x: number; y: number }> {
  const { page } = desk;
  const map = desk.at("map");
  const box = (await map.boundingBox())!;
  const eye = { screenshot: () => map.screenshot(), evaluate: page.evaluate.bind(page) };
  const cover = (visibility: string) =>
    desk.page
      .locator(".gf-floating")
      .evaluate((signs, wanted) => void (signs.style.visibility = wanted), visibility);
  await cover("hidden");
  const red = await eventually("the painted place", async () => {
    const seen = (await look(eye)).middleOf(isPaint);
    return seen.count > 50 ? { x: box.x + seen.x, y: box.y + seen.y } : undefined;
  });
  await cover("");
  return red;
}

async function raiseByClick({ x, y }: { x: number; y: number }): Promise<string> {
  const before = await desk.incidents();
  await desk.press("n");
  await desk.at("entry").waitFor();
  await desk.press("1");
  await desk.page.locator("#place").press("Alt+KeyP");
  await desk.page.mouse.click(x, y);
  await desk.at("entry").waitFor();
  await desk.press("Control+Enter");
  return desk.added(before);
}

it("a click on the map raises the alert at that place; its sign stands there, and is dragged to another", async () => {
  await desk.page.locator('[data-testid="map"][data-state="ready"]').waitFor();
  const id = await raiseByClick(await redAt());
  const { position } = await town.incident(id);
  console.info(`the click is ${metersOff(position, wgs).toFixed(2)} m off, of which 0.6 m are the vector's`);
  expect(metersOff(position, wgs)).toBeLessThan(2);

  await desk.alarms(id).first().waitFor(); // nobody lives here; the strip moves the map
  const [red, sign] = [await redAt(), await signAt()];
  expect(Math.hypot(sign.x - red.x, sign.y - red.y)).toBeLessThan(2.5);
  await picture(desk.page, "gcj");

  const { mouse } = desk.page;
  const [right, down] = [90, 40];
  await mouse.move(sign.x, sign.y);
  await mouse.down();
  await mouse.move(sign.x + right, sign.y + down, { steps: 5 });
  await mouse.up();
  await desk.at("sheet-relocate").waitFor();
  await desk.press("Enter");
  await desk.at("sheet-relocate").waitFor({ state: "detached" });
  // At zoom 17, with 512 pixels of world at zoom 0; so near the shift is the same but for centimetres.
  const degrees = 360 / (512 * 2 ** 17);
  const goal = {
    latitude: wgs.latitude - down * degrees * Math.cos((wgs.latitude * Math.PI) / 180),
    longitude: wgs.longitude + right * degrees,
  };
  const off = await eventually("the new place", async () => {
    const moved = (await town.incident(id)).position;
    return metersOff(moved, wgs) > 10 ? metersOff(moved, goal) : undefined;
  });
  console.info(`after dragging it is ${off.toFixed(2)} m off`);
  expect(off).toBeLessThan(3);
  await expect
    .poll(async () => {
      const [place, now] = [await redAt(), await signAt()];
      return Math.hypot(now.x - place.x - right, now.y - place.y - down);
    })
    .toBeLessThan(2.5);
});
