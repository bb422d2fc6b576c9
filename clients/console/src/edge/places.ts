// The list in which addresses are found, read once, after what is more urgent. Without one addresses are text.
import { loadGazetteer, loadMapConfig, type Place } from "@goldenfour/map/gazetteer";

const FIRST_MS = 1500;
const AGAIN_MS = 60_000;

/** Returns how to stop. */
export function readPlaces(tell: (places: readonly Place[]) => void): () => void {
  let ended = false;
  const read = async (): Promise<void> => {
    try {
      const reading = await loadGazetteer(await loadMapConfig("map/map.json"));
      if (reading && !ended) tell(reading.places);
      if (reading && reading.skipped.length > 0)
        console.warn(`gazetteer: lines that are no place: ${reading.skipped.join(", ")}`);
    } catch (error) {
      console.warn(String(error)); // for the operator; who types an address misses nothing
      if (!ended) timer = setTimeout(() => void read(), AGAIN_MS);
    }
  };
  let timer = setTimeout(() => void read(), FIRST_MS);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
