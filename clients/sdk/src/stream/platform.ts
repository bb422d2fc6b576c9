/** Timers and a clock in milliseconds that never goes back; tests bring their own. */
export interface Clock {
  now(): number;
  setTimer(callback: () => void, ms: number): unknown;
  clearTimer(timer: unknown): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  setTimer: (callback, ms) => setTimeout(callback, ms),
  clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

// The event types of browsers and of `ws` differ.
type SocketHandler = ((event: any) => void) | null;

/** As much of a WebSocket as the stream uses. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  onopen: SocketHandler;
  onmessage: SocketHandler;
  onclose: SocketHandler;
  onerror: SocketHandler;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

/** The global WebSocket of browsers and of Node from 22 on, or that of the package `ws`. */
export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

/** The given one, else the global one. Throws TypeError when there is none. */
export function webSocketOf(given: WebSocketConstructor | undefined): WebSocketConstructor {
  const found = given ?? (globalThis as { WebSocket?: WebSocketConstructor }).WebSocket;
  if (found === undefined)
    throw new TypeError("webSocket: there is no global WebSocket here; give that of the package ws");
  return found;
}
