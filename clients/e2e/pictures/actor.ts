// A volunteer without a screen: is asked, answers, goes there, in front of whoever watches.
import {
  Datum,
  Responder_Skill as Skill,
  Role,
  TaskStep,
  TravelMode,
  createClient,
  openStream,
  timestampFromDate,
  type Client,
  type Position,
  type Stream,
  type TaskNotice,
} from "@goldenfour/sdk";
import type { Town } from "../src/town";

export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

export interface Part {
  readonly id: string;
  readonly name: string;
  readonly home: Place;
  readonly answers: "yes" | "no" | "nothing";
  /** Metres per second; who wants to be seen under way is slow. */
  readonly speed: number;
  /** The last step that is reported. */
  readonly until?: keyof typeof TaskStep;
}

const METERS_PER_DEGREE = 111_195;
const TICK_MS = 1000;
const ANSWER_MS = { yes: 9000, no: 4000 } as const;

export class Actor {
  readonly part: Part;
  readonly #stream: Stream;
  #at: Place;
  #task: TaskNotice | undefined;
  #way: { to: Place; step: TaskStep }[] = [];
  readonly #timer: ReturnType<typeof setInterval>;

  private constructor(part: Part, client: Client) {
    this.part = part;
    this.#at = part.home;
    this.#stream = openStream({
      client,
      presence: this.#presence(),
      on: {
        offer: ({ offer }) => void this.#answer(offer),
        task: (task) => this.#go(task),
        standDown: () => (this.#way = []),
      },
    });
    this.#timer = setInterval(() => this.#walk(), TICK_MS);
  }

  static async enter(town: Town, registrar: Client, part: Part): Promise<Actor> {
    await registrar.responders.put(part.id, {
      name: part.name,
      onDuty: true,
      enrolledForDrills: true,
      skills: [Skill.CPR_AED, Skill.BLEEDING_CONTROL, Skill.WATER_RESCUE],
      certifiedUntil: timestampFromDate(new Date("2099-01-01T00:00:00Z")),
      home: { ...part.home, datum: Datum.WGS84 },
    });
    const name = `device-${part.id}`;
    const tokens = await town.server.createTokens({
      name,
      role: "RESPONDER",
      jurisdiction: "monaco",
      responder: part.id,
    });
    return new Actor(part, createClient({ server: town.server.url, token: tokens[name]! }));
  }

  leave(): void {
    clearInterval(this.#timer);
    this.#stream.close();
  }

  #presence() {
    const position = { ...this.#at, datum: Datum.WGS84 };
    return { position, accuracyMeters: 8, mode: TravelMode.FOOT, deviceReady: true };
  }

  async #answer(offer: string): Promise<void> {
    const { answers } = this.part;
    if (answers === "nothing") return;
    // Who has a page is quicker.
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS[answers]));
    await this.#stream.answer(offer, answers === "yes").catch(() => {});
  }

  #go(task: TaskNotice): void {
    if (this.#task?.task === task.task) return;
    this.#task = task;
    const place = (position: Position | undefined): Place[] =>
      position?.latitude !== undefined && position.longitude !== undefined
        ? [{ latitude: position.latitude, longitude: position.longitude }]
        : [];
    const fetches = task.role === Role.AED ? place(task.aed?.position) : [];
    this.#way = [
      ...fetches.map((to) => ({ to, step: TaskStep.AED_COLLECTED })),
      ...place(task.place).map((to) => ({ to, step: TaskStep.ON_SCENE })),
    ];
    this.#report(TaskStep.LEFT);
  }

  #walk(): void {
    const next = this.#way[0];
    if (!next) return;
    const narrow = Math.cos((this.#at.latitude * Math.PI) / 180);
    const north = next.to.latitude - this.#at.latitude;
    const east = next.to.longitude - this.#at.longitude;
    const meters = METERS_PER_DEGREE * Math.hypot(north, east * narrow);
    const share = Math.min(1, (this.part.speed * TICK_MS) / 1000 / meters);
    this.#at = {
      latitude: this.#at.latitude + share * north,
      longitude: this.#at.longitude + share * east,
    };
    this.#stream.setPresence(this.#presence());
    if (share < 1) return;
    this.#way.shift();
    this.#report(next.step);
    if (next.step === TaskStep.ON_SCENE) setTimeout(() => this.#report(TaskStep.CPR_STARTED), 4000);
  }

  #report(step: TaskStep): void {
    const task = this.#task?.task;
    if (!task || step > TaskStep[this.part.until ?? "STEP_HANDED_OVER"]) return;
    void this.#stream.progress({ task, step }).catch(() => {});
  }

  /** Calls for help. */
  needHelp(): void {
    if (this.#task) void this.#stream.progress({ task: this.#task.task, step: TaskStep.NEED_HELP });
  }

  get isThere(): boolean {
    return this.#task !== undefined && this.#way.length === 0;
  }
}
