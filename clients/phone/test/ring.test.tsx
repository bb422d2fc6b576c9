import { Hazard, Role } from "@goldenfour/sdk";
import { chooseLanguage } from "@goldenfour/ui";
import { cleanup, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Ended } from "../src/screens/ended";
import { Ring } from "../src/screens/ring";
import { aed, NOW, offer } from "./make";

beforeEach(() => chooseLanguage("zh"));
afterEach(cleanup);

const call = (more: Parameters<typeof offer>[1] = {}, isTest = false) => ({
  notice: offer("a", more),
  answer: "none" as const,
  isTest,
});

test("says what to do first, then what and how far", () => {
  render(<Ring call={call()} />);
  expect(screen.getByRole("heading").textContent).toBe("直接前往做心肺复苏");
  expect(document.activeElement).toBe(screen.getByRole("heading"));
  expect(screen.getByRole("alertdialog").textContent).toContain("心脏骤停");
  expect(screen.getByTestId("distance").textContent).toBe("250–500 米");
  expect(screen.getByTestId("arrival").textContent).toBe("约 4 分钟到");
});

test("names the AED, the danger and the exercise", () => {
  render(
    <Ring call={call({ role: Role.AED, aed: aed("x", "图书馆"), hazards: [Hazard.FIRE], drill: true })} />,
  );
  expect(screen.getByRole("heading").textContent).toBe("先取AED");
  expect(screen.getByTestId("ring-aed").textContent).toContain("图书馆");
  expect(screen.getByTestId("hazards").textContent).toContain("火灾");
  expect(screen.getByTestId("drill-mark").textContent).toContain("演练");
});

test("cannot be answered by a finger that was on its way", async () => {
  render(<Ring call={call()} />);
  const button = screen.getByRole<HTMLButtonElement>("button", { name: "我去" });
  expect(button.disabled).toBe(true);
  await waitFor(() => expect(button.disabled).toBe(false));
});

test("a test ring says that nobody is hurt", () => {
  render(<Ring call={call({}, true)} />);
  expect(screen.getByTestId("drill-mark").textContent).toContain("测试");
});

test("an end of a later server is said in words that are true all the same", () => {
  chooseLanguage("en");
  const end = { id: "a", of: "task" as const, cause: "SOMETHING_NEW", drill: false, at: NOW, hadLeft: true };
  render(<Ended end={end} />);
  expect(screen.getByTestId("stand-down").textContent).toContain("You need not go any more.");
});
