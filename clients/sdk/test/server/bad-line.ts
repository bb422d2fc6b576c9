import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

/** A way to the server on which the first answer gets lost: the request arrives, then the line is cut. */
export class BadLine {
  /** Answers that were lost. */
  cut = 0;
  readonly #target: URL;
  readonly #listener: Server;
  readonly #open = new Set<Socket>();

  private constructor(target: URL) {
    this.#target = target;
    this.#listener = createServer((phone) => this.#carry(phone));
  }

  static async to(url: string): Promise<BadLine> {
    const line = new BadLine(new URL(url));
    await new Promise<void>((resolve) => line.#listener.listen(0, "127.0.0.1", resolve));
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  async end(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#listener.close(resolve));
  }

  #carry(phone: Socket): void {
    const server = connect(Number(this.#target.port), this.#target.hostname);
    for (const socket of [phone, server]) {
      this.#open.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => {
        this.#open.delete(socket);
        phone.destroy();
        server.destroy();
      });
    }
    phone.pipe(server);
    server.on("data", (answer) => {
      // The server answers when the token is on its disk: this one was made.
      if (this.cut === 0) {
        this.cut = 1;
        phone.destroy();
      } else {
        phone.write(answer);
      }
    });
  }
}
