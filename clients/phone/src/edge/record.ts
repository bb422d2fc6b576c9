// Asks the server what it keeps about this phone's person.
import { Problem, type Client, type Responder } from "@goldenfour/sdk";
import { signal } from "@preact/signals";

/** `untold`: this server does not tell a responder. */
export const record = signal<Responder | "asking" | "unreachable" | "untold">("asking");

export async function learnRecord(client: Client, subject: string): Promise<Responder | undefined> {
  try {
    const own = await client.responders.get(subject);
    record.value = own;
    return own;
  } catch (error) {
    const isUntold = error instanceof Problem && (error.status === 403 || error.status === 404);
    record.value = isUntold ? "untold" : "unreachable";
    return undefined;
  }
}
