// Signs of the base, drawn to a canvas: no sprite is fetched. One quiet colour; hue is left to what lies on top.
import type { Palette } from "./palette";

const SIZE = 20; // CSS pixels
const RATIO = 2; // drawn at twice the density

type Draw = (pen: CanvasRenderingContext2D, palette: Palette) => void;

const badge = (pen: CanvasRenderingContext2D, { icon, halo }: Palette): void => {
  pen.fillStyle = halo;
  pen.beginPath();
  pen.roundRect(1, 1, 18, 18, 5);
  pen.fill();
  pen.fillStyle = icon;
  pen.beginPath();
  pen.roundRect(2, 2, 16, 16, 4);
  pen.fill();
};

const inBadge =
  (draw: Draw): Draw =>
  (pen, palette) => {
    badge(pen, palette);
    pen.fillStyle = palette.iconInk;
    pen.strokeStyle = palette.iconInk;
    pen.lineWidth = 2;
    draw(pen, palette);
  };

const shape = (pen: CanvasRenderingContext2D, points: readonly [number, number][]): void => {
  pen.beginPath();
  points.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  pen.closePath();
  pen.fill();
};

const letterH: Draw = (pen) => {
  pen.fillRect(6, 5.5, 2.2, 9);
  pen.fillRect(11.8, 5.5, 2.2, 9);
  pen.fillRect(7, 9, 6, 2.2);
};

const train: Draw = (pen, palette) => {
  pen.beginPath();
  pen.roundRect(6, 4.5, 8, 8.5, 2);
  pen.fill();
  pen.fillRect(6.4, 14, 1.8, 1.8);
  pen.fillRect(11.8, 14, 1.8, 1.8);
  pen.fillStyle = palette.icon;
  pen.fillRect(7.3, 6.2, 5.4, 2.8);
};

const boat: Draw = (pen) => {
  shape(pen, [
    [4.5, 11],
    [15.5, 11],
    [13.5, 15],
    [6.5, 15],
  ]);
  shape(pen, [
    [9.4, 4.5],
    [9.4, 10],
    [14, 10],
  ]);
};

const flame: Draw = (pen) => {
  pen.beginPath();
  pen.moveTo(10.5, 4);
  pen.bezierCurveTo(11, 7, 14.5, 8, 14.5, 11.5);
  pen.bezierCurveTo(14.5, 14.2, 12.4, 15.8, 10, 15.8);
  pen.bezierCurveTo(7.6, 15.8, 5.5, 14.2, 5.5, 11.6);
  pen.bezierCurveTo(5.5, 10, 6.3, 8.9, 7.2, 8);
  pen.bezierCurveTo(7.6, 9.3, 8.2, 9.6, 8.7, 9.6);
  pen.bezierCurveTo(9.6, 8, 9.6, 6, 10.5, 4);
  pen.fill();
};

const shield: Draw = (pen) => {
  pen.beginPath();
  pen.moveTo(10, 4.2);
  pen.bezierCurveTo(11.5, 5.3, 13, 5.8, 14.6, 5.9);
  pen.bezierCurveTo(14.8, 10.5, 13.2, 14, 10, 15.9);
  pen.bezierCurveTo(6.8, 14, 5.2, 10.5, 5.4, 5.9);
  pen.bezierCurveTo(7, 5.8, 8.5, 5.3, 10, 4.2);
  pen.fill();
};

const bus: Draw = (pen, palette) => {
  pen.beginPath();
  pen.roundRect(5.5, 5, 9, 8.6, 1.6);
  pen.fill();
  pen.fillRect(6.6, 13.4, 2, 2);
  pen.fillRect(11.4, 13.4, 2, 2);
  pen.fillStyle = palette.icon;
  pen.fillRect(6.8, 6.6, 6.4, 3.2);
};

// Plain signs carry their own rim, so that they stand out on any ground.
const plain =
  (draw: Draw): Draw =>
  (pen, palette) => {
    pen.lineJoin = "round";
    pen.strokeStyle = palette.halo;
    pen.lineWidth = 3;
    pen.fillStyle = palette.icon;
    draw(pen, palette);
  };

const ICONS: Readonly<Record<string, Draw>> = {
  hospital: inBadge(letterH),
  pharmacy: inBadge((pen) => {
    pen.fillRect(8.5, 5, 3, 10);
    pen.fillRect(5, 8.5, 10, 3);
  }),
  police: inBadge(shield),
  fire_station: inBadge(flame),
  station: inBadge(train),
  halt: inBadge(train),
  bus_station: inBadge(bus),
  bus_stop: inBadge(bus),
  ferry_terminal: inBadge(boat),
  // Rotor blades; an H would look like a hospital.
  helipad: inBadge((pen) => {
    pen.beginPath();
    for (const [x, y] of [
      [5.5, 5.5],
      [14.5, 5.5],
    ] as const) {
      pen.moveTo(x, y);
      pen.lineTo(20 - x, 20 - y);
    }
    pen.stroke();
    pen.beginPath();
    pen.arc(10, 10, 2.6, 0, 2 * Math.PI);
    pen.fill();
  }),
  elevator: inBadge((pen) => {
    shape(pen, [
      [10, 4.5],
      [13.5, 9],
      [6.5, 9],
    ]);
    shape(pen, [
      [10, 15.5],
      [13.5, 11],
      [6.5, 11],
    ]);
  }),
  entrance: plain((pen) => {
    const door: [number, number][] = [
      [10, 4.5],
      [15.5, 15],
      [4.5, 15],
    ];
    pen.beginPath();
    door.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
    pen.closePath();
    pen.stroke();
    shape(pen, door);
  }),
  gate: plain((pen) => {
    for (const [x, y, width, height] of [
      [4, 5, 2.4, 10],
      [13.6, 5, 2.4, 10],
      [4, 8.8, 12, 2.4],
    ] as const) {
      pen.strokeRect(x, y, width, height);
    }
    for (const [x, y, width, height] of [
      [4, 5, 2.4, 10],
      [13.6, 5, 2.4, 10],
      [4, 8.8, 12, 2.4],
    ] as const) {
      pen.fillRect(x, y, width, height);
    }
  }),
  dot: plain((pen) => {
    pen.beginPath();
    pen.arc(10, 10, 3, 0, 2 * Math.PI);
    pen.stroke();
    pen.fill();
  }),
};

export const ICON_NAMES = Object.keys(ICONS).map((name) => `base-${name}`);
export const ICON_RATIO = RATIO;

/** The picture of a sign of the base; nothing for a name that is none. */
export function drawIcon(id: string, palette: Palette): ImageData | undefined {
  const draw = ICONS[id.replace(/^base-/, "")];
  if (!id.startsWith("base-") || !draw) return undefined;
  const canvas = document.createElement("canvas");
  canvas.width = SIZE * RATIO;
  canvas.height = SIZE * RATIO;
  const pen = canvas.getContext("2d");
  if (!pen) return undefined;
  pen.scale(RATIO, RATIO);
  draw(pen, palette);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
