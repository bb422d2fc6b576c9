/** A call that may be sent more than once and counts once. */
export interface RepeatableOptions {
  /** Names the call for the server: the same key again is the same call. Default: a random one for each call. */
  idempotencyKey?: string;
}

/** 128 random bits in hex. Not crypto.randomUUID(): pages served without TLS in a local network do not have it. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Throws TypeError for a key that fits no header. */
export function keyHeader(options: RepeatableOptions): { "Idempotency-Key": string } {
  const key = options.idempotencyKey ?? randomKey();
  if (!/^[\x21-\x7e]+$/.test(key)) throw new TypeError("idempotencyKey: printable ASCII without spaces");
  return { "Idempotency-Key": key };
}
