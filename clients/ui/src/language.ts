// Both languages of every text stand side by side, so that neither can lag behind; i18next fills in figures and
// chooses plurals. A text is a pair [Chinese, English]. What counts ends in `_one` and `_other` (Chinese has no
// `_one`: it may leave it out by repeating the other).
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { createInstance, type i18n } from "i18next";

export type Language = "zh" | "en";
export type Pair = readonly [zh: string, en: string];
export type Words = Readonly<Record<string, Pair>>;
type Counted<K> = K extends `${infer Name}_${"one" | "other"}` ? Name : K;
/** The names that may be asked for: of `minutes_one` and `minutes_other`, `minutes`. */
export type Key<W extends Words> = Counted<Extract<keyof W, string>>;
export type Figures = Readonly<Record<string, string | number>>;
export type Say<W extends Words> = (key: Key<W>, figures?: Figures) => string;

/** Each in its own words: who does not read the page's language looks for theirs. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { zh: "中文", en: "English" };

const STORED = "goldenfour.language";

/** The language of this page. Assigning changes every text at once and is remembered on the device. */
export const language = signal<Language>(firstLanguage());

effect(() => {
  if (typeof document === "undefined") return;
  document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
});

export function chooseLanguage(chosen: Language): void {
  language.value = chosen;
  store()?.setItem(STORED, chosen);
}

// What was chosen here before, else the first the browser's person reads, else Chinese.
function firstLanguage(): Language {
  const stored = store()?.getItem(STORED);
  if (stored === "zh" || stored === "en") return stored;
  for (const tag of globalThis.navigator?.languages ?? []) {
    if (tag.startsWith("zh")) return "zh";
    if (tag.startsWith("en")) return "en";
  }
  return "zh";
}

function store(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined; // forbidden by the browser's settings: nothing is remembered
  }
}

/**
 * Opens texts for saying. `say.value(key, figures)` in a component follows the language; a missing figure
 * shows its name, so that it is seen.
 */
export function openWords<const W extends Words>(words: W): ReadonlySignal<Say<W>> {
  const instance = instanceOf(words);
  return computed(() => {
    const fixed = instance.getFixedT(language.value);
    return (key, figures) => fixed(key as string, { ...figures } as Record<string, unknown>);
  });
}

function instanceOf(words: Words): i18n {
  const side = (which: 0 | 1) =>
    Object.fromEntries(Object.entries(words).map(([key, pair]) => [key, pair[which]]));
  const instance = createInstance();
  void instance.init({
    resources: { zh: { translation: side(0) }, en: { translation: side(1) } },
    lng: language.value,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false }, // Preact escapes what it shows
  });
  return instance;
}
