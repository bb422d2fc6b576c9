// Day and night. `auto` follows the device; a console chooses, because a control room has its own light.
import { computed, effect, signal } from "@preact/signals";

export type ThemeChoice = "auto" | "day" | "night";

const STORED = "goldenfour.theme";
const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");

export const themeChoice = signal<ThemeChoice>(stored());
const deviceIsDark = signal(dark?.matches ?? false);
dark?.addEventListener("change", () => (deviceIsDark.value = dark.matches));

export const theme = computed<"day" | "night">(() => {
  if (themeChoice.value !== "auto") return themeChoice.value;
  return deviceIsDark.value ? "night" : "day";
});

effect(() => {
  if (typeof document !== "undefined") document.documentElement.dataset["theme"] = theme.value;
});

export function chooseTheme(choice: ThemeChoice): void {
  themeChoice.value = choice;
  try {
    localStorage.setItem(STORED, choice);
  } catch {
    return; // nothing is remembered where storage is forbidden
  }
}

function stored(): ThemeChoice {
  try {
    const choice = globalThis.localStorage?.getItem(STORED);
    return choice === "day" || choice === "night" ? choice : "auto";
  } catch {
    return "auto";
  }
}
