import { chooseLanguage } from "@goldenfour/ui";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HomePage, service } from "../src/home-page";
import { askReadiness, readReadiness, serverTime, type ServiceState } from "../src/readiness";
import { homeWords } from "../src/words";

const answer = { ready: true, time: "2026-11-28T01:00:00Z", durability: "LOCAL" };
const NOW = Date.UTC(2026, 10, 28, 0, 59, 50);

function known(more: object = {}): Extract<ServiceState, { kind: "known" }> {
  const state = readReadiness({ ...answer, ...more }, NOW);
  if (state?.kind !== "known") throw new Error("not known");
  return state;
}

describe("readiness", () => {
  it("reads what the server says, and takes nothing else for it", () => {
    expect(known()).toMatchObject({ ready: true, drillsOnly: false, drillClock: 1, ahead: 10_000 });
    for (const other of [undefined, null, "ok", {}, { ready: "yes" }])
      expect(readReadiness(other, NOW)).toBeUndefined();
  });

  it("follows the server's clock, a drill's as well", () => {
    expect(serverTime(known(), NOW + 1000).toISOString()).toBe("2026-11-28T01:00:01.000Z");
    expect(serverTime(known({ drillClock: 20 }), NOW + 1000).toISOString()).toBe("2026-11-28T01:00:20.000Z");
  });

  it("no answer and a stranger's answer are both unreachable", async () => {
    expect(await askReadiness(() => Promise.reject(new TypeError("refused")))).toEqual({
      kind: "unreachable",
    });
    const html = () => Promise.resolve(new Response("<p>proxy</p>"));
    expect(await askReadiness(html)).toEqual({ kind: "unreachable" });
    const busy = () => Promise.resolve(Response.json({ ready: false, reason: "starting" }, { status: 503 }));
    expect(await askReadiness(busy)).toMatchObject({ kind: "known", ready: false, reason: "starting" });
  });
});

describe("the first page", () => {
  let root: HTMLElement;
  beforeEach(() => {
    chooseLanguage("en");
    root = document.createElement("div");
    document.body.append(root);
    act(() => render(<HomePage />, root));
  });
  afterEach(() => {
    render(null, root);
    root.remove();
  });

  it("leads to the three programs", () => {
    const links = [...root.querySelectorAll("nav a")].map((link) => link.getAttribute("href"));
    expect(links).toEqual(["/console/", "/phone/", "/map/"]);
  });

  it("says that drills are drills, and whether alerts are taken", () => {
    act(() => void (service.value = known({ drillsOnly: true, drillClock: 20 })));
    expect(root.textContent).toContain("ready: alerts are taken");
    expect(root.textContent).toContain("takes no real alert");
    expect(root.textContent).toContain("20 times as fast");
    act(() => void (service.value = { kind: "unreachable" }));
    expect(root.querySelector("[role=status]")?.textContent).toBe("the server cannot be reached");
  });

  it("speaks Chinese as well", () => {
    act(() => chooseLanguage("zh"));
    expect(root.querySelector("h1")?.textContent).toBe("黄金四分钟");
  });
});

describe("the first page's words", () => {
  it("none is empty, no Chinese one without Chinese, no English one with it", () => {
    for (const [key, [zh, en]] of Object.entries(homeWords)) {
      expect(zh, key).toMatch(/\p{Script=Han}/u);
      expect(en, key).toMatch(/^[\x20-\x7e…]+$/);
    }
  });
});
