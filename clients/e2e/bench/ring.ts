// An offer is decided by the server: how long until the phone's page has painted the ring?
import type { Browser } from "playwright-core";
import { Datum, IncidentKind } from "@goldenfour/sdk";
import { POCKET } from "../src/browser";
import { Phone } from "../src/phone";
import { PLACE, eventually, type Town } from "../src/town";
import { bareWays } from "./bare";
import { spreadHead, spreadOf, spreadRow, title } from "./figures";
import { collect, putIn, waysOf } from "./probe";

const OFFER_BYTES = 220;

export async function measureRings(browser: Browser, town: Town, rounds: number): Promise<void> {
  const phone = await Phone.open(browser, town, "ana");
  await putIn(phone.page, "goldenfour:ring");
  await phone.connected();
  await phone.page.locator('[data-testid="duty-state"][data-duty="on"]').waitFor();
  for (let round = 0; round < rounds; round++) await oneRing(town, phone);
  const ways = waysOf(await collect(phone.page), "offer");
  await phone.window.close();
  const bare = await bareWays(browser, { size: POCKET }, { rounds, bytes: OFFER_BYTES, everyMs: 150 });
  title("An offer to a phone");
  spreadHead("milliseconds");
  spreadRow(
    "decided by the server -> ring painted",
    spreadOf(ways.map(({ decidedAt, paintedAt }) => paintedAt - decidedAt)),
  );
  spreadRow(
    "  of these: decided -> on the disk, written, arrived in the page",
    spreadOf(ways.map(({ decidedAt, arrivedAt }) => arrivedAt - decidedAt)),
  );
  spreadRow("  arrived -> painted", spreadOf(ways.map(({ arrivedAt, paintedAt }) => paintedAt - arrivedAt)));
  spreadRow("beside: a bare page, one word, written by WebSocket -> painted", spreadOf(bare));
}

async function oneRing(town: Town, phone: Phone): Promise<void> {
  const before = await phone.ringCount();
  const { incident } = await town.desk.alerts.raise({
    kind: IncidentKind.CARDIAC_ARREST,
    publicPlace: true,
    position: { ...PLACE, datum: Datum.WGS84 },
  });
  await eventually("the ring", async () => (await phone.ringCount()) > before);
  await town.desk.incidents.cancel(incident);
  await phone.at("ring").waitFor({ state: "detached" });
}
