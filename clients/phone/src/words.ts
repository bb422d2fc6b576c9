// Every text of this program, [Chinese, English]. Screens ask for them by name; `say` follows the language.
import { contractWords, named, openWords, type Key, type Words } from "@goldenfour/ui";
import { homeWords } from "./words/home";
import { knownWords } from "./words/known";
import { ringWords } from "./words/ring";
import { taskWords } from "./words/task";

export const phoneWords = {
  ...ringWords,
  ...homeWords,
  ...knownWords,
  ...taskWords,
} as const satisfies Words;
const words = { ...contractWords, ...phoneWords } as const;

export type WordKey = Key<typeof words>;
export const say = openWords(words);

/** A word of the contract; one that is newer than this program, as it is. */
export function sayNamed(group: string, name: string): string {
  const key = named(group, name);
  return key ? say.value(key) : name;
}
