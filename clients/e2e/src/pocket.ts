// A phone in a pocket: a browser of its own, whose page may be closed, with a desktop where its notifications appear and
// a push service that wakes it. Debian's Chromium has no push service without Google's keys; nothing else is replaced.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, CDPSession, Worker } from "playwright-core";
import { PATIENCE_MS, POCKET, Window, launchProfile, type Look } from "./browser";
import { Desktop } from "./desktop";
import { PushService, type SubscriptionJson } from "./push-service";
import { eventually } from "./town";

const scope = "/phone/";

export class Pocket {
  readonly desktop: Desktop;
  readonly service: PushService;
  /** What the page subscribed to. */
  subscription: SubscriptionJson | undefined;
  readonly #server: string;
  readonly #look: Look;
  readonly #folder = mkdtempSync(join(tmpdir(), "goldenfour-pocket-"));
  #context: BrowserContext | undefined;
  #serverKey = "";

  private constructor(server: string, look: Look, desktop: Desktop, service: PushService) {
    [this.#server, this.#look] = [server, { size: POCKET, ...look }];
    [this.desktop, this.service] = [desktop, service];
    service.onPush = ({ text }) => void this.#deliver(text);
  }

  static async open(server: string, look: Look = {}): Promise<Pocket> {
    const pocket = new Pocket(server, look, await Desktop.open(), await PushService.open());
    await pocket.start();
    return pocket;
  }

  /** The browser, with the profile that it had before. */
  async start(): Promise<void> {
    const context = await launchProfile(this.#folder, this.#look, {
      DBUS_SESSION_BUS_ADDRESS: this.desktop.address,
    });
    this.#context = context;
    await context.grantPermissions(["notifications", "geolocation"], { origin: this.#server });
    await context.exposeFunction("testPushService", (ask: string, key: string) => this.#subscribe(ask, key));
    await context.addInitScript(replacePushManager);
  }

  get context(): BrowserContext {
    if (!this.#context) throw new Error("the browser is not running");
    return this.#context;
  }

  window(): Promise<Window> {
    return Window.in(this.context, this.#server);
  }

  /** No page of the phone is open any more; the browser runs. */
  async closePages(): Promise<void> {
    const stays = await this.context.newPage();
    await Promise.all(
      this.context
        .pages()
        .filter((page) => page !== stays)
        .map((page) => page.close()),
    );
  }

  async worker(): Promise<Worker> {
    const found = await eventually("the service worker", () =>
      this.context.serviceWorkers().find((worker) => worker.url().endsWith("/phone/sw.js")),
    );
    return found!;
  }

  /** Titles and texts, as the worker itself knows them. */
  async notifications(): Promise<{ title: string; body: string; data: unknown }[]> {
    return (await this.worker()).evaluate(async () => {
      const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
      return (await registration.getNotifications()).map(({ title, body, data }) => ({
        title,
        body,
        data: data as unknown,
      }));
    });
  }

  /** The next page that the phone's program opens by itself. */
  async windowOpened(): Promise<Window> {
    const page = await this.context.waitForEvent("page", { timeout: PATIENCE_MS });
    return Window.in(this.context, this.#server, page);
  }

  /** The browser gives the subscription up and tells the worker, as it may do while no page is open. */
  async endSubscription(): Promise<void> {
    this.subscription = this.service.subscribe(this.#serverKey);
    await (await this.worker()).evaluate(replaceSubscription, this.subscription);
  }

  /** The browser ends; profile and subscription stay. */
  async stop(): Promise<void> {
    await this.#context?.close();
    this.#context = undefined;
  }

  async end(): Promise<void> {
    await this.stop();
    this.desktop.close();
    this.service.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #subscribe(ask: string, key: string): SubscriptionJson | undefined {
    if (ask === "unsubscribe") this.subscription = undefined;
    if (ask === "subscribe") this.subscription ??= this.service.subscribe((this.#serverKey = key));
    return this.subscription;
  }

  /** As the browser's own push client does when a message has come in. */
  async #deliver(data: string): Promise<void> {
    const page = this.context.pages()[0];
    if (!page) throw new Error("a debugger needs some page, be it empty");
    const debug = await this.context.newCDPSession(page);
    try {
      const registrationId = await registrationOf(debug, this.#server + scope);
      await debug.send("ServiceWorker.deliverPushMessage", { origin: this.#server, registrationId, data });
    } finally {
      await debug.detach();
    }
  }
}

function registrationOf(debug: CDPSession, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    debug.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const found = registrations.find(({ scopeURL, isDeleted }) => scopeURL === url && !isDeleted);
      if (found) resolve(found.registrationId);
    });
    debug.send("ServiceWorker.enable").catch(reject);
  });
}

/** Runs in the page, before its own scripts. */
function replacePushManager(): void {
  type Ask = (ask: string, key: string) => Promise<SubscriptionJson | undefined>;
  const ask = (...words: Parameters<Ask>) =>
    (globalThis as unknown as { testPushService: Ask }).testPushService(...words);
  let serverKey: ArrayBuffer | undefined;
  const made = (json: SubscriptionJson | undefined) =>
    json && {
      endpoint: json.endpoint,
      expirationTime: null,
      options: { applicationServerKey: serverKey ?? null, userVisibleOnly: true },
      toJSON: () => json,
      unsubscribe: async () => (await ask("unsubscribe", ""), true),
    };
  Object.assign(PushManager.prototype, {
    getSubscription: async () => made(await ask("get", "")) ?? null,
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array<ArrayBuffer> }) => {
      serverKey = applicationServerKey.slice().buffer;
      const text = btoa(String.fromCharCode(...applicationServerKey));
      return made(await ask("subscribe", text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")));
    },
  });
}

/** Runs in the worker; ends when what the worker does about it has ended. */
async function replaceSubscription(json: SubscriptionJson): Promise<void> {
  Object.assign(PushManager.prototype, {
    getSubscription: async () => null,
    subscribe: async () => ({ toJSON: () => json }),
  });
  let done: Promise<unknown> | undefined;
  const waitUntil = (work: Promise<unknown>): void => void (done = work);
  dispatchEvent(Object.assign(new Event("pushsubscriptionchange"), { waitUntil })); // a real one cannot be made by hand
  await done;
}
