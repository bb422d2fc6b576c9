// phone.json beside the program: what an operator tells every phone.
import { signal } from "@preact/signals";

export interface Contact {
  readonly name: readonly [zh: string, en: string];
  readonly tel: string;
}
export interface PhoneConfig {
  /** The telephone of the dispatch centre; empty: no button. */
  readonly dispatcher: string;
  /** Who listens afterwards. */
  readonly contacts: readonly Contact[];
}

export const config = signal<PhoneConfig>({ dispatcher: "", contacts: [] });

export function readConfig(value: unknown): PhoneConfig {
  const raw = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const tel = (given: unknown) =>
    typeof given === "string" && /^\+?[\d ()-]{2,20}$/.test(given) ? given : "";
  const contacts = Array.isArray(raw["contacts"]) ? (raw["contacts"] as Partial<Contact>[]) : [];
  return {
    dispatcher: tel(raw["dispatcher"]),
    contacts: contacts.flatMap((contact): Contact[] => {
      const [zh, en] = Array.isArray(contact?.name) ? contact.name : [];
      if (typeof zh !== "string" || typeof en !== "string" || tel(contact.tel) === "") return [];
      return [{ name: [zh, en], tel: tel(contact.tel) }];
    }),
  };
}

export async function loadConfig(): Promise<void> {
  try {
    const answer = await fetch("phone.json");
    if (answer.ok) config.value = readConfig(await answer.json());
  } catch {
    return; // offline on the very first start: without these
  }
}
