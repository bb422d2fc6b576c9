// When something is on the screen for a person to see.
import { options } from "preact";

let isUrgent = false;
const usual = options.debounceRendering ?? ((render: () => void) => queueMicrotask(render));
options.debounceRendering = (render) => (isUrgent ? render() : usual(render));

/** What `act` changes is in the page when this returns: for what must be acknowledged as shown. */
export function renderNow(act: () => void): void {
  isUrgent = true;
  try {
    act();
  } finally {
    isUrgent = false;
  }
}

/** After the next picture was painted. Waits as long as the page is hidden. */
export function afterPaint(act: () => void): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      act();
    };
    port2.postMessage(undefined);
  });
}

/** From the frame's arrival to the painted ring, for who measures. */
export function measureRing(arrivedAt: number): void {
  afterPaint(() => performance.measure("goldenfour:ring", { start: arrivedAt, end: performance.now() }));
}
