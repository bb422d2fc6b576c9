// A device's side of Web Push, step by step as RFC 8291 and RFC 8188 say it, from Node's primitives alone. Written
// against the text of the RFCs and not against the server that seals the messages.
import { createDecipheriv, createECDH, createHmac, randomBytes, type ECDH } from "node:crypto";

/** What a browser draws when a page subscribes. */
export interface DeviceKeys {
  readonly pair: ECDH;
  readonly secret: Buffer;
}

const CURVE = "prime256v1";
const [SALT_BYTES, SIZE_BYTES, TAG_BYTES] = [16, 4, 16];

export function drawKeys(): DeviceKeys {
  const pair = createECDH(CURVE);
  pair.generateKeys();
  return { pair, secret: randomBytes(16) };
}

export function keysOf(number: string, secret: string): DeviceKeys {
  const pair = createECDH(CURVE);
  pair.setPrivateKey(Buffer.from(number, "base64url"));
  return { pair, secret: Buffer.from(secret, "base64url") };
}

/** What the message says. Throws where it was not sealed for these keys, or was changed. */
export function openMessage(body: Buffer, { pair, secret }: DeviceKeys): string {
  const salt = body.subarray(0, SALT_BYTES);
  const recordSize = body.readUInt32BE(SALT_BYTES);
  const pointSize = body.readUInt8(SALT_BYTES + SIZE_BYTES);
  const begin = SALT_BYTES + SIZE_BYTES + 1;
  const point = body.subarray(begin, begin + pointSize);
  const record = body.subarray(begin + pointSize);
  if (record.length > recordSize) throw new Error("a push is one record");

  // RFC 8291, 3.4: the shared secret, bound to this subscription and to both keys.
  const shared = pair.computeSecret(point);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), pair.getPublicKey(), point]);
  const input = expand(hmac(secret, shared), info, 32);
  // RFC 8188, 2.2 and 2.3.
  const extracted = hmac(salt, input);
  const key = expand(extracted, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
  const nonce = expand(extracted, Buffer.from("Content-Encoding: nonce\0"), 12);

  const cipher = createDecipheriv("aes-128-gcm", key, nonce);
  cipher.setAuthTag(record.subarray(-TAG_BYTES));
  const padded = Buffer.concat([cipher.update(record.subarray(0, -TAG_BYTES)), cipher.final()]);
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== 2) throw new Error("the last record ends with 2 and zeros");
  return padded.subarray(0, end).toString("utf8");
}

const hmac = (key: Buffer, data: Buffer): Buffer => createHmac("sha256", key).update(data).digest();

/** HKDF's second half (RFC 5869), of at most one block. */
const expand = (key: Buffer, info: Buffer, bytes: number): Buffer =>
  hmac(key, Buffer.concat([info, Buffer.from([1])])).subarray(0, bytes);
