// What is measured on: a server with a registry and a crowd. The same every time.
import { spawn, type ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AlertStatus, Datum, IncidentKind, createClient } from "@goldenfour/sdk";
import { Town, eventually } from "../src/town";

const JURISDICTION = "monaco";
/** Where the crowd is that no emergency here concerns: Nice, 13 km away. */
export const FAR = "43.7050,7.2650";
export const HERE = "43.7385,7.4255";
const MAP = { south: 43.7285, north: 43.7475, west: 7.413, east: 7.437 };
const LAND = { south: 43.68, north: 43.78, west: 7.2, east: 7.46 };
const ROWS = 250; // of one import

/** Numbers in [0, 1), the same every time. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function foundTown(): Promise<Town> {
  // Nobody is left in peace, and near emergencies are different ones.
  return Town.found("replan_peace_after_stand_down_seconds = 0\nmerge_window_seconds = 0");
}

export async function importAeds(town: Town, count: number): Promise<void> {
  const name = "bench-registrar";
  const tokens = await town.server.createTokens({ name, role: "REGISTRAR", jurisdiction: JURISDICTION });
  const registrar = createClient({ server: town.server.url, token: tokens[name]! });
  const random = seeded(1);
  const hours = ["24/7", "Mo-Fr 08:00-18:00", "Mo-Su 07:00-22:00", ""];
  for (let at = 0; at < count; at += ROWS) {
    const rows = ["@id,@type,@lat,@lon,name,description,opening_hours,access"];
    for (let n = at; n < Math.min(count, at + ROWS); n++) {
      const latitude = LAND.south + random() * (LAND.north - LAND.south);
      const longitude = LAND.west + random() * (LAND.east - LAND.west);
      const open = hours[Math.floor(random() * hours.length)]!;
      rows.push(`${n + 1},node,${latitude.toFixed(6)},${longitude.toFixed(6)},[invented] ${n},,${open},yes`);
    }
    const report = await registrar.aeds.importCsv(rows.join("\n") + "\n", { datum: "WGS84" });
    if (report.refused > 0) throw new Error(`AEDs were refused: ${report.details[0]?.detail}`);
  }
}

/** Volunteers of goldenfour-load, each a WebSocket of its own. */
export class Crowd {
  private constructor(
    readonly size: number,
    readonly process: ChildProcess,
    readonly status: string,
  ) {}

  /** All of them connected. */
  static async gather(
    town: Town,
    prefix: string,
    size: number,
    options: Record<string, string | number>,
  ): Promise<Crowd> {
    const status = join(town.server.directory, `${prefix}.json`);
    const all: Record<string, string | number> = {
      server: town.server.url,
      "admin-socket": join(town.server.directory, "data", "admin.sock"),
      jurisdiction: JURISDICTION,
      "status-file": status,
      "duty-share": 1,
      volunteers: size,
      prefix,
      ...options,
    };
    const process_ = spawn(
      join(dirname(process.env["GOLDENFOURD"]!), "goldenfour-load"),
      ["--quiet", ...Object.entries(all).flatMap(([key, value]) => [`--${key}`, String(value)])],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    const crowd = new Crowd(size, process_, status);
    await eventually(`${size} volunteers`, async () => (await crowd.told()).connected === size, 300_000);
    return crowd;
  }

  async told(): Promise<{ connected: number; tasks: number; accepted: number; presences?: number }> {
    if (this.process.exitCode !== null) throw new Error("goldenfour-load has ended");
    const text = await readFile(this.status, "utf8").catch(() => "");
    return text ? JSON.parse(text) : { connected: 0, tasks: 0, accepted: 0 };
  }

  leave(): void {
    this.process.kill("SIGTERM");
  }
}

/** Emergencies all over the map. Returns their numbers. */
export async function raiseMany(town: Town, count: number): Promise<string[]> {
  const random = seeded(2);
  const columns = Math.ceil(Math.sqrt(count));
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const [column, line] = [n % columns, Math.floor(n / columns)];
    const share = (at: number): number => (at + 0.2 + 0.6 * random()) / columns;
    const position = {
      latitude: MAP.south + share(line) * (MAP.north - MAP.south),
      longitude: MAP.west + share(column) * (MAP.east - MAP.west),
      datum: Datum.WGS84,
    };
    const { incident } = await town.desk.alerts.raise({
      kind: n % 5 === 4 ? IncidentKind.SEVERE_BLEEDING : IncidentKind.CARDIAC_ARREST,
      status: AlertStatus.EXERCISE,
      address: `Exercise ${n + 1}`,
      publicPlace: true,
      position,
    });
    ids.push(incident);
  }
  return ids;
}

/** Corrects one incident after the other, so many times a second, until it is told to stop. */
export function keepUpdating(town: Town, ids: readonly string[], perSecond: number): () => Promise<number> {
  let sent = 0;
  const waiting = new Set<Promise<unknown>>();
  const timer = setInterval(() => {
    const id = ids[sent % ids.length]!;
    const update = town.desk.incidents.update(id, { note: `Report ${(sent += 1)}` });
    waiting.add(update);
    void update.finally(() => waiting.delete(update));
  }, 1000 / perSecond);
  return async () => {
    clearInterval(timer);
    await Promise.all(waiting);
    return sent;
  };
}
