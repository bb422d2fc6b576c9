// The test page, built, with the base map beside it, served on loopback; and a browser that looks at it.
import { readFile, mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser } from "playwright-core";
import { build } from "vite";
import { offlineMap } from "../../vite-plugin.ts";

export interface Site {
  readonly url: string;
  /** Paths asked for, with the status answered. */
  readonly requests: string[];
  /** Answers a path by itself; tiles are made this way. */
  answer: (path: string) => Buffer | undefined;
  /** As a plain file server would: no byte ranges. */
  ranges: boolean;
  close(): Promise<void>;
}

// What a careful server allows; a map that needs more does not pass.
const POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".png": "image/png",
};
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export async function serveSite(): Promise<Site> {
  const out = await mkdtemp(join(tmpdir(), "goldenfour-map-"));
  await build({
    root: here("page"),
    base: "./",
    configFile: false,
    logLevel: "error",
    plugins: [offlineMap()],
    build: { outDir: out, emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 2000 },
  });
  const server = createServer((request, response) => void respond(request, response));
  const site: Site = {
    url: "",
    requests: [],
    answer: () => undefined,
    ranges: true,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(out, { recursive: true, force: true });
    },
  };
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const path = asked === "/" ? "/index.html" : asked;
    const made = site.answer(path);
    const body = made ?? (await readFile(join(out, normalize(path))).catch(() => undefined));
    send(request, response, path, body, site.ranges && made === undefined);
    site.requests.push(`${response.statusCode} ${path}`);
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(site, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  body: Buffer | undefined,
  ranges: boolean,
): void {
  if (!body) {
    response.writeHead(404).end();
    return;
  }
  const wanted = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  const type = {
    "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    "content-security-policy": POLICY,
  };
  if (!wanted || !ranges) {
    response.writeHead(200, { ...type, "content-length": body.length }).end(body);
    return;
  }
  const part = body.subarray(Number(wanted[1]), Number(wanted[2]) + 1);
  const range = `bytes ${wanted[1]}-${Number(wanted[1]) + part.length - 1}/${body.length}`;
  response.writeHead(206, { ...type, "content-range": range, "content-length": part.length }).end(part);
}

/** Debian's Chromium, with nothing of its own to tell the world. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
