// The desktop that a browser shows notifications on: what D-Bus and a notification daemon are on a real one
// (org.freedesktop.Notifications 1.2), as far as Chromium asks. Here a test reads them, and clicks.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Reader, writeMessage, type Argument, type Message } from "./dbus";

export interface Shown {
  readonly id: number;
  readonly title: string;
  readonly body: string;
}

const NAME = "org.freedesktop.Notifications";
const PATH = "/org/freedesktop/Notifications";
const OWNER = ":1.0"; // the daemon is also the bus, so signals are its own
const [CALL, RETURN, ERROR, SIGNAL] = [1, 2, 3, 4] as const;

export class Desktop {
  /** What stands on it now, by id. */
  readonly shown = new Map<number, Shown>();
  readonly #folder = mkdtempSync(join(tmpdir(), "goldenfour-desktop-"));
  readonly #server: Server;
  /** Who is to hear of a click. */
  readonly #owners = new Map<number, Socket>();
  #serial = 0;
  #clients = 0;

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async open(): Promise<Desktop> {
    const desktop = new Desktop();
    await new Promise<void>((resolve) => desktop.#server.listen(desktop.#socketPath, resolve));
    return desktop;
  }

  /** For the browser's environment. */
  get address(): string {
    return `unix:path=${this.#socketPath}`;
  }

  /** As a finger does. */
  click({ id }: Shown): void {
    const socket = this.#owners.get(id);
    if (!socket) throw new Error(`notification ${id} is not shown any more`);
    this.#signal(socket, "ActionInvoked", [id, "default"]);
  }

  close(): void {
    for (const socket of this.#owners.values()) socket.destroy();
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #socketPath(): string {
    return join(this.#folder, "bus");
  }

  #serve(socket: Socket): void {
    const name = `:1.${(this.#clients += 1)}`;
    let waiting = Buffer.alloc(0);
    let isOpen = false; // greeted, from here on messages
    socket.on("error", () => socket.destroy());
    socket.on("data", (part) => {
      waiting = Buffer.concat([waiting, part]);
      while (!isOpen) {
        const end = waiting.indexOf("\r\n");
        if (end < 0) return;
        isOpen = greet(socket, waiting.subarray(0, end).toString());
        waiting = waiting.subarray(end + 2);
      }
      for (;;) {
        const message = Reader.message(waiting);
        if (!message) return;
        waiting = waiting.subarray(message.size);
        if (message.type === CALL) this.#answer(socket, name, message);
      }
    });
  }

  #answer(socket: Socket, caller: string, call: Message): void {
    const reply = (...values: Argument[]): void => {
      const head = { serial: (this.#serial += 1), to: caller, from: OWNER, answers: call.serial };
      socket.write(writeMessage(RETURN, head, values));
    };
    if (call.destination === NAME || call.destination === OWNER) return this.#notify(socket, call, reply);
    const about = call.signature.startsWith("s") ? new Reader(call.body).text() : "";
    if (call.destination === "org.freedesktop.DBus") {
      if (call.member === "Hello") return reply(caller);
      if (call.member === "NameHasOwner") return reply(about === NAME);
      if (call.member === "GetNameOwner" && about === NAME) return reply(OWNER);
      if (call.member === "AddMatch" || call.member === "RemoveMatch") return reply();
      if (call.member === "ListNames" || call.member === "ListActivatableNames") return reply([NAME]);
    }
    const head = { serial: (this.#serial += 1), to: caller, from: OWNER, answers: call.serial };
    socket.write(writeMessage(ERROR, { ...head, error: "org.freedesktop.DBus.Error.ServiceUnknown" }, []));
  }

  #notify(socket: Socket, call: Message, reply: (...values: Argument[]) => void): void {
    const body = new Reader(call.body);
    switch (call.member) {
      case "GetCapabilities":
        return reply(["actions", "body", "persistence"]);
      case "GetServerInformation":
        return reply("goldenfour", "goldenfour", "1", "1.2");
      case "CloseNotification":
        this.#remove(socket, body.number(), 3);
        return reply();
      case "Notify": {
        body.text(); // whose
        const id = body.number() || this.#owners.size + 1 + this.#serial;
        body.text(); // its picture
        this.shown.set(id, { id, title: body.text(), body: body.text() });
        this.#owners.set(id, socket);
        return reply(id);
      }
      default:
        return reply();
    }
  }

  #remove(socket: Socket, id: number, reason: number): void {
    this.shown.delete(id);
    this.#owners.delete(id);
    this.#signal(socket, "NotificationClosed", [id, reason]);
  }

  #signal(socket: Socket, member: string, values: Argument[]): void {
    const head = { serial: (this.#serial += 1), from: OWNER, path: PATH, name: NAME, member };
    socket.write(writeMessage(SIGNAL, head, values));
  }
}

/** Returns whether messages follow. Whoever may open the socket is believed. */
function greet(socket: Socket, line: string): boolean {
  if (line.includes("AUTH")) socket.write("OK 0123456789abcdef0123456789abcdef\r\n");
  else if (line === "NEGOTIATE_UNIX_FD") socket.write("ERROR no files\r\n");
  return line === "BEGIN";
}
