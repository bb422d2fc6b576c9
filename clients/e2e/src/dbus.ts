// The messages of D-Bus, as far as a notification daemon needs them (D-Bus specification, "Message protocol").
// Little-endian both ways, as every client on this machine is.

export interface Message {
  readonly type: number;
  readonly serial: number;
  readonly destination: string;
  readonly member: string;
  readonly signature: string;
  readonly body: Buffer;
  /** In bytes, all of it. */
  readonly size: number;
}

/** Text, unsigned number, boolean, list of texts. */
export type Argument = string | number | boolean | readonly string[];

export interface Head {
  readonly serial: number;
  readonly from: string;
  readonly to?: string;
  readonly answers?: number;
  readonly error?: string;
  readonly path?: string;
  readonly name?: string;
  readonly member?: string;
}

const [PATH, INTERFACE, MEMBER, ERROR, ANSWERS, DESTINATION, SENDER, SIGNATURE] = [1, 2, 3, 4, 5, 6, 7, 8];
const HEAD_BYTES = 16; // endianness, type, flags, version, length, serial, length of the fields

export class Reader {
  #at = 0;

  constructor(readonly bytes: Buffer) {}

  /** The first of `bytes`, once all of it is there. */
  static message(bytes: Buffer): Message | undefined {
    if (bytes.length < HEAD_BYTES) return undefined;
    if (bytes[0] !== 0x6c) throw new Error("D-Bus: not little-endian");
    const [length, serial, fields] = [bytes.readUInt32LE(4), bytes.readUInt32LE(8), bytes.readUInt32LE(12)];
    const begin = aligned(HEAD_BYTES + fields, 8);
    if (bytes.length < begin + length) return undefined;
    const found = new Map<number, string>();
    const reader = new Reader(bytes.subarray(0, HEAD_BYTES + fields));
    reader.#at = HEAD_BYTES;
    while (reader.#at < reader.bytes.length) {
      reader.#align(8);
      const code = reader.#byte();
      const kind = reader.#short();
      const value = kind === "g" ? reader.#short() : kind === "u" ? String(reader.number()) : reader.text();
      found.set(code, value);
    }
    return {
      type: bytes[1] ?? 0,
      serial,
      destination: found.get(DESTINATION!) ?? "",
      member: found.get(MEMBER!) ?? "",
      signature: found.get(SIGNATURE!) ?? "",
      body: bytes.subarray(begin, begin + length),
      size: begin + length,
    };
  }

  number(): number {
    this.#align(4);
    const value = this.bytes.readUInt32LE(this.#at);
    this.#at += 4;
    return value;
  }

  text(): string {
    const length = this.number();
    const value = this.bytes.toString("utf8", this.#at, this.#at + length);
    this.#at += length + 1;
    return value;
  }

  #byte(): number {
    return this.bytes[this.#at++] ?? 0;
  }

  #short(): string {
    const length = this.#byte();
    const value = this.bytes.toString("latin1", this.#at, this.#at + length);
    this.#at += length + 1;
    return value;
  }

  #align(to: number): void {
    this.#at = aligned(this.#at, to);
  }
}

class Writer {
  bytes = Buffer.alloc(0);

  align(to: number): this {
    return this.#add(Buffer.alloc(aligned(this.bytes.length, to) - this.bytes.length));
  }

  byte(value: number): this {
    return this.#add(Buffer.from([value]));
  }

  number(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return this.align(4).#add(bytes);
  }

  text(value: string): this {
    const bytes = Buffer.from(`${value}\0`);
    return this.number(bytes.length - 1).#add(bytes);
  }

  short(value: string): this {
    return this.byte(value.length).#add(Buffer.from(`${value}\0`));
  }

  argument(value: Argument): this {
    if (typeof value === "string") return this.text(value);
    if (typeof value === "number") return this.number(value);
    if (typeof value === "boolean") return this.number(value ? 1 : 0);
    const list = new Writer();
    for (const each of value) list.text(each);
    return this.number(list.bytes.length).#add(list.bytes);
  }

  #add(bytes: Buffer): this {
    this.bytes = Buffer.concat([this.bytes, bytes]);
    return this;
  }
}

export function writeMessage(type: number, head: Head, values: readonly Argument[]): Buffer {
  const fields = new Writer();
  const field = (code: number | undefined, kind: string, value: string | number | undefined): void => {
    if (value === undefined || code === undefined) return;
    fields.align(8).byte(code).short(kind);
    if (kind === "g") fields.short(String(value));
    else fields.argument(value);
  };
  field(PATH, "o", head.path);
  field(INTERFACE, "s", head.name);
  field(MEMBER, "s", head.member);
  field(ERROR, "s", head.error);
  field(ANSWERS, "u", head.answers);
  field(DESTINATION, "s", head.to);
  field(SENDER, "s", head.from);
  if (values.length > 0) field(SIGNATURE, "g", values.map(kindOf).join(""));
  const body = new Writer();
  for (const value of values) body.argument(value);
  const start = new Writer().byte(0x6c).byte(type).byte(0).byte(1).number(body.bytes.length);
  start.number(head.serial).number(fields.bytes.length);
  const upToBody = new Writer();
  upToBody.bytes = Buffer.concat([start.bytes, fields.bytes]);
  return Buffer.concat([upToBody.align(8).bytes, body.bytes]);
}

function kindOf(value: Argument): string {
  if (typeof value === "string") return "s";
  if (typeof value === "number") return "u";
  return typeof value === "boolean" ? "b" : "as";
}

const aligned = (at: number, to: number): number => Math.ceil(at / to) * to;
