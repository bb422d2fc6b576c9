// Draws the icons of the installed program: `node draw-icons.ts`. A golden heart on night, a pulse through it.
import { mkdirSync, writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

type Color = readonly [red: number, green: number, blue: number, alpha: number];
const NIGHT: Color = [14, 17, 20, 255];
const GOLD: Color = [246, 190, 66, 255];
const WHITE: Color = [255, 255, 255, 255];
const CLEAR: Color = [255, 255, 255, 0];
const PULSE = [
  [-1.2, 0],
  [-0.42, 0],
  [-0.22, -0.42],
  [0.06, 0.46],
  [0.26, 0],
  [1.2, 0],
] as const;

const isHeart = (x: number, y: number): boolean => (x * x + y * y - 1) ** 3 - x * x * y ** 3 <= 0;

function distanceToPulse(x: number, y: number): number {
  let nearest = Infinity;
  for (let at = 1; at < PULSE.length; at += 1) {
    const [[ax, ay], [bx, by]] = [PULSE[at - 1]!, PULSE[at]!];
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    nearest = Math.min(nearest, Math.hypot(x - ax - along * dx, y - ay - along * dy));
  }
  return nearest;
}

/** `scale`: how much of the half side the heart takes. Coordinates from -1 to 1, y upwards. */
function icon(scale: number, ground: Color, heart: Color, pulse: Color) {
  return (x: number, y: number): Color => {
    const [hx, hy] = [(x / scale) * 1.2, (y / scale) * 1.2 + 0.08];
    if (!isHeart(hx, hy)) return ground;
    return distanceToPulse(hx, hy - 0.1) < 0.085 ? pulse : heart;
  };
}

function png(size: number, colorAt: (x: number, y: number) => Color): Buffer {
  const fine = 4; // samples a side of a pixel
  const rows = Buffer.alloc(size * (1 + 4 * size));
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const sum = [0, 0, 0, 0];
      for (let sample = 0; sample < fine * fine; sample += 1) {
        const x = ((column + ((sample % fine) + 0.5) / fine) / size) * 2 - 1;
        const y = 1 - ((row + (Math.floor(sample / fine) + 0.5) / fine) / size) * 2;
        colorAt(x, y).forEach((value, channel) => (sum[channel]! += value));
      }
      const pixel = sum.map((value) => Math.round(value / (fine * fine)));
      rows.set(pixel, row * (1 + 4 * size) + 1 + 4 * column);
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // 8 bits, RGB with alpha
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "ascii"), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

const folder = new URL("./public/icons/", import.meta.url);
mkdirSync(folder, { recursive: true });
const write = (name: string, data: Buffer): void => writeFileSync(new URL(name, folder), data);
write("icon-192.png", png(192, icon(0.78, NIGHT, GOLD, NIGHT)));
write("icon-512.png", png(512, icon(0.78, NIGHT, GOLD, NIGHT)));
write("maskable-512.png", png(512, icon(0.58, NIGHT, GOLD, NIGHT)));
write("badge-96.png", png(96, icon(0.9, CLEAR, WHITE, CLEAR)));
