// The server's clock, as far as its messages tell it; a drill's clock runs faster than ours.

export interface ServerClock {
  /** When the server said it, and when we heard it; milliseconds. */
  readonly server: number;
  readonly local: number;
  readonly rate: number;
}

export const localClock: ServerClock = { server: 0, local: 0, rate: 1 };

export function serverNow(clock: ServerClock, local: number): number {
  return clock.server + (local - clock.local) * clock.rate;
}

/**
 * What was said is late by the way it had, never early: the message that had the shortest way is believed,
 * unless the clocks were set.
 */
export function heard(clock: ServerClock, server: number, local: number, rate = clock.rate): ServerClock {
  if (!Number.isFinite(server)) return clock;
  const ahead = server - serverNow(clock, local);
  const isCloser = ahead > 0;
  const wasSet = ahead < -2000 * rate;
  return isCloser || wasSet || rate !== clock.rate ? { server, local, rate } : clock;
}
