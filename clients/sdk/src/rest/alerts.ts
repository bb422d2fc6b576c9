import type { MessageInitShape } from "@bufbuild/protobuf";

import { AlertReplySchema, AlertSchema } from "../gen/goldenfour/v1/alert_pb.js";
import type { AlertReply } from "../gen/goldenfour/v1/alert_pb.js";
import { messageBody } from "./http.js";
import type { Call, CallOptions, Http } from "./http.js";

export interface AlertOptions extends CallOptions {
  /** Names this alert: the same key again is the same alert. Default: a random one for each call. */
  idempotencyKey?: string;
}

/** Alerts: what a caller's system, a console or a person sends. */
export class Alerts {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Raises an alert, repeats it or, with the `externalId` of an earlier one, updates it. Resolves
   * when it is durable; `created` is false when the incident existed already.
   *
   * An attempt that meets no answer is repeated with the same Idempotency-Key, so that there is one
   * incident. Keep a key of your own to go on after a rejection. Rejects with Problem or Unreachable.
   */
  raise(alert: MessageInitShape<typeof AlertSchema>, options: AlertOptions = {}): Promise<AlertReply> {
    const key = options.idempotencyKey ?? randomKey();
    if (!/^[\x21-\x7e]+$/.test(key)) throw new TypeError("idempotencyKey: printable ASCII without spaces");
    const call: Call = {
      method: "POST",
      path: "/v1/alerts",
      body: messageBody(AlertSchema, alert),
      headers: { "Idempotency-Key": key },
      repeatable: true,
    };
    return this.#http.message(call, AlertReplySchema, options);
  }
}

// Not crypto.randomUUID(): pages served without TLS in a local network do not have it.
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
