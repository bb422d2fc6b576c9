// An evening in Monaco. Everybody is invented, and so is what happens.
import { AlertStatus, Datum, Hazard, IncidentKind, createClient, type Client } from "@goldenfour/sdk";
import { readFile } from "node:fs/promises";
import { PLACE, Town, eventually } from "../src/town";
import { Actor, type Part, type Place } from "./actor";

const here = (latitude: number, longitude: number): Place => ({ latitude, longitude });

// By the place where they are when it begins.
const CAST: readonly Part[] = [
  { id: "r-01", name: "Camille Aubry", home: here(43.7412, 7.4247), answers: "yes", speed: 2.5 },
  { id: "r-02", name: "Luca Ferrandi", home: here(43.7374, 7.4251), answers: "yes", speed: 2.5 },
  { id: "r-03", name: "陈思远", home: here(43.7401, 7.4301), answers: "no", speed: 4 },
  { id: "r-04", name: "Inès Morel", home: here(43.7384, 7.4302), answers: "nothing", speed: 4 },
  { id: "r-05", name: "Hugo Lantier", home: here(43.7389, 7.4186), answers: "yes", speed: 9 },
  { id: "r-06", name: "林若溪", home: here(43.7372, 7.4181), answers: "yes", speed: 7 },
  { id: "r-07", name: "Elena Vasco", home: here(43.7394, 7.4174), answers: "no", speed: 4 },
  { id: "r-08", name: "Théo Garnier", home: here(43.7461, 7.4318), answers: "nothing", speed: 4 },
  { id: "r-09", name: "Nora Blum", home: here(43.7472, 7.4345), answers: "nothing", speed: 4 },
  { id: "r-10", name: "Paul Deschamps", home: here(43.7286, 7.4168), answers: "yes", speed: 10 },
  { id: "r-11", name: "Sofia Riva", home: here(43.7269, 7.4149), answers: "yes", speed: 3 },
  { id: "r-12", name: "Marc Olivier", home: here(43.7321, 7.4238), answers: "yes", speed: 3 },
  { id: "r-13", name: "周明", home: here(43.7316, 7.427), answers: "yes", speed: 2 },
  { id: "r-14", name: "Anouk Petit", home: here(43.7353, 7.4225), answers: "no", speed: 4 },
  { id: "r-15", name: "Jonas Weil", home: here(43.7348, 7.4196), answers: "nothing", speed: 4 },
];

interface Call {
  readonly address: string;
  readonly at: Place;
  readonly kind: IncidentKind;
  readonly status?: AlertStatus;
  readonly hazards?: Hazard[];
  readonly more?: { floor?: string; entrance?: string; note?: string; patient?: string };
}

const CALLS = {
  stadium: { address: "Stade Louis II", at: here(43.7277, 7.4156), kind: IncidentKind.SEVERE_BLEEDING },
  station: { address: "Gare de Monaco", at: here(43.7386, 7.4195), kind: IncidentKind.CARDIAC_ARREST },
  fire: {
    address: "Rue Grimaldi 24",
    at: here(43.7362, 7.4207),
    kind: IncidentKind.UNCONSCIOUS,
    hazards: [Hazard.FIRE],
  },
  museum: {
    address: "Musée océanographique",
    at: here(43.7306, 7.4254),
    kind: IncidentKind.CARDIAC_ARREST,
    status: AlertStatus.EXERCISE,
  },
  street: { address: "Boulevard des Moulins 12", at: here(43.7424, 7.4256), kind: IncidentKind.CHOKING },
  casino: {
    address: "Place du Casino",
    at: PLACE,
    kind: IncidentKind.CARDIAC_ARREST,
    more: {
      floor: "0",
      entrance: "North door, through the atrium",
      patient: "man, about 60",
      note: "collapsed in the foyer, not breathing",
    },
  },
} satisfies Record<string, Call>;

/** So that one incident does not call the whole cast. */
const FEW = "[policy.kinds.CARDIAC_ARREST]\nmax_cpr = 2\nmax_aed = 1\nmax_guide = 0";

export class Scene {
  readonly actors: Actor[] = [];
  private constructor(
    readonly town: Town,
    readonly registrar: Client,
  ) {}

  static async set(): Promise<Scene> {
    const town = await Town.found(`merge_window_seconds = 0\n${FEW}`, "", 60);
    const name = "scene";
    const tokens = await town.server.createTokens({ name, role: "REGISTRAR", jurisdiction: "monaco" });
    const scene = new Scene(town, createClient({ server: town.server.url, token: tokens[name]! }));
    await scene.#settle();
    return scene;
  }

  async #settle(): Promise<void> {
    const csv = await readFile(new URL("../../../deploy/demo/monaco/aeds.csv", import.meta.url), "utf8");
    await this.registrar.aeds.importCsv(csv, { datum: "WGS84" });
    for (const [id, change] of Object.entries({
      ana: { name: "Ana Kranjc" },
      bor: { name: "Bor Hribar" },
      cene: { name: "Cene Zupan", onDuty: false },
    })) {
      const known = await this.registrar.responders.get(id);
      await this.registrar.responders.put(
        id,
        { ...known, ...change, version: 0n },
        { ifMatch: known.version },
      );
    }
    for (const part of CAST) this.actors.push(await Actor.enter(this.town, this.registrar, part));
  }

  async raise(call: keyof typeof CALLS): Promise<string> {
    const { address, at, kind, status, hazards, more }: Call = CALLS[call];
    const { incident } = await this.town.desk.alerts.raise({
      kind,
      address,
      hazards: hazards ?? [],
      status: status ?? AlertStatus.ACTUAL,
      publicPlace: true,
      position: { ...at, datum: Datum.WGS84 },
      uncertaintyMeters: 20,
      ...more,
    });
    return incident;
  }

  actor(id: string): Actor {
    return this.actors.find(({ part }) => part.id === id)!;
  }

  /** What else goes on when somebody looks. */
  async elsewhere(): Promise<void> {
    await this.raise("stadium");
    await this.raise("station");
    await eventually("help at the stadium", () => this.actor("r-10").isThere, 90_000);
    this.actor("r-10").needHelp();
    await this.raise("fire");
    await this.raise("museum");
    await this.raise("street");
  }

  async end(): Promise<void> {
    this.actors.forEach((actor) => actor.leave());
    await this.town.server.end();
  }
}
