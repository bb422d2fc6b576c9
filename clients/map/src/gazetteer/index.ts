// Addresses and places of a town, found without asking anybody: needs no map on the screen, and no MapLibre.
import type { MapConfig } from "../source";
import { readPlaces, type Reading } from "./places";

export { loadMapConfig } from "../config";
export { addressOf, search, type Suggestion } from "./search";
export { readPlaces, type Place, type Reading } from "./places";

/** Reads what map.json names; nothing when it names none. Fails with what is wrong. */
export async function loadGazetteer(
  { gazetteer }: MapConfig,
  fetcher: typeof fetch = fetch,
  breath: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve, 0)),
): Promise<Reading | undefined> {
  if (!gazetteer) return undefined;
  const response = await fetcher(gazetteer.url);
  if (!response.ok) throw new Error(`${gazetteer.url}: the server answered ${response.status}`);
  return readPlaces(await response.text(), gazetteer.datum, breath);
}
