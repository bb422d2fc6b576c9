// Gathers what comes between two pictures of the screen. `goldenfour:update` in the browser's performance
// timeline measures from the arrival of the first frame to the painted picture.

export type Schedule = (flush: () => void) => void;

const KEPT_MEASURES = 500;

export class Frames<T> {
  readonly #take: (events: readonly T[]) => boolean;
  readonly #schedule: Schedule;
  #waiting: T[] = [];
  #since = 0;

  /** `take` tells whether anything that is shown has changed. */
  constructor(take: (events: readonly T[]) => boolean, schedule: Schedule = nextPicture) {
    this.#take = take;
    this.#schedule = schedule;
  }

  add(event: T): void {
    this.#waiting.push(event);
    if (this.#waiting.length > 1) return;
    this.#since = performance.now();
    this.#schedule(() => this.flush());
  }

  flush(): void {
    if (this.#waiting.length === 0) return;
    const [events, since] = [this.#waiting, this.#since];
    this.#waiting = [];
    if (this.#take(events)) afterPainting(() => measure(since));
  }
}

// A hidden page is not drawn, but its alarms must be heard: then the timer comes first.
function nextPicture(flush: () => void): void {
  if (document.visibilityState === "visible") requestAnimationFrame(flush);
  setTimeout(flush, 250);
}

function afterPainting(then: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    then();
  };
  port2.postMessage(0);
}

let measured = 0;

function measure(start: number): void {
  measured += 1;
  // The browser never forgets an entry by itself, and a night is long.
  if (measured % KEPT_MEASURES === 0) performance.clearMeasures("goldenfour:update");
  performance.measure("goldenfour:update", { start, end: performance.now() });
}
