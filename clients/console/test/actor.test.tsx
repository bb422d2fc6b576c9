import { screen as page, waitFor } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import { Actor_Kind, TimelineEventSchema, create, type MessageInitShape } from "@goldenfour/sdk";
import { chooseLanguage } from "@goldenfour/ui";
import { RECENT_MS, otherDesk } from "../src/state/actor";
import { sentence } from "../src/state/sentence";
import { say } from "../src/words";
import { desk, open, setConsole, show } from "./desk";
import { incident, later, stamp } from "./support";

setConsole();

const by = (name: string) => ({ kind: Actor_Kind.DISPATCHER, name });
const event = (init: Omit<MessageInitShape<typeof TimelineEventSchema>, "$typeName" | "$unknown">) =>
  create(TimelineEventSchema, { at: stamp(60), version: 2n, ...init });
const told = (init: Parameters<typeof event>[0], me = "desk-1") =>
  sentence(event(init), incident(1), say.peek(), me).text;

describe("the timeline says who did it", () => {
  test("by name, you, or the dispatcher when nobody knows any more", () => {
    const held = { code: "STATUS_CHANGED", detail: "HELD" };
    expect(told({ ...held, actor: by("desk-2") })).toMatch(/^desk-2 held it/);
    expect(told({ ...held, actor: by("desk-1") })).toMatch(/^You held it/);
    expect(told(held)).toMatch(/^The dispatcher held it/);
    expect(told({ code: "MAJOR_DECLARED", actor: by("desk-2") })).toMatch(/ \(by desk-2\)$/);
    expect(told({ code: "ALARM_ACKNOWLEDGED", detail: "NEED_HELP", actor: by("desk-1") })).toMatch(
      / \(by you\)$/,
    );
    expect(told({ code: "EMS_ARRIVED" })).not.toContain("by");
    chooseLanguage("zh");
    expect(told({ ...held, actor: by("desk-2") })).toMatch(/^desk-2暂停了事件/);
    expect(told({ code: "STATUS_CHANGED", detail: "CLOSED", actor: { kind: Actor_Kind.SYSTEM } })).toMatch(
      /（系统）$/,
    );
  });
  test("but not on what only followed from it", () => {
    const followed = event({ code: "OFFERED", responder: "responder 1", actor: by("desk-2") });
    expect(sentence(followed, incident(1), say.peek(), "desk-1").text).not.toContain("desk-2");
  });
});

describe("another desk that is at it", () => {
  const entry = (...events: ReturnType<typeof event>[]) => ({
    incident: incident(1),
    events,
    unclear: false,
  });
  const at = (seconds: number) => later(seconds).getTime();
  test("is told for a minute, and never oneself", () => {
    const theirs = event({ code: "ACT", detail: "RELOCATED", actor: by("desk-2") });
    expect(otherDesk(entry(theirs), "desk-1", at(70))).toBe("desk-2");
    expect(otherDesk(entry(theirs), "desk-2", at(70))).toBeUndefined();
    expect(otherDesk(entry(theirs), "desk-1", at(60) + RECENT_MS)).toBeUndefined();
    const mine = event({ code: "ACT", at: stamp(65), actor: by("desk-1") });
    expect(otherDesk(entry(theirs, mine), "desk-1", at(70))).toBe("desk-2");
    const raised = event({ code: "OPENED", at: stamp(66), actor: by("desk-2") });
    const followed = event({ code: "OFFERED", at: stamp(66), actor: by("desk-2") });
    expect(otherDesk(entry(raised, followed), "desk-1", at(70))).toBeUndefined();
    const phone = event({ code: "TASK_STARTED", actor: { kind: Actor_Kind.RESPONDER } });
    expect(otherDesk(entry(phone, event({ code: "PLANNED" })), "desk-1", at(70))).toBeUndefined();
  });
  test("also by an alarm that it acknowledged, and is seen on row and panel", async () => {
    open();
    desk.now.value = at(70);
    await show(
      incident(1, {
        alarms: [
          {
            number: 1,
            kind: "NEED_HELP",
            raisedAt: stamp(5),
            acknowledgedAt: stamp(65),
            acknowledgedBy: by("desk-2"),
          },
          { number: 2, kind: "HAZARD", raisedAt: stamp(6) },
        ],
      }),
    );
    expect(page.getByTestId("other-desk").textContent).toBe("desk-2 is at it");
    desk.choose("monaco-1-1");
    await waitFor(() => expect(page.getAllByTestId("other-desk").length).toBe(2));
    expect(page.getByTestId("alarm-history").textContent).toMatch(
      /acknowledged .* \(by desk-2\).*not acknowledged/,
    );
    desk.now.value = at(200);
    await waitFor(() => expect(page.queryByTestId("other-desk")).toBeNull());
  });
});
