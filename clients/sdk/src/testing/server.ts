import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, open, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const READY = /^goldenfourd ready http=(\S+):(\d+) admin=(\S+)/;
const START_MS = 30_000;

export interface TestServerOptions {
  /** Path of goldenfourd. Default: $GOLDENFOURD. */
  binary?: string;
  /** Default: one, "ljubljana". */
  jurisdictions?: string[];
  /** More of goldenfourd.toml: tables, or keys of [policy] after it. */
  config?: string;
  policy?: string;
  /** More for the command line: "--drill-clock", "60". */
  arguments?: string[];
}

/** A token to make, as CreateTokenRequest in JSON. */
export interface TokenRequest {
  name: string;
  role: "RESPONDER" | "TOKEN_DISPATCHER" | "REGISTRAR" | "INTEGRATION" | "OPERATOR";
  jurisdiction?: string;
  responder?: string;
}

/**
 * The real goldenfourd as a test's child process: a directory of its own, a free loopback port.
 * Killed and started again it keeps the port, as a service does. `end()` removes everything.
 */
export class TestServer {
  readonly directory: string;
  readonly #options: TestServerOptions;
  #binary: string;
  #process: ChildProcess | undefined;
  #port = 0;
  #admin = "";

  private constructor(options: TestServerOptions, directory: string) {
    this.#options = options;
    this.#binary = binaryOf(options);
    this.directory = directory;
  }

  /** Starts one. Throws with the end of its log if it does not get ready. */
  static async start(options: TestServerOptions = {}): Promise<TestServer> {
    const directory = await mkdtemp(join(tmpdir(), "goldenfour-"));
    const server = new TestServer(options, directory);
    try {
      await server.start();
    } catch (error) {
      await server.end();
      throw error;
    }
    return server;
  }

  /** What createClient() wants to know. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Again, after kill() or stop(). */
  async start(): Promise<void> {
    const config = join(this.directory, "goldenfourd.toml");
    await writeFile(config, this.#config());
    const log = await open(this.#logPath, "a");
    const child = spawn(this.#binary, ["--config", config, ...(this.#options.arguments ?? [])], {
      stdio: ["ignore", "pipe", log.fd],
    });
    await log.close();
    this.#process = child;
    const [, , port, admin] = await this.#ready(child);
    this.#port = Number(port);
    this.#admin = admin ?? "";
  }

  /** Power off for this process: SIGKILL, no clean-up. */
  kill(): Promise<void> {
    return this.#leave("SIGKILL");
  }

  /** A graceful stop. */
  stop(): Promise<void> {
    return this.#leave("SIGTERM");
  }

  /** It stands still, but its sockets stay open: what a network that swallows everything looks like. */
  async freeze(): Promise<void> {
    this.#process?.kill("SIGSTOP");
    // The signal is one thread's to take; until it gets a processor the others go on.
    while (!(await this.#standsStill())) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  thaw(): void {
    this.#process?.kill("SIGCONT");
  }

  /** For the end of a test, whatever state it left. */
  async end(): Promise<void> {
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Returns the secrets by name. */
  async createTokens(...tokens: TokenRequest[]): Promise<Record<string, string>> {
    const reply = (await this.#adminPost("/admin/tokens", { tokens })) as {
      tokens: { name: string; secret: string }[];
    };
    return Object.fromEntries(reply.tokens.map(({ name, secret }) => [name, secret]));
  }

  /** A one-time code for Client.enrol(). */
  async createEnrolment(token: TokenRequest): Promise<string> {
    return ((await this.#adminPost("/admin/enrolments", { token })) as { code: string }).code;
  }

  async log(): Promise<string> {
    return readFile(this.#logPath, "utf8");
  }

  get #logPath(): string {
    return join(this.directory, "server.log");
  }

  #config(): string {
    const jurisdictions = this.#options.jurisdictions ?? ["ljubljana"];
    return [
      "[server]",
      'node_id = "test"',
      `data_dir = ${JSON.stringify(join(this.directory, "data"))}`,
      `jurisdictions = ${JSON.stringify(jurisdictions)}`,
      "[[listen]]",
      'address = "127.0.0.1"',
      `port = ${this.#port}`,
      this.#options.config ?? "",
      "[policy]",
      "max_offers_in_window = 1000",
      this.#options.policy ?? "",
      "",
    ].join("\n");
  }

  #ready(child: ChildProcess): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const fail = async (what: string) =>
        reject(new Error(`goldenfourd ${what}: ${(await this.log()).slice(-2000)}`));
      const timer = setTimeout(() => void fail("is not ready in time"), START_MS);
      const settle = (act: () => void) => {
        clearTimeout(timer);
        act();
      };
      child.once("error", (error) => settle(() => reject(error)));
      child.once("exit", () => settle(() => void fail("ended early")));
      createInterface({ input: child.stdout! }).on("line", (line) => {
        const match = READY.exec(line);
        if (match) settle(() => resolve(match));
      });
    });
  }

  async #standsStill(): Promise<boolean> {
    const tasks = `/proc/${this.#process?.pid}/task`;
    const states = (await readdir(tasks)).map((task) => readFile(join(tasks, task, "stat"), "utf8"));
    return (await Promise.all(states)).every((stat) => /\) T /.test(stat));
  }

  async #leave(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  #adminPost(path: string, body: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const headers = { "Content-Type": "application/json", Host: "localhost" };
      const post = request({ socketPath: this.#admin, method: "POST", path, headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part: string) => (text += part));
        answer.on("end", () => {
          if ((answer.statusCode ?? 0) < 300) resolve(JSON.parse(text));
          else reject(new Error(`${path}: ${answer.statusCode} ${text}`));
        });
      });
      post.on("error", reject);
      post.end(JSON.stringify(body));
    });
  }
}

function binaryOf(options: TestServerOptions): string {
  const binary = options.binary ?? process.env["GOLDENFOURD"];
  if (!binary) throw new Error("the test needs the server: set GOLDENFOURD to the path of goldenfourd");
  return binary;
}
