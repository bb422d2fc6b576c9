// Keeps a desk up to date: the stream, the server's readiness, its clock.
import { openStream, type Stream } from "@goldenfour/sdk";
import type { Desk } from "../desk";
import { degreesOf } from "../state/place";
import { followAeds } from "./aeds";

const READINESS_MS = 15_000;

export interface Connection {
  readonly stream: Stream;
  close(): void;
}

export function connect(desk: Desk): Connection {
  const ended = new AbortController();
  desk.onUnclear = (id) => void look(desk, id);
  const stream = openStream({
    client: desk.client,
    on: {
      link: (link) => {
        desk.link.value = link;
        if (link.state === "connected") void askReadiness(desk);
      },
      reset: ({ incidents, truncated }, { at }) => {
        note(desk, at);
        desk.apply({ type: "reset", incidents, truncated });
      },
      incident: (event, { at }) => {
        note(desk, at, false);
        desk.apply({ type: "incident", event });
      },
      counts: (counts, { at }) => {
        note(desk, at);
        desk.counts.value = counts;
      },
      movements: (movements, { at }) => {
        note(desk, at);
        desk.movements.value = movements;
      },
    },
  });
  const wake = () => stream.wake();
  addEventListener("online", wake, { signal: ended.signal });
  document.addEventListener("visibilitychange", () => !document.hidden && wake(), { signal: ended.signal });
  const timers = [
    setInterval(() => desk.tick(), 1000),
    setInterval(() => void askReadiness(desk), READINESS_MS),
  ];
  void askReadiness(desk);
  const around = () => degreesOf(desk.openIncidents()[0]?.incident.position);
  const stopAeds = followAeds(desk.client, (all) => (desk.aeds.value = all), around);
  return {
    stream,
    close: () => {
      ended.abort();
      stopAeds();
      timers.forEach(clearInterval);
      stream.close();
    },
  };
}

// What is told again after a break carries the time at which it happened: no news of the clock.
function note(desk: Desk, at: Date | undefined, isNow = true): void {
  if (!at) return;
  if (isNow) desk.hearClock(at);
  const known = desk.asOf.peek();
  if (!known || known < at) desk.asOf.value = at;
}

async function askReadiness(desk: Desk): Promise<void> {
  try {
    const readiness = await desk.client.readiness({ timeoutMs: 5000 });
    desk.readiness.value = readiness;
    desk.hearClock(readiness.time, readiness.drillClock);
  } catch {
    // The link says already that nobody answers; what was known of the disks is not known any more.
    desk.readiness.value = undefined;
  }
}

/** Reads one incident in full. */
export async function look(desk: Desk, id: string): Promise<void> {
  try {
    desk.apply({ type: "loaded", incident: await desk.client.incidents.get(id) });
  } catch {
    return; // it stays marked as unclear; opening it tries again
  }
}
