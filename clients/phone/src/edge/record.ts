// Asks the server what it keeps about this phone's person.
import { signal } from "@preact/signals";
import { readRecord, type OwnRecord } from "../model/record";

/** `untold`: this server does not tell a responder. */
export const record = signal<OwnRecord | "asking" | "unreachable" | "untold">("asking");

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

export async function learnRecord(call: Fetch, subject: string): Promise<OwnRecord | undefined> {
  try {
    const path = `/v1/responders/${encodeURIComponent(subject)}`;
    const answer = await call(path, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.status === 403 || answer.status === 404) record.value = "untold";
    else record.value = (answer.ok && readRecord(await answer.json())) || "unreachable";
  } catch {
    record.value = "unreachable";
  }
  return typeof record.value === "object" ? record.value : undefined;
}
