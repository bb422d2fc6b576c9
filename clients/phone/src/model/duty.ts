// Whether its person is on duty: the server's word counts, and this phone remembers the last one that it heard.

export interface Duty {
  /** What the server has said; undefined: nothing yet. */
  readonly confirmed: boolean | undefined;
  /** When, by the server's clock. */
  readonly at: number;
  /** What was asked for and is not confirmed. */
  readonly wanted: boolean | undefined;
  readonly failed: boolean;
}

export const unknownDuty: Duty = { confirmed: undefined, at: 0, wanted: undefined, failed: false };

/** What the phone keeps of it. */
export interface KeptDuty {
  readonly on: boolean;
  /** When the server confirmed it; undefined: it was pressed here, and the server may not know. */
  readonly at: number | undefined;
}

/** An earlier version kept the wish alone. */
export function readDuty(value: unknown): KeptDuty | undefined {
  if (typeof value === "boolean") return { on: value, at: undefined };
  const kept = value as Partial<KeptDuty> | null | undefined;
  if (typeof kept?.on !== "boolean") return undefined;
  return { on: kept.on, at: typeof kept.at === "number" ? kept.at : undefined };
}

/** Until the server speaks: what it last said, with its age. */
export function dutyAtStart(kept: KeptDuty | undefined): Duty {
  if (kept?.at === undefined) return unknownDuty;
  return { ...unknownDuty, confirmed: kept.on, at: kept.at };
}

/**
 * What to ask the server for when it can be reached, if anything. `said`: its own word; undefined: it does not tell.
 * A press that it may not have heard counts before its word. Otherwise somebody may have changed it elsewhere.
 */
export function dutyToAsk(kept: KeptDuty | undefined, said: boolean | undefined): boolean | undefined {
  if (!kept) return undefined;
  if (kept.at !== undefined && said !== undefined) return undefined;
  return kept.on === said ? undefined : kept.on;
}
