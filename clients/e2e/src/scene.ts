// What most stories need: a town, a browser without maps, desks, phones; and at the end nothing that went wrong in any.
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { Window, launch } from "./browser";
import { Desk } from "./desk";
import { Phone } from "./phone";
import { PEOPLE, Town } from "./town";

export class Scene {
  browser!: Browser;
  town!: Town;
  readonly desks: Desk[] = [];
  readonly phones: Phone[] = [];

  get desk(): Desk {
    return this.desks[0]!;
  }

  phoneOf(person: string): Phone {
    return this.phones.find((phone) => phone.person === person)!;
  }

  /** Who fetches the AED, who goes straight, who declines: as the server asked them. */
  async cast(): Promise<{ fetcher: Phone; runner: Phone; decliner: Phone }> {
    await Promise.all(this.phones.map((phone) => phone.rings()));
    const fetching = await Promise.all(this.phones.map((phone) => phone.fetches()));
    const fetcher = this.phones[fetching.indexOf(true)];
    const [runner, decliner] = this.phones.filter((phone) => phone !== fetcher);
    if (!fetcher || !runner || !decliner) throw new Error("nobody was asked to fetch the AED");
    return { fetcher, runner, decliner };
  }
}

/** For the tests of one file, to be called once in it. */
export function setScene({ desks = 1, phones = 0 } = {}): Scene {
  const scene = new Scene();
  beforeAll(async () => {
    [scene.browser, scene.town] = await Promise.all([launch({ maps: false }), Town.found()]);
    for (let n = 0; n < desks; n += 1) scene.desks.push(await Desk.open(scene.browser, scene.town));
    // One after the other: enrolment asks once, and waits ten seconds for its answer.
    for (const person of PEOPLE.slice(0, phones))
      scene.phones.push(await Phone.open(scene.browser, scene.town, person));
  });
  afterAll(async () => {
    const complaints = await Window.closeAll();
    await scene.browser?.close();
    await scene.town?.server.end();
    expect(complaints).toEqual([]);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await Window.picturesOfAll();
  });
  return scene;
}
