// All texts of the console, and how to say them.
import { contractWords, language, named, openWords, type Key } from "@goldenfour/ui";
import { eventWords } from "./words/events";
import { keyWords } from "./words/keys";
import { panelWords } from "./words/panel";
import { screenWords } from "./words/screen";

export const consoleWords = { ...screenWords, ...panelWords, ...eventWords, ...keyWords };

const words = { ...contractWords, ...consoleWords };
export type Text = Key<typeof words>;
export type Speak = (key: Text, figures?: Readonly<Record<string, string | number>>) => string;

export const say = openWords(words);

/** The word of the contract for a value of the wire; one that is newer than this client as it is written. */
export function word(speak: Speak, group: string, name: string): string {
  const key = named(group, name);
  return key ? speak(key) : name;
}

export function hasText(key: string): key is Text {
  return key in words;
}

export function comma(): string {
  return language.value === "zh" ? "，" : ", ";
}

/** Between things of a list. */
export function listed(parts: readonly string[]): string {
  return parts.join(language.value === "zh" ? "、" : ", ");
}
