// A console without a mouse, from its first page to the end of an emergency; and where the keyboard is, all the while.
import { Datum, Hazard, IncidentKind, IncidentStatus } from "@goldenfour/sdk";
import { expect, it } from "vitest";
import { PATIENCE_MS, Window } from "../src/browser";
import { Desk } from "../src/desk";
import { setScene } from "../src/scene";
import { NOWHERE, PLACE } from "../src/town";

const scene = setScene({ desks: 0 });
/** Of a calm hand; who can type is faster. */
const KEY_MS = 60;
const GOAL_MS = 15_000;

/** What has the keyboard, and whether that can be seen. */
function focus(desk: Desk): Promise<{ on: string; seen: boolean }> {
  return desk.page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const shown = element.matches(".segments input") ? element.nextElementSibling! : element;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    return {
      on: (element as HTMLElement).dataset["testid"] ?? (element.id || element.tagName.toLowerCase()),
      seen: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
    };
  });
}

async function focusIsSeen(desk: Desk, after: string, on?: string): Promise<void> {
  await expect
    .poll(async () => ({ after, ...(await focus(desk)) }), { timeout: PATIENCE_MS })
    .toEqual({ after, on: on ?? expect.not.stringMatching(/^body$/), seen: true });
}

it("raises, explains, holds, acknowledges, closes; the keyboard is never lost", async () => {
  const { desk, code } = await Desk.strange(
    await Window.open(scene.browser, scene.town.server.url),
    scene.town,
  );
  const { keyboard } = desk.page;
  const hand = { delay: KEY_MS };
  const key = async (name: string): Promise<void> => {
    await desk.page.waitForTimeout(KEY_MS);
    await keyboard.press(name);
  };
  await focusIsSeen(desk, "the page that asks for a code", "enrol-code");
  await keyboard.type(code, hand);
  await key("Enter");
  await desk.connected();

  const started = performance.now();
  await key("n");
  await desk.at("entry").waitFor();
  await focusIsSeen(desk, "n");
  await key("1");
  await focusIsSeen(desk, "the kind", "address");
  await keyboard.type("Place du Casino", hand);
  await key("Tab");
  await focusIsSeen(desk, "the address", "place");
  await keyboard.type(`${PLACE.latitude}, ${PLACE.longitude}`, hand);
  await key("Tab"); // datum
  await key("Tab"); // without a map there is no button for the crosshair
  await keyboard.type("3", hand);
  await key("Tab");
  await keyboard.type("B, by the river", hand);
  await key("Tab");
  await focusIsSeen(desk, "the first hazard");
  await key("Space");
  await key("Tab");
  await key("Tab");
  await key("Space");
  await key("Control+Enter");
  await desk.at("entry").waitFor({ state: "detached" });
  const took = performance.now() - started;
  console.log(`alert by keyboard, ${KEY_MS} ms a key: ${(took / 1000).toFixed(1)} s of ${GOAL_MS / 1000} s`);

  const id = await desk.added([]);
  expect(await scene.town.incident(id)).toMatchObject({
    kind: IncidentKind.CARDIAC_ARREST,
    address: "Place du Casino",
    floor: "3",
    entrance: "B, by the river",
    hazards: [Hazard.FIRE, Hazard.TRAFFIC],
    position: PLACE,
  });
  await focusIsSeen(desk, "the alert is out", "incident");
  // Into a fire nobody is sent before somebody has thought about it.
  await desk.row(id).and(desk.page.locator('[data-progress="held"]')).waitFor();
  await desk.choose(id);
  await focusIsSeen(desk, "g", "incident");
  await key("h");
  await desk.row(id).and(desk.page.locator(':not([data-progress="held"])')).waitFor();
  await focusIsSeen(desk, "h", "incident");

  // Why each was asked.
  const offered = desk.page.locator('[data-testid="timeline"] [data-code="OFFERED"] .why');
  await offered.first().waitFor();
  expect(await offered.first().textContent()).toMatch(/%/);
  await key("Enter");
  await expect.poll(async () => (await focus(desk)).on, { timeout: PATIENCE_MS }).toBe("incident-title");
  await key("Tab");
  await focusIsSeen(desk, "Tab in the panel", "act-hold");
  await key("Enter");
  await desk.row(id).and(desk.page.locator('[data-progress="held"]')).waitFor();
  await focusIsSeen(desk, "holding by its button", "act-hold");
  await key("h");
  await desk.row(id).and(desk.page.locator(':not([data-progress="held"])')).waitFor();
  await focusIsSeen(desk, "h", "act-hold");

  // Another call, where nobody is: an alarm.
  const { incident: far } = await scene.town.desk.alerts.raise({
    kind: IncidentKind.CARDIAC_ARREST,
    position: { ...NOWHERE, datum: Datum.WGS84 },
  });
  await desk.alarms(far).first().waitFor();
  await desk.acknowledgeAll(far);
  await focusIsSeen(desk, "a");

  await key("?");
  await desk.at("help").waitFor();
  await focusIsSeen(desk, "?");
  await key("Escape");
  await desk.at("help").waitFor({ state: "detached" });
  await focusIsSeen(desk, "Esc in the help", "act-hold");

  await key("c");
  await desk.at("sheet-close").waitFor();
  await focusIsSeen(desk, "c");
  await key("4");
  await desk.done("close");
  await focusIsSeen(desk, "closing", "incident");
  expect((await scene.town.incident(id)).status).toBe(IncidentStatus.CLOSED);
});
