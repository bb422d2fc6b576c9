// The registry's AEDs for the map, page by page so that nobody waits for them, and again every ten minutes:
// opening hours pass.
import { AedUsability_State as State, Problem, type Aed, type Client } from "@goldenfour/sdk";

const AGAIN_MS = 10 * 60_000;
const RETRY_MS = 20_000;
const BETWEEN_PAGES_MS = 50;

export type AedState = "USABLE" | "CLOSED" | "NOT_USABLE" | "UNKNOWN";

export interface AedPoint {
  readonly id: string;
  readonly name: string;
  readonly state: AedState;
  readonly latitude: number;
  readonly longitude: number;
}

export function pointOf(aed: Aed): AedPoint | undefined {
  const { latitude, longitude } = aed.position ?? {};
  if (latitude === undefined || longitude === undefined) return undefined;
  return { id: aed.id, name: aed.name, state: stateOf(aed), latitude, longitude };
}

/** An older server has no word for it: then the reasons decide. */
export function stateOf({ usability }: Aed): AedState {
  const told = State[usability?.state ?? 0];
  if (told === "USABLE" || told === "CLOSED" || told === "NOT_USABLE" || told === "UNKNOWN") return told;
  const codes = new Set(usability?.reasons.map(({ code }) => code));
  if (!usability || codes.has("HOURS_UNKNOWN")) return "UNKNOWN";
  if (codes.has("CLOSED")) return "CLOSED";
  return usability.probability >= 0.5 ? "USABLE" : usability.probability > 0 ? "UNKNOWN" : "NOT_USABLE";
}

/** Where an older server, which has no pages, is asked for AEDs. */
export type Around = () => { latitude: number; longitude: number } | undefined;

/**
 * Tells all that are known: the first time also while they come, each time that they have doubled; later only when all
 * have come, so that none goes from the map for a moment. Returns how to stop.
 */
export function followAeds(
  client: Client,
  tell: (aeds: readonly AedPoint[]) => void,
  around: Around,
): () => void {
  const ended = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFirst = true;
  const pass = async (): Promise<void> => {
    let again = AGAIN_MS;
    try {
      await readAll(client, tell, around, isFirst, ended.signal);
      isFirst = false;
    } catch {
      again = RETRY_MS; // the map shows what it has
    }
    if (!ended.signal.aborted) timer = setTimeout(() => void pass(), again);
  };
  void pass();
  return () => {
    clearTimeout(timer);
    ended.abort();
  };
}

async function readAll(
  client: Client,
  tell: (aeds: readonly AedPoint[]) => void,
  around: Around,
  growing: boolean,
  signal: AbortSignal,
): Promise<void> {
  const points: AedPoint[] = [];
  let pageToken = "";
  let next = growing ? 1 : Infinity;
  do {
    const page = await onePage(client, pageToken, around, signal);
    for (const aed of page.aeds) {
      const point = pointOf(aed);
      if (point) points.push(point);
    }
    pageToken = page.nextPageToken;
    if (pageToken && points.length >= next && !signal.aborted) {
      tell([...points]);
      next = 2 * points.length;
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_PAGES_MS));
  } while (pageToken && !signal.aborted);
  if (!signal.aborted) tell(points);
}

async function onePage(client: Client, pageToken: string, around: Around, signal: AbortSignal) {
  try {
    return await client.aeds.page({ ...(pageToken ? { pageToken } : {}) }, { signal });
  } catch (error) {
    const near = around();
    if (!(error instanceof Problem) || error.status !== 400 || !near) throw error;
    const list = await client.aeds.list({ near, radiusMeters: 5000, limit: 100, datum: "WGS84" }, { signal });
    return { aeds: list.aeds, nextPageToken: "" };
  }
}
