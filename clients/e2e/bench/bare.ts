// The peer: a page that does nothing but show what a WebSocket brings. What it needs, this machine needs.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { WebSocketServer } from "ws";
import type { Look } from "../src/browser";
import { Window } from "../src/browser";

const PAGE = `<!doctype html><title>Bare</title><link rel="icon" href="data:,"><p id="shown" style="font-size:40px">-</p>
<script>
  const socket = new WebSocket(location.href.replace("http", "ws"));
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => {
    const sentAt = new DataView(data).getFloat64(0);
    requestAnimationFrame(() => {
      document.querySelector("#shown").textContent = sentAt;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => socket.send(String(performance.timeOrigin + performance.now() - sentAt));
      port2.postMessage(0);
    });
  };
</script>`;

/** Milliseconds from written to painted, of `rounds` messages of so many bytes. */
export async function bareWays(
  browser: Browser,
  look: Look,
  { rounds, bytes, everyMs }: { rounds: number; bytes: number; everyMs: number },
): Promise<number[]> {
  const http = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(PAGE));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const sockets = new WebSocketServer({ server: http });
  const ways: number[] = [];
  const window = await Window.open(browser, url, look);
  const connected = new Promise<WebSocket>((resolve) =>
    sockets.on("connection", (socket) => resolve(socket as unknown as WebSocket)),
  );
  await window.page.goto(url);
  const socket = await connected;
  socket.onmessage = ({ data }) => ways.push(Number(data));
  for (let round = 0; round < rounds; round++) {
    const payload = Buffer.alloc(bytes);
    payload.writeDoubleBE(performance.timeOrigin + performance.now(), 0);
    socket.send(payload);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  await window.close();
  sockets.close();
  http.closeAllConnections();
  http.close();
  return ways;
}
