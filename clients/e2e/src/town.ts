// The real server with the built pages, three people and two AEDs around the Casino of Monaco, where the offline map is.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  AedAccess,
  Datum,
  createClient,
  timestampFromDate,
  type Client,
  type Incident,
} from "@goldenfour/sdk";
import { TestServer } from "@goldenfour/sdk/testing";

export const PLACE = { latitude: 43.7393, longitude: 7.4276 };
/** Where nobody is, and nobody can be asked. */
export const NOWHERE = { latitude: 43.9, longitude: 7.9 };
export const PEOPLE = ["ana", "bor", "cene"] as const;
export type Person = (typeof PEOPLE)[number];

/** Where deploy/web-build puts the pages, or those of another build. */
export const pages =
  process.env["GOLDENFOUR_WEB"] ?? fileURLToPath(new URL("../../../build/web", import.meta.url));
const jurisdiction = "monaco";
const wgs84 = { datum: Datum.WGS84 };

/** East of the place, about 100 m each. */
export function homeOf(person: Person): { latitude: number; longitude: number } {
  return { latitude: PLACE.latitude, longitude: PLACE.longitude + 0.00125 * (PEOPLE.indexOf(person) + 1) };
}

export class Town {
  private constructor(
    readonly server: TestServer,
    readonly desk: Client,
  ) {}

  /** `policy`: more of it; `config`: more tables for the server; `root`: of the pages. */
  static async found(policy = "", config = "", offerSeconds = 300, root = pages): Promise<Town> {
    if (!existsSync(`${root}/index.html`))
      throw new Error(`${root} is empty: deploy/web-build builds the pages`);
    const server = await TestServer.start({
      jurisdictions: [jurisdiction],
      config: `[web]\nroot = ${JSON.stringify(root)}\n${config}`,
      // A busy machine shall not decide who was too slow.
      // Nor shall those be left in peace who have helped in the test before.
      policy: `time_zone = "Europe/Monaco"\noffer_deadline_seconds = ${offerSeconds}\nlambda = 0\nfatigue_growth = 0\n${policy}`,
    });
    try {
      const tokens = await server.createTokens(
        { name: "registrar", role: "REGISTRAR", jurisdiction },
        { name: "witness", role: "TOKEN_DISPATCHER", jurisdiction },
      );
      const as = (name: string) => createClient({ server: server.url, token: tokens[name]!, attempts: 20 });
      await settle(as("registrar"));
      return new Town(server, as("witness"));
    } catch (error) {
      await server.end();
      throw error;
    }
  }

  consoleCode(name: string): Promise<string> {
    return this.server.createEnrolment({ name, role: "TOKEN_DISPATCHER", jurisdiction });
  }

  phoneCode(person: Person, name: string): Promise<string> {
    return this.server.createEnrolment({ name, role: "RESPONDER", jurisdiction, responder: person });
  }

  /** What the server knows, asked beside all pages. */
  incident(id: string): Promise<Incident> {
    return this.desk.incidents.get(id);
  }
}

async function settle(registrar: Client): Promise<void> {
  for (const person of PEOPLE) {
    await registrar.responders.put(person, {
      name: person,
      onDuty: true,
      enrolledForDrills: true,
      certifiedUntil: timestampFromDate(new Date("2099-01-01T00:00:00Z")),
      home: { ...homeOf(person), ...wgs84 },
    });
  }
  const common = { access: AedAccess.PUBLIC, openingHours: "24/7" };
  await registrar.aeds.put("casino", {
    ...common,
    name: "Casino",
    locationHint: "in the hall, beside the till",
    floor: "0",
    position: { latitude: PLACE.latitude + 0.0006, longitude: PLACE.longitude + 0.0015, ...wgs84 },
  });
  await registrar.aeds.put("hotel", {
    ...common,
    name: "Hôtel de Paris",
    openingHours: "Mo-Su 00:00-00:01",
    position: { latitude: PLACE.latitude - 0.0006, longitude: PLACE.longitude - 0.0006, ...wgs84 },
  });
  await registrar.aeds.put("pharmacy", {
    access: AedAccess.PUBLIC,
    name: "Pharmacie",
    position: { latitude: PLACE.latitude + 0.0012, longitude: PLACE.longitude - 0.0012, ...wgs84 },
  });
}

/** Waits until `check()` is truthy; throws with `what` after `patienceMs`. */
export async function eventually<T>(
  what: string,
  check: () => T | Promise<T>,
  patienceMs = 60_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
