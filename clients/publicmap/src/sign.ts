// The four signs: a shape of its own for each state, so that no colour is needed to tell them apart. The same
// paths are drawn in the list and on the map.
import type { AedState } from "./aed";

export interface Sign {
  /** On a square of 24. */
  readonly outline: string;
  readonly glyph: string;
  /** Names of colours in ui.css. */
  readonly fill: string;
  readonly ink: string;
  readonly edge: string;
}

export const SIGNS: Readonly<Record<AedState, Sign>> = {
  // A disc with a flash.
  USABLE: {
    outline: "M12 1.5a10.5 10.5 0 1 1 0 21a10.5 10.5 0 1 1 0-21z",
    glyph: "M13.4 4.4 6.8 13.3h4.3L9.8 19.6l7.4-9.8h-4.6z",
    fill: "--good",
    ink: "--on-good",
    edge: "--panel",
  },
  // A square with a clock's hands.
  CLOSED: {
    outline:
      "M5 2.5h14a2.5 2.5 0 0 1 2.5 2.5v14a2.5 2.5 0 0 1-2.5 2.5H5A2.5 2.5 0 0 1 2.5 19V5A2.5 2.5 0 0 1 5 2.5z",
    glyph: "M10.9 6h2.2v5.6l4 2.5-1.2 1.9-5-3.2z",
    fill: "--warning",
    ink: "--on-warning",
    edge: "--panel",
  },
  // An empty diamond with a question mark: nothing is promised.
  UNKNOWN: {
    outline: "M12 1 23 12 12 23 1 12z",
    glyph:
      "M8.9 9.6c0-2 1.3-3.3 3.2-3.3s3.2 1.2 3.2 2.9c0 2.3-2.3 2.4-2.3 4.3h-2c0-2.6 2.1-2.9 2.1-4.2 0-.7-.4-1.1-1-1.1s-1 .5-1 1.4zM11 15h2v2.1h-2z",
    fill: "--panel",
    ink: "--quiet",
    edge: "--quiet",
  },
  // A cross and nothing else.
  NOT_USABLE: {
    outline: "M6.5 2 12 7.5 17.5 2 22 6.5 16.5 12 22 17.5 17.5 22 12 16.5 6.5 22 2 17.5 7.5 12 2 6.5z",
    glyph: "",
    fill: "--danger",
    ink: "--on-danger",
    edge: "--panel",
  },
};

export const SIGN_SIZE = 28; // CSS pixels on the map
const DENSITY = 2;

/** For the map. Nothing where there is no canvas. */
export function drawSign(state: AedState, colorOf: (name: string) => string): ImageData | undefined {
  const { outline, glyph, fill, ink, edge } = SIGNS[state];
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIGN_SIZE * DENSITY;
  const pen = canvas.getContext("2d");
  if (!pen) return undefined;
  pen.scale((SIGN_SIZE * DENSITY) / 28, (SIGN_SIZE * DENSITY) / 28);
  pen.translate(2, 2);
  pen.lineJoin = "round";
  const shape = new Path2D(outline);
  pen.lineWidth = 4;
  pen.strokeStyle = colorOf("--panel"); // a rim, so that it stands out on any ground
  pen.stroke(shape);
  pen.fillStyle = colorOf(fill);
  pen.fill(shape);
  pen.lineWidth = 1.6;
  pen.strokeStyle = colorOf(edge);
  pen.stroke(shape);
  pen.fillStyle = colorOf(ink);
  pen.fill(new Path2D(glyph));
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/** Of a name in ui.css, in the theme of this moment. */
export function pageColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
