// Pictures as numbers: tiles that a test paints, and screenshots that it reads.
import { deflateSync, crc32 } from "node:zlib";
import type { Page } from "playwright-core";

export type Color = readonly [red: number, green: number, blue: number];

/** A PNG of `size` by `size` pixels. */
export function paint(size: number, colorAt: (x: number, y: number) => Color): Buffer {
  const rows = Buffer.alloc(size * (1 + 3 * size)); // filter byte 0, then the pixels
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) rows.set(colorAt(x, y), y * (1 + 3 * size) + 1 + 3 * x);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "ascii"), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  colorAt(x: number, y: number): Color;
  /** The middle of all pixels that the test accepts, and how many there are. */
  middleOf(accepts: (color: Color) => boolean): { x: number; y: number; count: number };
}

/** What the page, or an element of it, shows now; the browser itself decodes it. */
export async function look(page: {
  screenshot(): Promise<Buffer>;
  evaluate: Page["evaluate"];
}): Promise<Picture> {
  const png = (await page.screenshot()).toString("base64");
  const { width, height, data } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
    pen.drawImage(bitmap, 0, 0);
    const pixels = pen.getImageData(0, 0, bitmap.width, bitmap.height).data;
    let text = "";
    for (let at = 0; at < pixels.length; at += 8190)
      text += String.fromCharCode(...pixels.subarray(at, at + 8190));
    return { width: bitmap.width, height: bitmap.height, data: btoa(text) };
  }, png);
  const pixels = Buffer.from(data, "base64");
  const colorAt = (x: number, y: number): Color => {
    const at = 4 * (Math.round(y) * width + Math.round(x));
    return [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
  };
  return {
    width,
    height,
    colorAt,
    middleOf: (accepts) => {
      let [count, x, y] = [0, 0, 0];
      for (let row = 0; row < height; row += 1) {
        for (let column = 0; column < width; column += 1) {
          if (!accepts(colorAt(column, row))) continue;
          count += 1;
          x += column + 0.5; // the middle of a pixel
          y += row + 0.5;
        }
      }
      return { x: x / count, y: y / count, count };
    },
  };
}

export const isNear = (a: Color, b: Color, slack = 12): boolean =>
  a.every((value, index) => Math.abs(value - b[index]!) <= slack);

export const colorOf = (hex: string): Color =>
  [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Color;
