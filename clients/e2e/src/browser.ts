// Debian's Chromium, and the promise that every page keeps: nothing is asked of anybody but the test's own server, and
// no script fails.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from "playwright-core";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
];

/** `maps: false`: a browser without WebGL, as some phones have; and pages that cost the machine nothing. */
export function launch({ maps = true } = {}): Promise<Browser> {
  return chromium.launch({ executablePath, args: maps ? QUIET : [...QUIET, "--disable-3d-apis"] });
}

/** A browser of somebody's own, whose profile stays in `folder`: with service workers, and what `environment` adds. */
export function launchProfile(
  folder: string,
  look: Look,
  environment: Record<string, string> = {},
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath,
    args: [...QUIET, "--disable-3d-apis"],
    env: { ...process.env, ...environment } as Record<string, string>,
    ...optionsOf(look),
    serviceWorkers: "allow",
  });
}

/** Of a busy machine; a quiet one needs a tenth. */
export const PATIENCE_MS = 60_000;

export const LOCALES = { en: "en-GB", zh: "zh-CN" } as const;
export type Tongue = keyof typeof LOCALES;

export interface Look {
  readonly tongue?: Tongue;
  readonly night?: boolean;
  readonly size?: { width: number; height: number };
  readonly touch?: boolean;
  readonly at?: { latitude: number; longitude: number };
}

export const DESK = { width: 1280, height: 800 };
export const POCKET = { width: 390, height: 844 };

/** A page in a browser profile of its own; what went wrong in it is in `complaints`. */
export class Window {
  /** All that are open, for the end of a test. */
  static readonly all = new Set<Window>();
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {}

  static async open(browser: Browser, server: string, look: Look = {}): Promise<Window> {
    return Window.in(await browser.newContext(optionsOf(look)), server);
  }

  /** With a page that is open already, or a new one. */
  static async in(context: BrowserContext, server: string, given?: Page): Promise<Window> {
    const page = given ?? (await context.newPage());
    page.setDefaultTimeout(PATIENCE_MS);
    const window = new Window(page);
    Window.all.add(window);
    page.on("pageerror", (error) => window.complaints.push(error.message));
    page.on("request", (request) => {
      const url = request.url();
      const own = url.startsWith(server) || url.startsWith(server.replace("http", "ws"));
      if (!own && !/^(data|blob):/.test(url)) window.complaints.push(`asked for ${url}`);
    });
    page.on("console", (message) => {
      if (message.type() === "error" && /Content Security Policy|Uncaught/.test(message.text()))
        window.complaints.push(message.text());
    });
    return window;
  }

  close(): Promise<void> {
    Window.all.delete(this);
    return this.page.context().close();
  }

  /** Returns what went wrong in any. */
  static async closeAll(): Promise<string[]> {
    const windows = [...Window.all];
    await Promise.all(windows.map((window) => window.close()));
    return windows.flatMap(({ complaints }) => complaints);
  }

  /** For who has to find out why a test failed. */
  static async picturesOfAll(): Promise<void> {
    for (const [n, { page }] of [...Window.all].entries()) await picture(page, `failed-${n}`);
  }
}

function optionsOf({
  tongue = "en",
  night = false,
  size = DESK,
  touch = false,
  at,
}: Look): BrowserContextOptions {
  return {
    viewport: size,
    hasTouch: touch,
    locale: LOCALES[tongue],
    timezoneId: "Europe/Monaco",
    colorScheme: night ? "dark" : "light",
    reducedMotion: "reduce",
    serviceWorkers: "block", // each of them would fetch everything once more
    ...(at ? { geolocation: { ...at, accuracy: 10 }, permissions: ["geolocation"] } : {}),
  };
}

/** A picture for the README and for reviews: only with GOLDENFOUR_SCREENSHOTS=<folder>. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env["GOLDENFOUR_SCREENSHOTS"];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
