import { chooseLanguage } from "@goldenfour/ui";
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Aed, AedState } from "../src/aed";
import { now, page, tell } from "../src/app";
import { boxAround } from "../src/area";
import { emptyPage } from "../src/page";
import { geoLink } from "../src/view/aed-details";
import { PublicMap } from "../src/view/public-map";

const NOW = new Date(2026, 10, 28, 12, 0).getTime();
const middle = { latitude: 46.05, longitude: 14.5 };

function aed(id: string, state: AedState, more: Partial<Aed> = {}): Aed {
  const texts = { name: `Place ${id}`, address: "", hint: "", floor: "", hours: "", equipment: ["AED"] };
  return { id, ...texts, ...middle, reasons: [], access: "PUBLIC", state, ...more };
}

const list: readonly Aed[] = [
  aed("a", "USABLE", {
    closesAt: NOW + 2 * 3600_000,
    floor: "2",
    hint: "by the till",
    reasons: ["OPEN", "NEWER"],
  }),
  aed("b", "CLOSED", { latitude: 46.051, opensAt: NOW + 20 * 3600_000 }),
  aed("c", "UNKNOWN", { latitude: 46.052 }),
  aed("d", "NOT_USABLE", { latitude: 46.053 }),
  aed("e", "UNKNOWN", { latitude: 46.054, access: "UNKNOWN" }),
];

describe("the public map, without a map", () => {
  beforeEach(() => {
    chooseLanguage("en");
    now.value = NOW;
    page.value = emptyPage;
    tell({ type: "view", box: boxAround(middle, 1000) });
    tell({ type: "heard", heard: { aeds: list, truncated: false, at: NOW } });
    tell({ type: "link", link: "fresh" });
    render(<PublicMap />);
  });

  afterEach(cleanup);

  const items = () => within(screen.getByRole("list", { name: "List of AEDs" })).getAllByRole("button");

  it("says of each what can be said of it now", () => {
    expect(items().map((item) => item.textContent)).toEqual([
      expect.stringContaining("usable now · until 14:00"),
      expect.stringContaining("closed · opens tomorrow 08:00"),
      expect.stringContaining("not known"),
      expect.stringContaining("not usable"),
      expect.stringContaining("not known · who may enter is not known"),
    ]);
    for (const unknown of [2, 4]) expect(items()[unknown]!.textContent).not.toContain("usable");
    expect(items()[2]!.textContent).not.toContain("enter");
  });

  it("opens one, with its place, floor, hours, and the way there", () => {
    fireEvent.click(items()[0]!);
    expect(items()[0]!.getAttribute("aria-expanded")).toBe("true");
    expect(screen.getAllByText("by the till")).toHaveLength(2); // and in its line, for who does not open it
    for (const text of ["hours unknown", "open · NEWER", "46.05000, 14.50000"])
      expect(screen.getByText(text), text).toBeTruthy();
    expect(screen.getByText("Open in a maps app").getAttribute("href")).toMatch(
      /^geo:46\.050000,14\.500000\?q=/,
    );
    fireEvent.click(items()[0]!);
    expect(screen.queryByText("open · NEWER")).toBeNull();
  });

  it("hides a state, finds a word, and says so", () => {
    fireEvent.click(screen.getByRole("button", { name: /usable now 1/ }));
    expect(items()).toHaveLength(4);
    fireEvent.input(screen.getByRole("searchbox"), { target: { value: "place d" } });
    expect(items()).toHaveLength(1);
    fireEvent.input(screen.getByRole("searchbox"), { target: { value: "nowhere" } });
    expect(screen.getByText("None of those here fits.")).toBeTruthy();
  });

  it("offline it says how old everything is, and promises nothing that is too old", () => {
    act(() => tell({ type: "link", link: "offline" }));
    act(() => void (now.value = NOW + 5 * 60_000));
    expect(screen.getByText("as of 5 minutes ago")).toBeTruthy();
    act(() => void (now.value = NOW + 90 * 60_000));
    expect(screen.getByText("as of 1 hour ago: unknown now")).toBeTruthy();
    expect(items()[0]!.textContent).toContain("not known");
  });

  it("changes its language at once", () => {
    fireEvent.click(screen.getByRole("button", { name: "中文" }));
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("AED 地图");
    expect(screen.getByText(/现在可用 · 可用至 14:00/)).toBeTruthy();
  });

  it("a name that is no address does not break out of its link", () => {
    expect(geoLink(aed("x", "USABLE", { name: "A) & <b>" }))).toBe(
      "geo:46.050000,14.500000?q=46.050000,14.500000(A)%20%26%20%3Cb%3E)",
    );
  });
});
