import { create, createClient, OfferNoticeSchema, StandDownSchema, TaskNoticeSchema } from "@goldenfour/sdk";
import type { Stream, StreamHandlers, openStream } from "@goldenfour/sdk";
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test } from "vitest";
import { enrolment, session } from "../src/app";
import { renderNow } from "../src/edge/paint";
import { openSession } from "../src/edge/session";
import { Phone } from "../src/screens/phone";
import { NOW, offer, task } from "./make";

let on: StreamHandlers = {};
const info = { at: new Date(NOW), place: undefined };

beforeEach(() => {
  const stream = { close: () => {} } as Partial<Stream>;
  session.value = openSession({
    client: createClient({ server: "http://127.0.0.1:1" }),
    keeping: { write: async () => {}, remove: async () => {} },
    show: renderNow,
    open: ((options) => ((on = options.on), stream)) as typeof openStream,
  });
  enrolment.value = { secret: "s", role: "responder", subject: "li", jurisdiction: "monaco" };
  render(<Phone />);
});
afterEach(() => {
  cleanup();
  session.value?.close();
});

test("the ring is in the page when the handler returns: that is what acknowledges it", () => {
  expect(screen.queryByTestId("ring")).toBeNull();
  on.offer?.(create(OfferNoticeSchema, offer("a")), info);
  expect(screen.getByTestId("ring").isConnected).toBe(true);
});

test("the task follows the ring, and the end the task", async () => {
  on.offer?.(create(OfferNoticeSchema, offer("a")), info);
  on.task?.(create(TaskNoticeSchema, task("a")), info);
  expect((await screen.findByTestId("task")).textContent).toContain("Place du Casino 1");
  expect(screen.queryByTestId("ring")).toBeNull();
  on.standDown?.(create(StandDownSchema, { offer: "a", cause: "CANCELLED" }), info);
  expect((await screen.findByTestId("stand-down")).dataset["cause"]).toBe("CANCELLED");
});
