import { AedAccess, Datum, IncidentKind, createClient, timestampFromDate } from "../../src/index.js";
import type { AlertReply, Client } from "../../src/index.js";
import { TestServer } from "../../src/testing/index.js";

export const PLACE = { latitude: 46.05, longitude: 14.5, datum: Datum.WGS84 };
export const PEOPLE = ["ana", "bor", "cene"] as const;

/** A server with three people and an AED around one place, and a client for each who takes part. */
export class Town {
  private constructor(
    readonly server: TestServer,
    readonly tokens: Record<string, string>,
  ) {}

  static async found(): Promise<Town> {
    const server = await TestServer.start();
    const town = new Town(server, await makeTokens(server));
    try {
      await town.#settle();
    } catch (error) {
      await server.end();
      throw error;
    }
    return town;
  }

  as(name: string): Client {
    return createClient({
      server: this.server.url,
      token: this.tokens[name]!,
      timeoutMs: 5000,
      attempts: 20,
    });
  }

  raise(externalId?: string): Promise<AlertReply> {
    const alert = { kind: IncidentKind.CARDIAC_ARREST, position: PLACE, address: "Slovenska 12", floor: "7" };
    return this.as("centre").alerts.raise({ ...alert, externalId: externalId ?? "" });
  }

  async #settle(): Promise<void> {
    const registrar = this.as("registrar");
    for (const [number, person] of PEOPLE.entries()) {
      await registrar.responders.put(person, {
        name: person,
        onDuty: true,
        certifiedUntil: timestampFromDate(new Date("2099-01-01T00:00:00Z")),
        home: { ...PLACE, longitude: 14.5 + 0.002 * (number + 1) },
      });
    }
    await registrar.aeds.put("library", {
      name: "Library",
      access: AedAccess.PUBLIC,
      openingHours: "24/7",
      position: { ...PLACE, longitude: 14.503 },
    });
  }
}

function makeTokens(server: TestServer): Promise<Record<string, string>> {
  const jurisdiction = "ljubljana";
  return server.createTokens(
    { name: "centre", role: "INTEGRATION", jurisdiction },
    { name: "desk", role: "TOKEN_DISPATCHER", jurisdiction },
    { name: "registrar", role: "REGISTRAR", jurisdiction },
    ...PEOPLE.map((person) => ({
      name: person,
      role: "RESPONDER" as const,
      jurisdiction,
      responder: person,
    })),
  );
}

/** Waits until `check()` is truthy and returns it; throws with `what` after `patienceMs`. */
export async function eventually<T>(
  what: string,
  check: () => T | Promise<T>,
  patienceMs = 15_000,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = await check();
    if (found) return found as NonNullable<T>;
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
