import type { MessageInitShape } from "@bufbuild/protobuf";

import { AlertReplySchema, AlertSchema } from "../gen/goldenfour/v1/alert_pb.js";
import type { AlertReply } from "../gen/goldenfour/v1/alert_pb.js";
import { messageBody } from "./http.js";
import type { Call, CallOptions, Http } from "./http.js";
import { keyHeader } from "./key.js";
import type { RepeatableOptions } from "./key.js";

export type AlertOptions = CallOptions & RepeatableOptions;

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
    const call: Call = {
      method: "POST",
      path: "/v1/alerts",
      body: messageBody(AlertSchema, alert),
      headers: keyHeader(options),
      repeatable: true,
    };
    return this.#http.message(call, AlertReplySchema, options);
  }
}
