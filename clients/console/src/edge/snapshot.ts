// The last picture of the night on this machine's disk, for when the server is away. It holds patients' data, so it
// goes when the enrolment goes, and after a day.
import { ResetSchema, create, fromBinary, toBinary, type Incident } from "@goldenfour/sdk";
import { openDB, type IDBPDatabase } from "idb";

export const KEPT_MS = 24 * 60 * 60_000;
const NAME = "goldenfour.console";
const STORE = "snapshot";
const KEY = "last";

interface Kept {
  readonly savedAt: number;
  readonly subject: string;
  readonly incidents: Uint8Array;
}

export interface Snapshot {
  readonly savedAt: Date;
  readonly incidents: readonly Incident[];
}

/** Old: to be deleted unread. A clock that was set back makes nothing younger than a day. */
export function isTooOld(savedAt: number, now: number): boolean {
  return Math.abs(now - savedAt) > KEPT_MS;
}

function open(): Promise<IDBPDatabase> {
  return openDB(NAME, 1, { upgrade: (db) => void db.createObjectStore(STORE) });
}

async function within<T>(use: (db: IDBPDatabase) => Promise<T>): Promise<T | undefined> {
  try {
    const db = await open();
    try {
      return await use(db);
    } finally {
      db.close();
    }
  } catch {
    return undefined; // no storage here (a private window, a full disk): the console works without
  }
}

export async function keepSnapshot(
  subject: string,
  incidents: readonly Incident[],
  now = Date.now(),
): Promise<void> {
  const kept: Kept = {
    savedAt: now,
    subject,
    incidents: toBinary(ResetSchema, create(ResetSchema, { incidents: [...incidents] })),
  };
  await within((db) => db.put(STORE, kept, KEY));
}

/** What was kept for this subject; whatever may not be kept any longer is deleted. */
export async function readSnapshot(subject: string, now = Date.now()): Promise<Snapshot | undefined> {
  const kept = (await within((db) => db.get(STORE, KEY))) as Kept | undefined;
  if (!kept) return undefined;
  if (kept.subject !== subject || isTooOld(kept.savedAt, now)) {
    await forgetSnapshot();
    return undefined;
  }
  try {
    return { savedAt: new Date(kept.savedAt), incidents: fromBinary(ResetSchema, kept.incidents).incidents };
  } catch {
    await forgetSnapshot();
    return undefined;
  }
}

export async function forgetSnapshot(): Promise<void> {
  await within((db) => db.delete(STORE, KEY));
}
