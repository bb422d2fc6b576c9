// A dispatcher at the console, without a mouse.
import type { Browser, Locator, Page } from "playwright-core";
import { Window, type Look, type Tongue } from "./browser";
import type { Town } from "./town";

let opened = 0;

export class Desk {
  private constructor(readonly window: Window) {}

  /** Enrols by the link that `goldenfour token enrol` prints. */
  static async open(browser: Browser, town: Town, look: Look = {}): Promise<Desk> {
    const code = await town.consoleCode(`desk-${(opened += 1)}`);
    const desk = new Desk(await Window.open(browser, town.server.url, look));
    await desk.page.goto(`${town.server.url}/console/#enrol=${code}`);
    await desk.connected();
    return desk;
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

  /** n, a digit for the kind, the address, the place, Ctrl+Enter. Returns the incident's number. */
  async raise(
    address: string,
    { latitude, longitude }: { latitude: number; longitude: number },
  ): Promise<string> {
    const { keyboard } = this.page;
    const before = await this.incidents();
    await this.page.locator("body").press("n");
    await this.at("entry").waitFor();
    await keyboard.press("1");
    await keyboard.insertText(address);
    await keyboard.press("Tab");
    await keyboard.insertText(`${latitude}, ${longitude}`);
    await keyboard.press("Control+Enter");
    await this.at("entry").waitFor({ state: "detached" });
    for (;;) {
      const added = (await this.incidents()).find((id) => !before.includes(id));
      if (added) return added;
      await this.page.waitForTimeout(50);
    }
  }

  incidents(): Promise<string[]> {
    return this.at("incident").evaluateAll((rows) =>
      rows.map((row) => row.getAttribute("data-incident") ?? ""),
    );
  }

  row(id: string): Locator {
    return this.page.locator(`[data-testid="incident"][data-incident="${id}"]`);
  }

  /** By keyboard: from row to row until it is the chosen one. */
  async choose(id: string): Promise<void> {
    await this.page.keyboard.press("g");
    for (let n = 0; n < 20; n += 1) {
      if ((await this.row(id).getAttribute("aria-current")) === "true") return;
      await this.page.keyboard.press("j");
      await this.page.waitForTimeout(50);
    }
    throw new Error(`${id} cannot be reached by keyboard`);
  }
}
