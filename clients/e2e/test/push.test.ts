// A phone whose page is closed: a push wakes its browser, the notification is clicked, the page rings.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Datum, IncidentKind } from "@goldenfour/sdk";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Desktop } from "../src/desktop";
import { Phone } from "../src/phone";
import { Pocket } from "../src/pocket";
import { keysOf, openMessage } from "../src/push-message";
import { PEOPLE, PLACE, Town, eventually, homeOf } from "../src/town";

describe("a device of this test", () => {
  // RFC 8291, section 5 and appendix A.
  const keys = keysOf("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94", "BTBZMqHH6r4Tts7J_aSIgg");
  const body = Buffer.from(
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml" +
      "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT" +
      "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
    "base64url",
  );

  it("opens the message of RFC 8291", () => {
    expect(openMessage(body, keys)).toBe("When I grow up, I want to be a watermelon");
  });

  it("opens none that was changed", () => {
    for (const at of [0, 40, body.length - 1]) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => openMessage(changed, keys)).toThrow();
    }
  });
});

describe("a desktop of this test", () => {
  it("leaves no bus behind", async () => {
    const desktop = await Desktop.open();
    const socket = /^unix:path=([^,]+)/.exec(desktop.address)?.[1] ?? "";
    expect(existsSync(socket)).toBe(true);
    desktop.close();
    await eventually("the end of the bus", () => !existsSync(socket));
  });

  it("says what a machine lacks that cannot have it", async () => {
    vi.stubEnv("PATH", "");
    await expect(Desktop.open()).rejects.toThrow(/needs dbus-daemon.*deploy\/install.*ENOENT/);
    vi.unstubAllEnvs();
  });
});

describe("a phone whose page is closed", () => {
  const folder = mkdtempSync(join(tmpdir(), "goldenfour-vapid-"));
  const config =
    `[push]\nvapid_key = ${JSON.stringify(join(folder, "key.pem"))}\nloopback = true\n` +
    'contact = "mailto:operator@example.org"\nfirst_backoff_seconds = 0.05\n';
  let town: Town;
  let pocket: Pocket;

  beforeAll(async () => {
    town = await Town.found("", config);
    pocket = await Pocket.open(town.server.url, { tongue: "zh", at: homeOf("ana") });
  });
  afterAll(async () => {
    await pocket?.end();
    await town?.server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const raise = () =>
    town.desk.alerts.raise({
      kind: IncidentKind.CARDIAC_ARREST,
      address: "Canary Street 7",
      patient: "Canary Patient",
      position: { ...PLACE, datum: Datum.WGS84 },
    });

  /** Of deliveries, by any channel but the stream. */
  async function failures(incident: string): Promise<number> {
    const { events } = await town.desk.incidents.timeline(incident);
    return events.filter(({ code, detail }) => code === "DELIVERY" && detail === "FAILED").length;
  }

  it("is woken, opened by a click, rings with that very offer, and its yes counts", async () => {
    const phone = await Phone.enrol(await pocket.window(), town, "ana");
    await phone.page.locator('[data-testid="push"][data-push="on"]').waitFor();
    await pocket.closePages();

    const raisedAt = performance.now();
    const { incident } = await raise();
    const push = await eventually("the push", () => pocket.service.pushes[0]);
    console.log(`alert raised -> push read by the device: ${Math.round(push!.at - raisedAt)} ms`);
    const said = JSON.parse(push!.text) as { offer: string; deadline: string };
    const { offer, deadline } = said;
    // What a push says, to the last word: no place, no patient, no name.
    const rest = { incidentKind: "CARDIAC_ARREST", role: expect.stringMatching(/^(CPR|AED)$/), drill: false };
    expect(said).toEqual({ kind: "offer", offer, deadline, ...rest });
    expect(Date.parse(deadline)).toBeGreaterThan(Date.now());
    expect(offer.startsWith(incident)).toBe(true);
    expect(push!.headers).toMatchObject({ urgency: "high", "content-encoding": "aes128gcm" });
    expect(JSON.stringify(push!.headers)).not.toMatch(/monaco|ana|Canary/);

    const shown = await eventually("the notification", () => [...pocket.desktop.shown.values()][0]);
    expect(shown!.title).toBe("有人需要您：心脏骤停");
    expect(await pocket.notifications()).toEqual([
      { title: shown!.title, body: "点开回答", data: { offer } },
    ]);

    const opening = pocket.windowOpened();
    pocket.desktop.click(shown!);
    const reopened = new Phone(await opening, "ana");
    await reopened.rings();
    expect(await reopened.at("ring").getAttribute("data-offer")).toBe(offer);
    await reopened.accept();
    const told = await town.incident(incident);
    expect(told.offers.find(({ id }) => id === offer)?.end).toBe("ACCEPTED");
    expect(await pocket.notifications()).toEqual([]);
    await eventually("a desktop without notifications", () => pocket.desktop.shown.size === 0);
    await town.desk.incidents.cancel(incident);
    await reopened.at("stand-down").waitFor();
    await reopened.rest();
    expect(pocket.service.refusals).toEqual([]);
  });

  it("whose push service says that it is gone is asked for no more, also after a restart of the server", async () => {
    pocket.service.forget(pocket.subscription!);
    await pocket.closePages();
    const before = pocket.service.posts;
    const first = await raise();
    await eventually("the post that is answered by 410", () => pocket.service.posts > before);
    await eventually("the delivery that failed", async () => (await failures(first.incident)) > 0);
    await town.desk.incidents.cancel(first.incident);
    await town.server.kill();
    await town.server.start();
    const second = await raise();
    await eventually(
      "everybody who could not be told",
      async () => (await failures(second.incident)) === PEOPLE.length,
    );
    expect(pocket.service.posts).toBe(before + 1);
    await town.desk.incidents.cancel(second.incident);
  });

  it("is woken again when its browser has made another subscription by itself", async () => {
    await pocket.closePages();
    await pocket.endSubscription();
    const before = pocket.service.pushes.length;
    const { incident } = await raise();
    await eventually("a push to the new subscription", () => pocket.service.pushes.length > before);
    expect((await failures(incident)) < PEOPLE.length).toBe(true);
    await town.desk.incidents.cancel(incident);
  });
});
