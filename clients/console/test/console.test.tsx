import { fireEvent, screen as page, waitFor } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import { Hazard, IncidentKind, IncidentStatus, MovementsSchema, Problem, create } from "@goldenfour/sdk";
import { Acts } from "../src/edge/acts";
import { client, desk, open, press, setConsole, show } from "./desk";
import { incident, stamp, told } from "./support";

setConsole();

describe("one key", () => {
  const alarmed = incident(2, { alarms: [{ number: 3, kind: "NEED_HELP", raisedAt: stamp(5) }] });

  test("acknowledges the most urgent alarm, which stays until the server says so", async () => {
    open();
    await show(incident(1), alarmed);
    expect(page.getByTestId("alarm").textContent).toContain("a responder needs help");
    press("a");
    expect(client.incidents.acknowledgeAlarm).toHaveBeenCalledWith("monaco-1-2", 3);
    expect(page.getByTestId("alarm")).toBeTruthy();
    const seen = incident(2, {
      version: 2n,
      alarms: [{ number: 3, kind: "NEED_HELP", acknowledgedAt: stamp(9) }],
    });
    desk.apply({ type: "incident", event: told(seen, { code: "ALARM_ACKNOWLEDGED" }) });
    await waitFor(() => expect(page.queryByTestId("alarm")).toBeNull());
  });

  test("goes through the list and holds; u takes it back", async () => {
    open();
    await show(incident(1), incident(2));
    press("j");
    press("j");
    await waitFor(() => expect(page.getByTestId("panel").dataset["incident"]).toBe("monaco-1-2"));
    press("h");
    await waitFor(() => expect(page.getByTestId("undo-bar").textContent).toContain("Held"));
    expect(client.incidents.hold).toHaveBeenCalledWith("monaco-1-2");
    press("u");
    await waitFor(() => expect(client.incidents.resume).toHaveBeenCalledWith("monaco-1-2"));
  });

  test("what cannot be taken back asks first, with a button that names it", async () => {
    open();
    await show(incident(1));
    press("j");
    press("x");
    await waitFor(() => page.getByTestId("sheet-cancel"));
    expect(client.incidents.cancel).not.toHaveBeenCalled();
    expect(document.activeElement?.textContent).toBe("Cancel the incident");
    fireEvent.click(page.getByTestId("confirm"));
    await waitFor(() => expect(client.incidents.cancel).toHaveBeenCalledWith("monaco-1-1"));
    await waitFor(() => expect(page.queryByTestId("sheet-cancel")).toBeNull());
  });

  test("opens a sheet right after another chose its incident, and keeps the keyboard there", async () => {
    open();
    await show(incident(1));
    await new Promise((resolve) => setTimeout(resolve, 20)); // keys of the test before have had their effect
    press("g");
    press("x");
    await waitFor(() => page.getByTestId("sheet-cancel"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(document.activeElement?.textContent).toBe("Cancel the incident");
  });

  test("does nothing without a connection, and says why", async () => {
    open();
    await show(incident(1));
    press("j");
    desk.link.value = { state: "waiting", why: "" };
    await waitFor(() => page.getByTestId("data-banner"));
    press("h");
    expect(client.incidents.hold).not.toHaveBeenCalled();
    expect(desk.problem.value).toContain("no connection");
  });
});

describe("an alert", () => {
  test("is entered by keys alone", async () => {
    const screen = open();
    await show();
    press("n");
    await waitFor(() => page.getByTestId("entry"));
    press("1");
    await waitFor(() => expect(screen.draft.value.kind).toBe(IncidentKind.CARDIAC_ARREST));
    expect((document.activeElement as HTMLElement).id).toBe("address");
    press("Enter", { ctrlKey: true });
    await waitFor(() => expect(page.getByTestId("entry-errors").textContent).toContain("Coordinates"));
    fireEvent.input(document.querySelector("#place")!, { target: { value: "43.7393, 7.4276" } });
    press("Enter", { ctrlKey: true });
    await waitFor(() => expect(client.alerts.raise).toHaveBeenCalledTimes(1));
    await waitFor(() => expect(page.queryByTestId("entry")).toBeNull());
  });

  test("letters typed into it are never commands", async () => {
    open();
    await show(incident(2, { alarms: [{ number: 1, kind: "NEED_HELP" }] }));
    press("n");
    await waitFor(() => page.getByTestId("entry"));
    for (const key of ["l", "h", "x"]) press(key);
    fireEvent.keyDown(document.querySelector('[name="exercise"]')!, { key: "a" });
    expect(client.incidents.acknowledgeAlarm).not.toHaveBeenCalled();
  });
});

test("a correction that meets another console's is told and loaded again, not overwritten", async () => {
  open();
  await show(incident(1, { note: "old" }));
  press("j");
  press("t");
  await waitFor(() => page.getByTestId("sheet-update"));
  fireEvent.input(document.querySelector("textarea")!, { target: { value: "mine" } });
  desk.apply({
    type: "incident",
    event: told(incident(1, { version: 2n, note: "theirs" }), { code: "UPDATED" }),
  });
  desk.flush();
  await waitFor(() => expect(desk.entry("monaco-1-1").value!.incident.note).toBe("theirs"));
  fireEvent.click(page.getByTestId("confirm"));
  await waitFor(() =>
    expect(page.getByTestId("sheet-update").textContent).toContain("Somebody else just changed Note"),
  );
  expect(client.incidents.update).not.toHaveBeenCalled();
});

test("a correction of something else than another console's goes on, and both stand", async () => {
  open();
  await show(incident(1, { floor: "", entrance: "" }));
  press("j");
  press("t");
  await waitFor(() => page.getByTestId("sheet-update"));
  fireEvent.input(page.getByLabelText("Entrance"), { target: { value: "C" } });
  const theirs = incident(1, { version: 2n, floor: "3" });
  desk.apply({ type: "incident", event: told(theirs, { code: "UPDATED" }) });
  await waitFor(() => expect(desk.entry("monaco-1-1").value!.incident.floor).toBe("3"));
  fireEvent.click(page.getByTestId("confirm"));
  await waitFor(() => expect(client.incidents.update).toHaveBeenCalledTimes(1));
  expect(client.incidents.update).toHaveBeenCalledWith("monaco-1-1", { entrance: "C" }, { ifMatch: 2n });
});

test("versions that move on with every ring of many phones are no conflict", async () => {
  open();
  const before = incident(1, { note: "old" });
  await show(before);
  for (let version = 2n; version <= 17n; version += 1n) {
    client.incidents.update.mockRejectedValueOnce(new Problem({ code: "PRECONDITION_FAILED", status: 412 }));
    client.incidents.get.mockResolvedValueOnce(
      incident(1, { note: "old", version, status: IncidentStatus.OPEN }) as never,
    );
  }
  expect(await new Acts(desk).update(before, { note: "new" }, ["note"])).toBe(true);
  expect(client.incidents.update).toHaveBeenLastCalledWith("monaco-1-1", { note: "new" }, { ifMatch: 17n });
});

test("what another console corrected meanwhile is not taken back with one's own correction", async () => {
  const screen = open();
  const before = incident(1, { note: "" });
  await show(before);
  await screen.acts.update(before, { note: "mine" }, ["note"]);
  const tell = (version: bigint, note: string): void => {
    const state = incident(1, { version, note });
    desk.apply({ type: "incident", event: told(state, { code: "UPDATED" }) });
    desk.flush();
  };
  tell(2n, "mine");
  tell(3n, "theirs");
  expect(await screen.acts.undo()).toBe(false);
  expect(client.incidents.update).toHaveBeenCalledTimes(1);
  expect(desk.problem.value).toContain("changed");
});

test("how far away somebody is stands beside the name, and changes as they move; not of who is there", async () => {
  open();
  const here = { latitude: 43.73, longitude: 7.42 };
  const tasks = [
    { id: "monaco-1-1-1", responder: "ana", step: "LEFT" },
    { id: "monaco-1-1-2", responder: "bor", step: "ON_SCENE", onSceneAt: stamp(60) },
  ];
  await show(incident(1, { position: here, tasks }));
  press("j");
  await waitFor(() => expect(page.getAllByTestId("task").length).toBe(2));
  const moved = (north: number): void => {
    const position = { latitude: here.latitude + north, longitude: here.longitude };
    const movements = tasks.map((task) => ({ incident: "monaco-1-1", task: task.id, position }));
    desk.movements.value = create(MovementsSchema, { movements });
  };
  expect(page.queryByTestId("away")).toBeNull();
  moved(0.004);
  await waitFor(() => expect(page.getByTestId("away").dataset["meters"]).toBe("445"));
  moved(0.002);
  await waitFor(() => expect(page.getByTestId("away").dataset["meters"]).toBe("222"));
});

test("the question whether the crew is there does not promise at a major event that anybody is let go", async () => {
  open();
  await show(incident(1), incident(2, { major: true }));
  for (const [id, words] of [
    ["monaco-1-1", "let go"],
    ["monaco-1-2", "everybody goes on"],
  ] as const) {
    desk.choose(id);
    press("w");
    expect((await page.findByTestId("sheet-emsOnScene")).textContent).toContain(words);
    press("Escape");
    await waitFor(() => expect(page.queryByTestId("sheet-emsOnScene")).toBeNull());
  }
});

test("a held incident says that nobody is asked, and which danger there is", async () => {
  open();
  await show(incident(1, { status: IncidentStatus.HELD, hazards: [Hazard.FIRE] }));
  desk.choose("monaco-1-1");
  await waitFor(() => expect(page.getByTestId("held").textContent).toContain("nobody is asked"));
  expect(page.getByTestId("hazards").textContent).toContain("fire");
});
