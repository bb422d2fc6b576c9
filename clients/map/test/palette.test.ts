import { describe, expect, it } from "vitest";
import { paletteOf, type Palette, type Theme } from "../src/palette";

// WCAG 2.2: relative luminance and contrast.
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS: (keyof Palette)[] = [
  "land",
  "nothing",
  "sea",
  "green",
  "forest",
  "sand",
  "built",
  "site",
  "hospital",
  "building",
  "motorway",
  "major",
  "minor",
  "square",
  "tunnel",
  "halo",
];

describe.each(["day", "night"] satisfies Theme[])("by %s", (theme) => {
  const palette = paletteOf(theme);
  it("the contrast of black and white is 21", () =>
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 6));
  it.each(GROUNDS)("every label reaches 4.5:1 on %s", (ground) => {
    expect(contrast(palette.text, palette[ground])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.quietText, palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
  it("signs reach 3:1 on every ground or have a rim that does", () => {
    for (const ground of GROUNDS) {
      expect(
        Math.max(contrast(palette.icon, palette[ground]), contrast(palette.icon, palette.halo)),
      ).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(palette.icon, palette.iconInk)).toBeGreaterThanOrEqual(4.5);
  });
  it("steps can be seen on their way", () =>
    expect(contrast(palette.steps, palette.square)).toBeGreaterThanOrEqual(3));
});

it("by night no ground is brighter than a tenth of white", () => {
  for (const ground of GROUNDS) expect(luminance(paletteOf("night")[ground])).toBeLessThan(0.1);
});
