// The desktop that a browser shows notifications on: a session bus of its own and a notification daemon (desktop.py).
// Here a test reads them, and clicks. D-Bus itself is Debian's.
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

export interface Shown {
  readonly id: number;
  readonly title: string;
  readonly body: string;
}

/** A line of desktop.py. */
type Line = { readonly address: string } | { readonly closed: number } | Shown;

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const COMMAND = "dbus-run-session";
// The bus ends with the daemon, and the daemon with its input: nothing outlives the test, even if that is killed.
const ARGUMENTS = [
  `--config-file=${fileOf("desktop.bus.xml")}`,
  "--",
  "/usr/bin/python3", // Debian's, which knows Debian's modules
  fileOf("desktop.py"),
];

export class Desktop {
  /** What stands on it now, by id. */
  readonly shown = new Map<number, Shown>();
  readonly #daemon: ChildProcessByStdio<Writable, Readable, Readable>;
  #address = "";

  private constructor() {
    this.#daemon = spawn(COMMAND, ARGUMENTS, { stdio: "pipe" });
  }

  /** Fails with what this machine lacks. */
  static async open(): Promise<Desktop> {
    const desktop = new Desktop();
    await desktop.#started();
    return desktop;
  }

  /** For the browser's environment. */
  get address(): string {
    return this.#address;
  }

  /** As a finger does. */
  click({ id }: Shown): void {
    if (!this.shown.has(id)) throw new Error(`notification ${id} is not shown any more`);
    this.#daemon.stdin.write(`${id}\n`);
  }

  close(): void {
    this.#daemon.stdin.end();
  }

  #started(): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        const needs = "dbus-daemon, python3-dbus and python3-gi, which deploy/install installs";
        reject(new Error(`no desktop for notifications; it needs ${needs}: ${why}`));
      };
      let complaints = "";
      this.#daemon.stderr.setEncoding("utf8").on("data", (part: string) => (complaints += part));
      this.#daemon.on("error", ({ message }) => fail(message));
      this.#daemon.on("close", (code) => fail(`${COMMAND} ended with ${code}\n${complaints}`));
      createInterface(this.#daemon.stdout).on("line", (line) => {
        this.#read(JSON.parse(line) as Line);
        resolve();
      });
    });
  }

  #read(line: Line): void {
    if ("address" in line) this.#address = line.address;
    else if ("closed" in line) this.shown.delete(line.closed);
    else this.shown.set(line.id, line);
  }
}
