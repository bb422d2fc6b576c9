import { describe, expect, it } from "vitest";
import { boxAround } from "../src/area";
import { Loader, type Heard } from "../src/loader";
import type { Link } from "../src/loading";

const aed = {
  id: "a",
  position: { latitude: 46.05, longitude: 14.5, datum: "WGS84" },
  access: "PUBLIC",
  state: "USABLE",
};
const town = boxAround({ latitude: 46.05, longitude: 14.5 }, 1000);
const other = boxAround({ latitude: 43.73, longitude: 7.42 }, 1000);

type Answer = (path: string, init: RequestInit) => Response | Error;

/** A device with a clock of its own, on which a page runs. */
class Device {
  now = 1000;
  due: { act: () => void; at: number } | undefined;
  readonly asked: { path: string; tag: string | null }[] = [];
  readonly heard: Heard[] = [];
  readonly links: Link[] = [];
  readonly store = new Map<string, string>();
  answer: Answer = () => Response.json({ aeds: [aed] }, { headers: { ETag: '"1"' } });

  open(): Loader {
    return new Loader(
      {
        fetch: async (path, init) => {
          this.asked.push({ path, tag: new Headers(init.headers).get("If-None-Match") });
          const answer = this.answer(path, init);
          if (answer instanceof Error) throw answer;
          return answer;
        },
        now: () => this.now,
        setTimer: (act, ms) => (this.due = { act, at: this.now + ms }),
        clearTimer: () => (this.due = undefined),
        store: {
          getItem: (key) => this.store.get(key) ?? null,
          setItem: (key, value) => void this.store.set(key, value),
        },
      },
      { heard: (heard) => this.heard.push(heard), link: (link) => this.links.push(link) },
    );
  }

  /** Until what is due next has been done. */
  async next(): Promise<void> {
    const { due } = this;
    if (!due) throw new Error("nothing is due");
    this.now = Math.max(this.now, due.at);
    this.due = undefined;
    due.act();
    for (let n = 0; n < 20; n += 1) await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

describe("the loader", () => {
  it("asks with the tag it has; what has not changed is young again", async () => {
    const device = new Device();
    const loader = device.open();
    loader.look(town);
    await device.next();
    expect(device.heard.at(-1)).toMatchObject({
      at: 1250,
      truncated: false,
      aeds: [{ id: "a", state: "USABLE" }],
    });
    device.answer = () => new Response(null, { status: 304 });
    await device.next();
    expect(device.asked.map(({ tag }) => tag)).toEqual([null, '"1"']);
    expect(device.heard.at(-1)).toMatchObject({ at: 31_250, aeds: [{ id: "a" }] });
    expect(device.links).toEqual(["fresh"]);
  });

  it("shows what it has of a place at once, and asks all the same", async () => {
    const device = new Device();
    const loader = device.open();
    loader.look(town);
    await device.next();
    loader.look(other);
    await device.next();
    const before = device.heard.length;
    loader.look(town);
    expect(device.heard.length).toBe(before + 1);
    await device.next();
    expect(device.asked.length).toBe(3);
  });

  it("waits as long as the server says", async () => {
    const device = new Device();
    device.answer = () => Response.json({}, { status: 429, headers: { "Retry-After": "7" } });
    device.open().look(town);
    await device.next();
    expect(device.links).toEqual(["limited"]);
    expect(device.due?.at).toBe(1250 + 7000);
  });

  it("tells too wide from broken", async () => {
    const device = new Device();
    device.answer = () => Response.json({ code: "INVALID_FIELD", field: "bbox" }, { status: 400 });
    const loader = device.open();
    loader.look(town);
    await device.next();
    device.answer = () => Response.json({ code: "INTERNAL" }, { status: 500 });
    loader.look(other);
    await device.next();
    expect(device.links).toEqual(["tooWide", "loading", "offline"]);
  });

  it("without a network the last list is there, with its age, also after a new start", async () => {
    const device = new Device();
    device.open().look(town);
    await device.next();
    device.answer = () => new TypeError("no network");
    device.now += 600_000;
    device.heard.length = 0;
    device.open().look(town);
    expect(device.heard).toMatchObject([{ at: 1250, aeds: [{ id: "a" }] }]);
    await device.next();
    expect(device.links.at(-1)).toBe("offline");
    expect(device.heard.length).toBe(1);
  });

  it("half a record is none, and an answer that is no list is no answer", async () => {
    const device = new Device();
    device.store.set("goldenfour.map.last", '{"aeds":[');
    device.answer = () => new Response("<p>hotel network</p>");
    device.open().look(town);
    await device.next();
    expect(device.heard).toEqual([]);
    expect(device.links).toEqual(["offline"]);
  });

  it("the nearest, or none when the server does not say", async () => {
    const device = new Device();
    const loader = device.open();
    expect(await loader.nearest({ latitude: 46, longitude: 14 })).toMatchObject([{ id: "a" }]);
    device.answer = () => new TypeError("no network");
    expect(await loader.nearest({ latitude: 46, longitude: 14 })).toEqual([]);
  });

  it("is silent once it is closed", async () => {
    const device = new Device();
    const loader = device.open();
    loader.close();
    loader.look(town);
    expect(device.due).toBeUndefined();
  });
});
