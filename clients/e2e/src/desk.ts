// A dispatcher at the console, without a mouse.
import type { Browser, Locator, Page } from "playwright-core";
import { Window, type Look, type Tongue } from "./browser";
import { eventually, type Town } from "./town";

let opened = 0;

interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

export class Desk {
  private constructor(
    readonly window: Window,
    /** As the server and other desks call it. */
    readonly name: string,
  ) {}

  static async open(browser: Browser, town: Town, look: Look = {}): Promise<Desk> {
    return Desk.enrol(await Window.open(browser, town.server.url, look), town);
  }

  /** Enrols by the link that `goldenfour token enrol` prints. */
  static async enrol(window: Window, town: Town): Promise<Desk> {
    const desk = await Desk.go(window, town, (code) => `#enrol=${code}`);
    await desk.connected();
    return desk;
  }

  /** At the page that asks for a code, which is `typed` then. */
  static async strange(window: Window, town: Town): Promise<{ desk: Desk; code: string }> {
    let given = "";
    const desk = await Desk.go(window, town, (code) => ((given = code), ""));
    await desk.at("enrol").waitFor();
    return { desk, code: given };
  }

  private static async go(window: Window, town: Town, path: (code: string) => string): Promise<Desk> {
    const name = `desk-${(opened += 1)}`;
    const code = await town.consoleCode(name);
    await window.page.goto(`${town.server.url}/console/${path(code)}`);
    return new Desk(window, name);
  }

  get page(): Page {
    return this.window.page;
  }

  at(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  async connected(): Promise<void> {
    await this.page.locator('[data-testid="link-state"][data-state="connected"]').waitFor();
  }

  async speak(tongue: Tongue): Promise<void> {
    const wanted = tongue === "zh" ? "zh-CN" : "en";
    const spoken = () => this.page.evaluate(() => document.documentElement.lang);
    if ((await spoken()) !== wanted) await this.page.locator("body").press("l");
    if ((await spoken()) !== wanted) throw new Error(`the console does not speak ${wanted}`);
  }

  /** One after the other, each like a key that somebody presses. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** n, a digit for the kind, the address, the place, Ctrl+Enter. Returns the incident's number. */
  async raise(address: string, { latitude, longitude }: Place): Promise<string> {
    const before = await this.incidents();
    await this.page.locator("body").press("n");
    await this.at("entry").waitFor();
    await this.press("1");
    await this.page.keyboard.insertText(address);
    await this.press("Tab");
    await this.page.keyboard.insertText(`${latitude}, ${longitude}`);
    await this.press("Control+Enter");
    await this.at("entry").waitFor({ state: "detached" });
    return this.added(before);
  }

  /** The incident that was not among those `before`. */
  async added(before: readonly string[]): Promise<string> {
    const found = await eventually("a new incident in the list", async () =>
      (await this.incidents()).find((id) => !before.includes(id)),
    );
    return found!;
  }

  incidents(): Promise<string[]> {
    return this.at("incident").evaluateAll((rows) =>
      rows.map((row) => row.getAttribute("data-incident") ?? ""),
    );
  }

  row(id: string): Locator {
    return this.page.locator(`[data-testid="incident"][data-incident="${id}"]`);
  }

  alarms(id: string): Locator {
    return this.page.locator(`[data-testid="alarm"][data-incident="${id}"]`);
  }

  /** By keyboard: from row to row until it is the chosen one. */
  async choose(id: string): Promise<void> {
    await this.row(id).waitFor(); // the console hears of it a moment after the server has decided
    await this.press("g");
    for (let n = 0; n < 20; n += 1) {
      if ((await this.row(id).getAttribute("aria-current")) === "true") return;
      await this.press("j");
      await this.page.waitForTimeout(50);
    }
    throw new Error(`${id} cannot be reached by keyboard`);
  }

  /** The sheet of an act, by its key, about the chosen incident. */
  async ask(key: string, sheet: string): Promise<void> {
    await this.press(key);
    await this.at(`sheet-${sheet}`).waitFor();
  }

  /** Until the sheet has closed because its act was done. */
  async done(sheet: string): Promise<void> {
    await this.at(`sheet-${sheet}`).waitFor({ state: "detached" });
  }

  /** An act by its key, which a digit or Enter confirms. */
  async act(key: string, sheet: string, confirm = "Enter"): Promise<void> {
    await this.ask(key, sheet);
    await this.press(confirm);
    await this.done(sheet);
  }

  /** One after the other, the most urgent first, until none of this incident is left. */
  async acknowledgeAll(id: string): Promise<void> {
    let last = "";
    await eventually(`the end of all alarms of ${id}`, async () => {
      if ((await this.alarms(id).count()) === 0) return true;
      const alarms = await this.at("alarm").evaluateAll((all) =>
        all.map((alarm) => `${alarm.getAttribute("data-incident")}/${alarm.getAttribute("data-alarm")}`),
      );
      const first = alarms[0] ?? "";
      if (first !== "" && first !== last) await this.press("a");
      last = first;
      return false;
    });
  }

  /** Takes back what was done last. */
  async undo(): Promise<void> {
    await this.at("undo").waitFor();
    await this.press("u");
    await this.at("undo").waitFor({ state: "detached" });
  }

  /** Puts a text where another stood, in the field that this label names. */
  async fill(field: Locator, text: string): Promise<void> {
    await field.focus();
    await this.press("Control+A");
    await this.page.keyboard.insertText(text);
  }
}
