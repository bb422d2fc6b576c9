import { fireEvent, waitFor, screen as page } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import { readPlaces } from "@goldenfour/map/gazetteer";
import { alertOf, newDraft, withAddress, withFound, withPlace } from "../src/state/draft";
import { client, open, press, setConsole, show } from "./desk";
import { later } from "./support";

setConsole();

const { places } = await readPlaces(
  "kind,name,number,area,latitude,longitude,radius,other\n" +
    "street,Rue Grimaldi,,La Condamine,43.73508,7.41925,286,\n" +
    "house,Rue Grimaldi,12,La Condamine,43.735,7.419,15,\n" +
    "place,金华市中心医院,,婺城区,29.109,119.652,150,",
  "WGS84",
);

async function entry(listed = places) {
  const screen = open();
  screen.places.value = listed;
  await show();
  press("n");
  await waitFor(() => page.getByTestId("entry"));
  press("1");
  const field = document.querySelector<HTMLInputElement>("#address")!;
  await waitFor(() => expect(document.activeElement).toBe(field));
  return { screen, field };
}

const type = (field: HTMLInputElement, text: string) => fireEvent.input(field, { target: { value: text } });
const options = () => page.queryAllByTestId("suggestion").map((option) => option.textContent ?? "");

describe("an address finds its place", () => {
  test("by arrow and Enter, without a mouse; the alert says how far the place reaches", async () => {
    const { screen, field } = await entry();
    type(field, "grimaldi");
    await waitFor(() => expect(options().length).toBe(2));
    expect(field.getAttribute("aria-expanded")).toBe("true");
    press("ArrowDown");
    await waitFor(() => expect(field.getAttribute("aria-activedescendant")).toBe("address-option-0"));
    press("Enter");
    await waitFor(() => expect(screen.draft.value.address).toBe("Rue Grimaldi, La Condamine"));
    expect(screen.draft.value.place).toBe("43.735080, 7.419250");
    expect(document.activeElement).toBe(field);
    expect(client.alerts.raise).not.toHaveBeenCalled();
    press("Enter", { ctrlKey: true });
    await waitFor(() => expect(client.alerts.raise).toHaveBeenCalledTimes(1));
    expect(client.alerts.raise.mock.calls[0]).toMatchObject([
      { address: "Rue Grimaldi, La Condamine", uncertaintyMeters: 286, position: { latitude: 43.73508 } },
    ]);
  });

  test("with a mouse, in Chinese", async () => {
    const { screen, field } = await entry();
    type(field, "中心医院");
    await waitFor(() => expect(options()).toEqual(["婺城区金华市中心医院 ±150 m"]));
    fireEvent.click(page.getByTestId("suggestion"));
    await waitFor(() => expect(screen.draft.value.place).toBe("29.109000, 119.652000"));
  });

  test("Esc closes the list and not the sheet; then Enter and Tab are as in any field", async () => {
    const { screen, field } = await entry();
    type(field, "rue grimaldi 12");
    await waitFor(() => expect(options().length).toBe(2));
    press("Escape");
    await waitFor(() => expect(options().length).toBe(0));
    expect(page.getByTestId("entry")).toBeTruthy();
    expect(fireEvent.keyDown(field, { key: "Enter" })).toBe(true); // the form's own
    expect(fireEvent.keyDown(field, { key: "Tab" })).toBe(true);
    expect(screen.draft.value).toMatchObject({ address: "rue grimaldi 12", place: "" });
  });

  test("nothing is chosen unless somebody chooses: Enter and Tab with an open list", async () => {
    const { screen, field } = await entry();
    type(field, "rue grimaldi 12");
    await waitFor(() => expect(options().length).toBe(2));
    expect(fireEvent.keyDown(field, { key: "Enter" })).toBe(true);
    expect(fireEvent.keyDown(field, { key: "Tab" })).toBe(true);
    fireEvent.blur(field);
    await waitFor(() => expect(options().length).toBe(0));
    expect(screen.draft.value).toMatchObject({ address: "rue grimaldi 12", place: "" });
  });

  test("Enter that ends a Chinese input method's word takes nothing", async () => {
    const { screen, field } = await entry();
    type(field, "grimaldi");
    await waitFor(() => expect(options().length).toBe(2));
    press("ArrowDown");
    await waitFor(() => expect(field.hasAttribute("aria-activedescendant")).toBe(true));
    fireEvent.keyDown(field, { key: "Enter", isComposing: true });
    expect(screen.draft.value.place).toBe("");
  });

  test("without a list it is a field for text", async () => {
    const { screen, field } = await entry([]);
    type(field, "Rue Grimaldi");
    await waitFor(() => expect(screen.draft.value.address).toBe("Rue Grimaldi"));
    expect(options()).toEqual([]);
    expect(field.getAttribute("aria-expanded")).toBe("false");
  });
});

describe("a place that an address gave", () => {
  const taken = withFound(newDraft("n"), "Rue A, B", { latitude: 1, longitude: 2 }, 3000);
  test("stays while somebody types on behind it, and goes with it", () => {
    expect(withAddress(taken, "Rue A, B, 3rd floor").place).toBe(taken.place);
    expect(withAddress(taken, "Rue").place).toBe("");
    expect(withAddress(withPlace(taken, "3, 4", "WGS84", true), "Rue").place).toBe("3, 4");
  });
  test("is not said to be better known than it is, nor so wide that nobody could look", () => {
    const meters = (draft: typeof taken) => alertOf(draft, later(0)).uncertaintyMeters;
    expect(meters(taken)).toBe(1000);
    expect(meters(withFound(taken, "x", { latitude: 1, longitude: 2 }, 5))).toBe(20);
    expect(meters(withPlace(taken, "3, 4", "WGS84", true))).toBe(20);
    expect(meters(withPlace(taken, "3, 4", "WGS84", false))).toBeUndefined();
  });
});
