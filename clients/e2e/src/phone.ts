// A volunteer with a phone.
import type { Browser, Locator, Page } from "playwright-core";
import { POCKET, Window, type Look, type Tongue } from "./browser";
import { eventually, homeOf, type Person, type Town } from "./town";

let opened = 0;

export class Phone {
  constructor(
    readonly window: Window,
    readonly person: Person,
  ) {}

  /** Enrolled, on duty, connected. */
  static async open(browser: Browser, town: Town, person: Person, look: Look = {}): Promise<Phone> {
    const window = await Window.open(browser, town.server.url, { size: POCKET, at: homeOf(person), ...look });
    return Phone.enrol(window, town, person);
  }

  static async enrol(window: Window, town: Town, person: Person): Promise<Phone> {
    const code = await town.phoneCode(person, `phone-${(opened += 1)}`);
    const phone = new Phone(window, person);
    await phone.page.goto(`${town.server.url}/phone/#enrol=${code}`);
    await phone.at("enrol-submit").click();
    await phone.connected();
    await phone.goOnDuty();
    return phone;
  }

  /** Whatever the server's record said of it: that comes a moment after the connection. */
  async goOnDuty(): Promise<void> {
    const state = (name: string) => this.page.locator(`[data-testid="duty-state"][data-duty="${name}"]`);
    await eventually("duty", async () => {
      if ((await this.at("duty").getAttribute("aria-checked")) === "false") await this.at("duty").click();
      await this.page.waitForTimeout(300);
      return state("on").isVisible();
    });
  }

  get page(): Page {
    return this.window.page;
  }

  at(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  async connected(): Promise<void> {
    await this.page.locator('[data-testid="link"][data-state="connected"]').waitFor();
  }

  async speak(tongue: Tongue): Promise<void> {
    await this.at("more").click();
    await this.page
      .locator('input[name="language"]')
      .nth(tongue === "zh" ? 0 : 1)
      .check();
    await this.page.locator("button.back").click();
    await this.at("home").waitFor();
  }

  /** What has ended is read, and the phone is quiet again. */
  async rest(): Promise<void> {
    await this.at("stand-down").or(this.at("home")).first().waitFor(); // the word that it is over comes a moment later
    if (await this.at("stand-down").isVisible()) await this.at("stand-down-ok").click();
    await this.at("home").waitFor();
  }

  async rings(): Promise<void> {
    await this.at("ring").waitFor();
  }

  /** It is asked to fetch an AED first. */
  fetches(): Promise<boolean> {
    return this.at("ring-aed").isVisible();
  }

  async accept(): Promise<void> {
    await this.at("accept").click(); // waits until it may be pressed
    await this.at("task").waitFor();
  }

  async decline(): Promise<void> {
    await this.at("decline").click();
    await this.at("ring").waitFor({ state: "detached" });
  }

  /** Presses the big button, which must offer this step. */
  async step(name: string): Promise<void> {
    await this.page.locator(`[data-testid="next-step"][data-step="${name}"]:enabled`).click();
  }

  /** It asks once more, for this ends the task. */
  async handOver(): Promise<void> {
    await this.step("HANDED_OVER");
    await this.at("hand-over-confirm").click();
    await this.at("stand-down").waitFor();
  }

  /** How often it has rung, by its own count. */
  ringCount(): Promise<number> {
    return this.page.evaluate(() => performance.getEntriesByName("goldenfour:ring").length);
  }
}
