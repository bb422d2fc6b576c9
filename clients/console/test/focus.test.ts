import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepFocus } from "../src/edge/focus";

let stop: () => void;

beforeEach(() => {
  document.body.innerHTML = '<main><input id="typed"><p></p></main>';
  stop = keepFocus();
});
afterEach(() => {
  stop();
  document.body.innerHTML = "";
});

const focused = () => document.activeElement?.id;

function addRow(): void {
  const row = '<button id="row" data-testid="incident" aria-current="true"></button>';
  document.querySelector("main")!.insertAdjacentHTML("beforeend", row);
}

test("what had the keyboard goes, and the chosen incident's row comes only then: it gets the keyboard", async () => {
  document.querySelector<HTMLElement>("#typed")!.focus();
  document.querySelector("#typed")!.remove();
  expect(focused()).toBe("");
  addRow();
  await vi.waitFor(() => expect(focused()).toBe("row"));
});

test("who clicked beside everything is left in peace", async () => {
  document.querySelector<HTMLElement>("#typed")!.focus();
  document.querySelector<HTMLElement>("#typed")!.blur();
  addRow();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(focused()).toBe("");
});
