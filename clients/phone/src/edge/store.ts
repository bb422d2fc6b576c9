// What this phone keeps: unsent words and a few settings, in IndexedDB, because a service worker reads them too.
// Where the browser forbids it, nothing is kept and everything else goes on.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { isLetter, type Letter } from "../model/letters";
import { isWelfareDue, type WelfareDue } from "../model/welfare";

interface Schema extends DBSchema {
  letters: { key: string; value: Letter & { at: number } };
  settings: { key: string; value: unknown };
}

let opening: Promise<IDBPDatabase<Schema> | undefined> | undefined;

function database(): Promise<IDBPDatabase<Schema> | undefined> {
  opening ??= openDB<Schema>("goldenfour.phone", 1, {
    upgrade(db) {
      db.createObjectStore("letters", { keyPath: "key" });
      db.createObjectStore("settings");
    },
  }).catch(() => undefined);
  return opening;
}

export async function readLetters(): Promise<Letter[]> {
  const db = await database();
  const all = (await db?.getAll("letters").catch(() => [])) ?? [];
  return all.filter(isLetter).sort((a, b) => a.at - b.at);
}

export async function writeLetter(letter: Letter, at: number): Promise<void> {
  const db = await database();
  await db?.put("letters", { ...letter, at }).catch(() => undefined);
}

export async function removeLetter(key: string): Promise<void> {
  const db = await database();
  await db?.delete("letters", key).catch(() => undefined);
}

export type SettingName = "language" | "duty" | "mode" | "welfare" | "device" | "holder";

export async function readSetting(name: SettingName): Promise<unknown> {
  const db = await database();
  return db?.get("settings", name).catch(() => undefined);
}

export async function writeSetting(name: SettingName, value: unknown): Promise<void> {
  const db = await database();
  await db?.put("settings", value, name).catch(() => undefined);
}

export async function readWelfare(): Promise<WelfareDue[]> {
  const kept = await readSetting("welfare");
  return Array.isArray(kept) ? kept.filter(isWelfareDue) : [];
}

/** Everything of this person, for who leaves the device. */
export async function forgetAll(): Promise<void> {
  const db = await database();
  if (!db) return;
  await Promise.all([db.clear("letters"), db.clear("settings")]).catch(() => undefined);
}
