// The whole console on a page of happy-dom, with a client that does what a test says.
import { cleanup, fireEvent, render, screen as page, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { AlertReplySchema, IncidentReplySchema, create, type Client } from "@goldenfour/sdk";
import { chooseLanguage } from "@goldenfour/ui";
import { ScreenContext } from "../src/context";
import { Desk } from "../src/desk";
import { Acts } from "../src/edge/acts";
import { Roster } from "../src/edge/responders";
import { listen } from "../src/keys";
import { Screen } from "../src/screen";
import { Console } from "../src/view/Console";
import type { incident } from "./support";

const done = create(IncidentReplySchema, { incident: "monaco-1-1", version: 2n });
const never = new Promise<never>(() => {});

function fakeClient() {
  const answer = () => Promise.resolve(done);
  return {
    incidents: {
      get: vi.fn(() => never),
      timeline: vi.fn(() => never),
      explain: vi.fn(() => never),
      hold: vi.fn(answer),
      resume: vi.fn(answer),
      cancel: vi.fn(answer),
      close: vi.fn(answer),
      acknowledgeAlarm: vi.fn(answer),
      update: vi.fn(answer),
      relocate: vi.fn((..._: unknown[]) => answer()),
    },
    alerts: {
      raise: vi.fn((_: unknown) =>
        Promise.resolve(create(AlertReplySchema, { incident: "monaco-1-9", created: true })),
      ),
    },
  };
}

export let client: ReturnType<typeof fakeClient>;
export let desk: Desk;
let stop: () => void;

export function open(): Screen {
  client = fakeClient();
  const enrolment = { secret: "s", role: "dispatcher", subject: "desk", jurisdiction: "monaco" } as const;
  desk = new Desk(client as unknown as Client, enrolment, (flush) => queueMicrotask(flush));
  const screen = new Screen(desk, new Acts(desk), new Roster(desk.client));
  stop = listen(screen);
  render(
    <ScreenContext.Provider value={screen}>
      <Console onLeave={() => {}} onReconnect={() => {}} />
    </ScreenContext.Provider>,
  );
  desk.link.value = { state: "connected", why: "" };
  return screen;
}

export async function show(...incidents: ReturnType<typeof incident>[]): Promise<void> {
  desk.apply({ type: "reset", incidents, truncated: false });
  await waitFor(() => expect(page.queryAllByTestId("incident").length).toBe(incidents.length));
}

export const press = (key: string, more = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });

/** To be called once by a file of tests. */
export function setConsole(): void {
  beforeEach(() => {
    sessionStorage.clear();
    chooseLanguage("en");
    stop = () => {};
  });
  afterEach(() => {
    stop();
    cleanup();
  });
}
