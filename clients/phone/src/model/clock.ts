// The server's clock as this phone believes it to be: deadlines are counted by it, whatever the phone's own says.
// A drill's clock may run faster than everybody else's.

export interface ServerClock {
  /** Both at the same moment, in milliseconds. */
  readonly server: number;
  readonly local: number;
  readonly rate: number;
  /** A question and its answer were timed; else the newest frame is all there is. */
  readonly isMeasured: boolean;
}

/** Before anything is known: the phone's own. */
export const unknownClock: ServerClock = { server: 0, local: 0, rate: 1, isMeasured: false };

export function serverNow(clock: ServerClock, local: number): number {
  return clock.server + (local - clock.local) * clock.rate;
}

/** A frame that the server wrote at `at` arrived: it is that late at least. */
export function heardFrame(clock: ServerClock, at: number, local: number): ServerClock {
  if (clock.isMeasured && serverNow(clock, local) >= at) return clock;
  if (!clock.isMeasured && clock.local !== 0 && serverNow(clock, local) >= at) return clock;
  return { ...clock, server: at, local };
}

/** The server's time was asked for at `sent` and came at `received`: it was read about half-way. */
export function measured(server: number, sent: number, received: number, rate: number): ServerClock {
  return { server, local: (sent + received) / 2, rate: rate > 0 ? rate : 1, isMeasured: true };
}
