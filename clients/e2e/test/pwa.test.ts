// The phone as a program of its own: it can be installed, starts without a server or a network, comes back by itself,
// and says once what was pressed meanwhile.
import { Datum, IncidentKind } from "@goldenfour/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Phone } from "../src/phone";
import { Pocket } from "../src/pocket";
import { PLACE, Town, homeOf } from "../src/town";

let town: Town;
let pocket: Pocket;

beforeAll(async () => {
  town = await Town.found();
  pocket = await Pocket.open(town.server.url, { at: homeOf("ana") });
});
afterAll(async () => {
  await pocket?.end();
  await town?.server.end();
});

/** The phone's page in the same profile, as its icon on the home screen opens it. */
async function open(): Promise<Phone> {
  const phone = new Phone(await pocket.window(), "ana");
  await phone.page.goto(`${town.server.url}/phone/`);
  await phone.at("home").waitFor();
  return phone;
}

async function timed(what: string, act: () => Promise<unknown>): Promise<void> {
  const since = performance.now();
  await act();
  console.log(`${what}: ${Math.round(performance.now() - since)} ms`);
}

describe("the phone's program", () => {
  it("can be installed, as Chromium itself judges", async () => {
    const phone = await Phone.enrol(await pocket.window(), town, "ana");
    await phone.page.evaluate(async () => void (await navigator.serviceWorker.ready));
    const debug = await pocket.context.newCDPSession(phone.page);
    const { url, errors, data } = await debug.send("Page.getAppManifest");
    expect([new URL(url).pathname, errors]).toEqual(["/phone/manifest.webmanifest", []]);
    const { icons } = JSON.parse(data ?? "{}") as { icons: { src: string; sizes: string }[] };
    for (const { src, sizes } of icons) {
      const found = await phone.page.evaluate(async (path) => {
        const picture = await createImageBitmap(await (await fetch(path)).blob());
        return `${picture.width}x${picture.height}`;
      }, src);
      expect(found, src).toBe(sizes);
    }
    const { installabilityErrors } = await debug.send("Page.getInstallabilityErrors");
    expect(installabilityErrors).toEqual([]);
    await phone.window.page.close();
  });

  it("starts with the server dead and says so, comes back by itself when it lives again", async () => {
    await town.server.kill();
    await pocket.stop();
    await pocket.start();
    const phone = await open();
    expect(await phone.at("link").getAttribute("data-state")).not.toBe("connected");
    // On duty as the server last said, with the age of that; not as if it were so now.
    await phone.page.locator('section.duty.stale[data-duty="on"]').waitFor();
    expect(await phone.at("duty-state").textContent()).toMatch(
      /cannot ring now.*at \d\d:\d\d, \d+ minutes? ago/,
    );
    await town.server.start();
    await timed("server ready -> phone connected", () => phone.connected());
    await phone.page.locator('section.duty.on[data-duty="on"]').waitFor();
    await phone.page.close();
  });

  it("comes back by itself with the network; an answer that was pressed without one is sent once", async () => {
    const phone = await open();
    await phone.connected();
    const { incident } = await town.desk.alerts.raise({
      kind: IncidentKind.CARDIAC_ARREST,
      address: "Place du Casino",
      position: { ...PLACE, datum: Datum.WGS84 },
    });
    await phone.rings();
    await pocket.context.setOffline(true);
    await town.server.kill(); // an emulated lack of network leaves open sockets alone
    await phone.at("accept").click();
    await phone.at("accepting").getByTestId("not-sent").waitFor();
    await town.server.start();
    await phone.page.waitForTimeout(1_000);
    expect(await phone.at("task").isVisible()).toBe(false);
    await timed("network back -> task on the phone", async () => {
      await pocket.context.setOffline(false);
      await phone.at("task").waitFor();
    });
    const told = await town.incident(incident);
    expect(told.offers.filter(({ end }) => end === "ACCEPTED")).toHaveLength(1);
    expect(told.tasks).toHaveLength(1);
    await town.desk.incidents.cancel(incident);
    await phone.rest();
  });
});
