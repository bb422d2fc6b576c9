// The push service that a browser would have: it hands out subscriptions, takes what the server posts (RFC 8030), looks
// at who signed it (RFC 8292), and opens it as the device would. Refuses what a real one refuses.
import { createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { drawKeys, openMessage, type DeviceKeys } from "./push-message";

/** What `PushSubscription.toJSON()` gives to a page. */
export interface SubscriptionJson {
  readonly endpoint: string;
  readonly expirationTime: null;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

export interface Push {
  /** Which subscription it was posted to. */
  readonly endpoint: string;
  readonly headers: IncomingHttpHeaders;
  /** Of the signature. */
  readonly claims: Claims;
  readonly text: string;
  /** By performance.now(). */
  readonly at: number;
}

export interface Claims {
  readonly aud: string;
  readonly exp: number;
  readonly sub: string;
}

interface Device {
  readonly keys: DeviceKeys;
  /** Whose messages it takes: the server's public key, as the page gave it. */
  readonly serverKey: string;
}

const DAY_S = 24 * 3600;

export class PushService {
  readonly pushes: Push[] = [];
  /** Every post, also of what was refused. */
  posts = 0;
  /** Why posts were refused. */
  readonly refusals: string[] = [];
  /** Called with what a device shall get. */
  onPush: ((push: Push) => void) | undefined;
  readonly #devices = new Map<string, Device>();
  readonly #server: Server;
  #drawn = 0;

  private constructor() {
    this.#server = createServer((request, answer) => {
      void this.#take(request).then((status) => answer.writeHead(status).end());
    });
  }

  static async open(): Promise<PushService> {
    const service = new PushService();
    await new Promise<void>((resolve) => service.#server.listen(0, "127.0.0.1", resolve));
    return service;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** `serverKey`: base64url, as the page was told by the server. */
  subscribe(serverKey: string): SubscriptionJson {
    const [path, keys] = [`/push/${(this.#drawn += 1)}`, drawKeys()];
    this.#devices.set(path, { keys, serverKey });
    return {
      endpoint: this.origin + path,
      expirationTime: null,
      keys: {
        p256dh: keys.pair.getPublicKey("base64url"),
        auth: keys.secret.toString("base64url"),
      },
    };
  }

  /** From now on the subscription is gone: 410. */
  forget({ endpoint }: SubscriptionJson): void {
    this.#devices.delete(new URL(endpoint).pathname);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #take(request: IncomingMessage): Promise<number> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    this.posts += 1;
    const path = request.url ?? "";
    const device = this.#devices.get(path);
    if (!device) return 410;
    const { headers } = request;
    try {
      if (request.method !== "POST") throw new Error(`a push is posted, not ${request.method}`);
      if (headers["content-encoding"] !== "aes128gcm") throw new Error("Content-Encoding: aes128gcm");
      if (!/^\d+$/.test(String(headers["ttl"]))) throw new Error("no TTL");
      const claims = signedBy(headers.authorization ?? "", device.serverKey, this.origin);
      const text = openMessage(Buffer.concat(parts), device.keys);
      const push = { endpoint: this.origin + path, headers, claims, text, at: performance.now() };
      this.pushes.push(push);
      this.onPush?.(push);
      return 201;
    } catch (error) {
      this.refusals.push(String(error));
      return 403;
    }
  }
}

/** RFC 8292: an ES256 token of the very key that the subscription was made for. Throws what is wrong with it. */
function signedBy(authorization: string, serverKey: string, origin: string): Claims {
  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  if (!token || key !== serverKey) throw new Error(`not signed by the server's key: ${authorization}`);
  const [head = "", claims = "", signature = ""] = token.split(".");
  const { alg } = parse(head) as { alg?: string };
  if (alg !== "ES256") throw new Error(`signed by ${alg}`);
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
  const publicKey = createPublicKey({ format: "jwk", key: { kty: "EC", crv: "P-256", x: x!, y: y! } });
  const isSigned = verify(
    "sha256",
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!isSigned) throw new Error("the signature is not the key's");
  const told = parse(claims) as Claims;
  const left = told.exp - Date.now() / 1000;
  if (told.aud !== origin) throw new Error(`meant for ${told.aud}, not for ${origin}`);
  if (!(left > 0 && left <= DAY_S)) throw new Error(`ends in ${left} s`);
  if (!/^(mailto|https):/.test(told.sub)) throw new Error(`nobody to talk to: ${told.sub}`);
  return told;
}

const parse = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
