// What people type and what stands in a list of streets, made comparable: no case, no accents, no punctuation.

/** Scripts without blanks between words: there any part of a name may be what somebody types. */
const UNSPACED = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}";
const isUnspaced = new RegExp(`[${UNSPACED}]`, "u");
const edges = new RegExp(`(?<=[${UNSPACED}])(?=[^${UNSPACED} ])|(?<=[^${UNSPACED} ])(?=[${UNSPACED}])`, "gu");

const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};

/** "Avenue de l’Hôpital" is "avenue de l hopital"; "人民路100号" is "人民路 100 号". */
export function fold(text: string): string {
  // Most names need no more, and a list has a hundred thousand of them.
  if (/^[\0-\x7f]*$/.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim();
  const plain = text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter]!)
    .replace(/[^\p{L}\p{N}]+/gu, " ");
  return (isUnspaced.test(plain) ? plain.replace(edges, " ") : plain).trim();
}

/** A house number as it is compared: "12 bis", "12Bis" and "12bis" are one, "100号" is 100. */
export function foldNumber(text: string): string {
  return fold(text).replace(/[号號 ]/g, "");
}

export interface Word {
  readonly text: string;
  /** May be a house number. */
  readonly isNumber: boolean;
  /** Found anywhere in a name; others only where a word begins. */
  readonly anywhere: boolean;
}

const SUFFIX = /^(bis|ter|quater|[a-z])$/;

/** The words of a query. "5 bis" is one word; the sign 号 after a number says nothing more. */
export function wordsOf(query: string): Word[] {
  const words: Word[] = [];
  let open = false; // the last word is a number that a suffix may follow
  for (const text of fold(query).split(" ")) {
    if (text === "") continue;
    const last = words.at(-1);
    if (last?.isNumber && (text === "号" || text === "號")) open = false;
    else if (open && last && SUFFIX.test(text)) {
      words[words.length - 1] = { ...last, text: last.text + text };
      open = false;
    } else {
      const isNumber = /^\p{N}/u.test(text);
      words.push({ text, isNumber, anywhere: isUnspaced.test(text) });
      open = isNumber && /^\p{N}+$/u.test(text);
    }
  }
  return words;
}

/** Whether somebody has typed enough to look for. */
export function isEnough(query: string): boolean {
  const folded = fold(query);
  return folded.length >= 2 || isUnspaced.test(folded);
}

export const isUnspacedName = (name: string): boolean => isUnspaced.test(name);

/** Short forms that people type, and how the word begins in a list. */
const SHORT: Readonly<Record<string, string>> = {
  bd: "boulevard",
  bld: "boulevard",
  blvd: "boulevard",
  rte: "route",
  rd: "road",
  st: "saint",
  ste: "sainte",
  sq: "square",
  str: "strasse",
};

/** Where it must stand in a text that has a blank before each word, in any of its readings. */
export function patternsOf({ text, anywhere }: Word): string[] {
  if (anywhere) return [text];
  return SHORT[text] ? [` ${text}`, ` ${SHORT[text]}`] : [` ${text}`];
}
