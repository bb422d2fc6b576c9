import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

// Relative luminance and contrast ratio of WCAG 2.2.
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const css = readFileSync("src/ui.css", "utf8");
const blocks = css.split(/:root(?:\[data-theme="night"\])? \{/).slice(1, 3);

describe.each([
  ["day", blocks[0] ?? ""],
  ["night", blocks[1] ?? ""],
])("%s", (_, block) => {
  const colours = new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1] ?? "", m[2] ?? ""]),
  );
  const of = (name: string) => colours.get(name) ?? expect.fail(`no colour ${name}`);

  test.each(["ink", "quiet", "accent", "danger", "warning", "good", "drill"])("%s can be read", (ink) => {
    for (const ground of ["ground", "panel", "raised"])
      expect(contrast(of(ink), of(ground)), `on ${ground}`).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["accent", "danger", "warning", "good", "drill"])("text on %s can be read", (ground) => {
    expect(contrast(of(`on-${ground}`), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test("controls and focus can be seen", () => {
    for (const ground of ["ground", "panel", "raised"]) {
      expect(contrast(of("control"), of(ground)), ground).toBeGreaterThanOrEqual(3);
      expect(contrast(of("focus"), of(ground)), ground).toBeGreaterThanOrEqual(3);
    }
  });
});
