import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test } from "vitest";
import { chooseLanguage, language, LanguageSwitch, switchWords, theme, ThemeSwitch } from "../src/index";

beforeEach(() => chooseLanguage("en"));
afterEach(cleanup);

test("the language is offered in its own words, and its button says so to a screen reader", () => {
  render(<LanguageSwitch />);
  const button = screen.getByRole("button", { name: "中文" });
  expect(button.lang).toBe("zh-CN");
  fireEvent.click(button);
  expect(language.value).toBe("zh");
  expect(screen.getByRole("button", { name: "English" }).lang).toBe("en");
});

test("the theme is chosen, and follows the device until then", () => {
  render(<ThemeSwitch />);
  const select = screen.getByRole<HTMLSelectElement>("combobox", { name: "Day or night" });
  expect(select.value).toBe("auto");
  fireEvent.change(select, { target: { value: "night" } });
  expect(theme.value).toBe("night");
  expect(document.documentElement.dataset["theme"]).toBe("night");
});

test("both languages have every word", () => {
  for (const [key, [zh, en]] of Object.entries(switchWords)) {
    expect(zh, key).toMatch(/\p{Script=Han}/u);
    expect(en, key).toMatch(/^[\x20-\x7e]+$/);
  }
});
