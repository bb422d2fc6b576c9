// The two choices that every page offers.
import { LANGUAGE_NAMES, chooseLanguage, language, openWords } from "./language";
import { chooseTheme, themeChoice, type ThemeChoice } from "./theme";

export const switchWords = {
  theme: ["日间或夜间", "Day or night"],
  "theme.auto": ["自动", "auto"],
  "theme.day": ["日间", "day"],
  "theme.night": ["夜间", "night"],
} as const;
const say = openWords(switchWords);
const CHOICES: readonly ThemeChoice[] = ["auto", "day", "night"];

export function ThemeSwitch() {
  const t = say.value;
  return (
    <select
      class="theme"
      aria-label={t("theme")}
      value={themeChoice.value}
      onChange={(event) => chooseTheme(event.currentTarget.value as ThemeChoice)}
    >
      {CHOICES.map((choice) => (
        <option key={choice} value={choice}>
          {t(`theme.${choice}`)}
        </option>
      ))}
    </select>
  );
}

export function LanguageSwitch() {
  const other = language.value === "zh" ? "en" : "zh";
  return (
    <button
      type="button"
      class="language"
      lang={other === "zh" ? "zh-CN" : "en"}
      onClick={() => chooseLanguage(other)}
    >
      {LANGUAGE_NAMES[other]}
    </button>
  );
}
