export {
  LANGUAGE_NAMES,
  chooseLanguage,
  language,
  openWords,
  type Figures,
  type Key,
  type Language,
  type Pair,
  type Say,
  type Words,
} from "./language";
export { LanguageSwitch, ThemeSwitch, switchWords } from "./switches";
export { chooseTheme, theme, themeChoice, type ThemeChoice } from "./theme";
export { contractWords, named, type ContractKey } from "./words/contract";
export { EnrolmentStore, clientOf, codeFromAddress, enrol, type Enrolment, type Refusal } from "./enrolment";
export { bearing, clockTime, distance, elapsed, metersBetween } from "./format";
