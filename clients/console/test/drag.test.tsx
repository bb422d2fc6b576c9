import { fireEvent, screen as page, waitFor } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import { RelocateReason } from "@goldenfour/sdk";
import { movedFeatures } from "../src/map/data";
import { client, desk, open, press, setConsole, show } from "./desk";
import { incident } from "./support";

setConsole();

const there = { latitude: 43.731, longitude: 7.421 };

describe("an incident that was dragged", () => {
  test("asks with its button under the hand; Enter moves it, u takes it back", async () => {
    const screen = open();
    await show(incident(1, { address: "Rue A" }), incident(2));
    expect(screen.mayDrag("monaco-1-1", "mouse")).toEqual({ latitude: 43.73, longitude: 7.42 });
    screen.dragged("monaco-1-1", there, ["Rue B"]);
    await waitFor(() => page.getByTestId("sheet-relocate"));
    expect(document.activeElement).toBe(page.getByTestId("confirm"));
    await waitFor(() => expect(page.getByTestId("moved-by").textContent).toBe("140 m from where it was"));
    expect(client.incidents.relocate).not.toHaveBeenCalled();
    fireEvent.click(page.getByText("Use as address"));
    await waitFor(() =>
      expect(document.querySelector<HTMLInputElement>("#relocate-address")!.value).toBe("Rue B"),
    );
    fireEvent.click(page.getByTestId("confirm"));
    await waitFor(() => expect(client.incidents.relocate).toHaveBeenCalledTimes(1));
    expect(client.incidents.relocate.mock.calls[0]!.slice(0, 2)).toMatchObject([
      "monaco-1-1",
      { position: there, address: "Rue B", reason: RelocateReason.MORE_PRECISE },
    ]);
    await waitFor(() => expect(page.queryByTestId("sheet-relocate")).toBeNull());
    press("u");
    await waitFor(() => expect(client.incidents.relocate).toHaveBeenCalledTimes(2));
    expect(client.incidents.relocate.mock.calls[1]!.slice(0, 2)).toMatchObject([
      "monaco-1-1",
      { position: { latitude: 43.73, longitude: 7.42 }, address: "Rue A" },
    ]);
  });

  test("and dragged again while the sheet is open goes to the last place", async () => {
    const screen = open();
    await show(incident(1));
    screen.dragged("monaco-1-1", there, []);
    await waitFor(() => page.getByTestId("sheet-relocate"));
    screen.dragged("monaco-1-1", { latitude: 43.74, longitude: 7.43 }, []);
    await waitFor(() =>
      expect(document.querySelector<HTMLInputElement>("#place")!.value).toBe("43.740000, 7.430000"),
    );
  });

  test("Esc leaves it where it was", async () => {
    const screen = open();
    await show(incident(1));
    screen.dragged("monaco-1-1", there, []);
    await waitFor(() => page.getByTestId("sheet-relocate"));
    press("Escape");
    await waitFor(() => expect(page.queryByTestId("sheet-relocate")).toBeNull());
    expect(client.incidents.relocate).not.toHaveBeenCalled();
  });
});

test("only what can be moved can be dragged, and only while nothing else is being done", async () => {
  const screen = open();
  await show(incident(1), incident(2, { mergedInto: "monaco-1-1" }), incident(3));
  expect(screen.mayDrag("monaco-1-2", "mouse")).toBeUndefined();
  expect(screen.mayDrag("nobody", "mouse")).toBeUndefined();
  expect(screen.mayDrag("monaco-1-1", "touch")).toBeUndefined();
  desk.choose("monaco-1-1");
  expect(screen.mayDrag("monaco-1-1", "touch")).toBeDefined();
  screen.open({ name: "entry" }); // there a click on the map gives the place
  expect(screen.mayDrag("monaco-1-1", "mouse")).toBeUndefined();
  screen.open({ name: "relocate", incident: "monaco-1-1" });
  expect(screen.mayDrag("monaco-1-1", "mouse")).toBeDefined();
  expect(screen.mayDrag("monaco-1-3", "mouse")).toBeUndefined();
  screen.closeSheet();
  desk.link.value = { state: "waiting", why: "" };
  expect(screen.mayDrag("monaco-1-1", "mouse")).toBeUndefined();
});

test("the way is drawn with its length in the middle", () => {
  const { features } = movedFeatures(
    { latitude: 43.73, longitude: 7.42 },
    { latitude: 43.7305, longitude: 7.42 },
    "en",
  );
  expect(features.map(({ geometry }) => geometry.type)).toEqual(["LineString", "Point"]);
  expect(features[1]!.properties!["label"]).toBe("56 m");
});
