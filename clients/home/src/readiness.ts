// Whether the server takes alerts, as the page tells it: pure, but for the question itself.
export type ServiceState =
  | { readonly kind: "asking" }
  | { readonly kind: "unreachable" }
  | {
      readonly kind: "known";
      readonly ready: boolean;
      readonly reason: string;
      readonly durability: string;
      readonly drillsOnly: boolean;
      readonly drillClock: number;
      /** The server's clock less this device's, in milliseconds, when it was asked. */
      readonly ahead: number;
      readonly askedAt: number;
    };

/** What GET /readyz answered, with whatever status; `undefined` for what is no answer of this service. */
export function readReadiness(answer: unknown, now: number): ServiceState | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  const fields = answer as Record<string, unknown>;
  if (typeof fields["ready"] !== "boolean") return undefined;
  const at = typeof fields["time"] === "string" ? Date.parse(fields["time"]) : Number.NaN;
  const rate = fields["drillClock"];
  return {
    kind: "known",
    ready: fields["ready"],
    reason: typeof fields["reason"] === "string" ? fields["reason"] : "",
    durability: typeof fields["durability"] === "string" ? fields["durability"] : "",
    drillsOnly: fields["drillsOnly"] === true,
    drillClock: typeof rate === "number" && rate > 0 ? rate : 1,
    ahead: Number.isFinite(at) ? at - now : 0,
    askedAt: now,
  };
}

/** The server's clock at a moment of this device's; a drill's clock runs faster. */
export function serverTime(state: Extract<ServiceState, { kind: "known" }>, now: number): Date {
  return new Date(now + state.ahead + (now - state.askedAt) * (state.drillClock - 1));
}

export async function askReadiness(fetcher: typeof fetch = fetch): Promise<ServiceState> {
  try {
    const response = await fetcher("/readyz", { cache: "no-store", signal: AbortSignal.timeout(5000) });
    return readReadiness(await response.json(), Date.now()) ?? { kind: "unreachable" };
  } catch {
    return { kind: "unreachable" };
  }
}
