// Who can be assigned by name. Read when it is asked for, and kept for a minute.
import type { Client, Responder } from "@goldenfour/sdk";

const KEPT_MS = 60_000;
const MOST_PAGES = 60;

export class Roster {
  readonly #client: Client;
  #read: Promise<readonly Responder[]> | undefined;
  #at = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  all(now = Date.now()): Promise<readonly Responder[]> {
    if (!this.#read || now - this.#at > KEPT_MS) {
      this.#at = now;
      this.#read = this.#load();
      this.#read.catch(() => (this.#read = undefined));
    }
    return this.#read;
  }

  async #load(): Promise<readonly Responder[]> {
    const all: Responder[] = [];
    let pageToken = "";
    for (let page = 0; page < MOST_PAGES; page++) {
      const { responders, nextPageToken } = await this.#client.responders.list({
        pageSize: 100,
        ...(pageToken ? { pageToken } : {}),
      });
      all.push(...responders);
      if (!nextPageToken) break;
      pageToken = nextPageToken;
    }
    return all;
  }
}

/** Those who fit the text, who is on duty first; at most `most`. */
export function find(all: readonly Responder[], text: string, most = 8): Responder[] {
  const wanted = text.trim().toLowerCase();
  return all
    .filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(wanted))
    .sort((a, b) => Number(b.onDuty) - Number(a.onDuty) || (a.name || a.id).localeCompare(b.name || b.id))
    .slice(0, most);
}
