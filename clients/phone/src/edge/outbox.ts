// Sends what was said, once each and in order, and keeps it on the device until the server has confirmed it. The
// stream repeats within the life of the page; this is what survives a reload.
import type { Result } from "@goldenfour/sdk";
import { signal } from "@preact/signals";
import { afterFailure, type Letter } from "../model/letters";

export interface Keeping {
  write(letter: Letter): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface Mail {
  send(letter: Letter): Promise<Result>;
  refused(letter: Letter, error: unknown): void;
}

const AGAIN_MS = 2_000;

export class Outbox {
  /** For the screen: what is not confirmed yet. */
  readonly unsent = signal<readonly Letter[]>([]);
  readonly #keeping: Keeping;
  readonly #mail: Mail;
  readonly #under = new Set<string>(); // given to the stream
  #chain = Promise.resolve(); // of writes, so that a removal never overtakes its writing

  constructor(keeping: Keeping, mail: Mail) {
    this.#keeping = keeping;
    this.#mail = mail;
  }

  /** What an earlier page left. */
  load(kept: readonly Letter[]): void {
    const known = new Set(this.unsent.value.map(({ key }) => key));
    const old = kept.filter(({ key }) => !known.has(key));
    this.unsent.value = [...old, ...this.unsent.value];
    for (const letter of old) this.#give(letter);
  }

  /** The same word while the first is on its way is one word. */
  post(letter: Letter): void {
    if (this.unsent.value.some(({ key }) => key === letter.key)) return;
    this.unsent.value = [...this.unsent.value, letter];
    this.#chain = this.#chain.then(() => this.#keeping.write(letter));
    this.#give(letter);
  }

  /** The stream was started again: what it gave up is sent once more. */
  resume(): void {
    for (const letter of this.unsent.value) this.#give(letter);
  }

  /** Nothing of it shall be sent: it belongs to somebody who has left this device. */
  clear(): void {
    this.unsent.value = [];
  }

  #give(letter: Letter): void {
    if (this.#under.has(letter.key) || !this.unsent.value.includes(letter)) return;
    this.#under.add(letter.key);
    this.#mail.send(letter).then(
      () => this.#done(letter),
      (error: unknown) => this.#failed(letter, error),
    );
  }

  #failed(letter: Letter, error: unknown): void {
    const verdict = afterFailure(error);
    if (verdict === "refused") {
      this.#done(letter);
      return this.#mail.refused(letter, error);
    }
    this.#under.delete(letter.key);
    if (verdict === "again") setTimeout(() => this.#give(letter), AGAIN_MS);
  }

  #done(letter: Letter): void {
    this.#under.delete(letter.key);
    this.unsent.value = this.unsent.value.filter((other) => other !== letter);
    this.#chain = this.#chain.then(() => this.#keeping.remove(letter.key));
  }
}
