// The signs on the map, drawn once: shape and letter tell what colour tells, for eyes that see few colours.
import type { Need } from "../state/need";
import type { AedState } from "../edge/aeds";

const RATIO = 2;

export interface Colours {
  readonly danger: string;
  readonly warning: string;
  readonly good: string;
  readonly accent: string;
  readonly quiet: string;
  readonly drill: string;
  readonly panel: string;
  readonly ink: string;
}

const known = new Map<string, Colours>();

/** From the style sheet, so that map and list agree by day and by night. */
export function coloursNow(): Colours {
  const root = document.documentElement;
  const theme = root.dataset["theme"] ?? "";
  const read = known.get(theme) ?? coloursOf(root);
  known.set(theme, read);
  return read;
}

function coloursOf(root: Element): Colours {
  const style = getComputedStyle(root);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim() || "#888888";
  return {
    danger: of("danger"),
    warning: of("warning"),
    good: of("good"),
    accent: of("accent"),
    quiet: of("quiet"),
    drill: of("drill"),
    panel: of("panel"),
    ink: of("ink"),
  };
}

type Pen = OffscreenCanvasRenderingContext2D;

function drawn(size: number, draw: (pen: Pen, middle: number) => void): ImageData {
  const pixels = size * RATIO;
  const pen = new OffscreenCanvas(pixels, pixels).getContext("2d")!;
  pen.scale(RATIO, RATIO);
  draw(pen, size / 2);
  return pen.getImageData(0, 0, pixels, pixels);
}

function polygon(pen: Pen, middle: number, radius: number, corners: number, turn: number): void {
  pen.beginPath();
  for (let corner = 0; corner < corners; corner++) {
    const angle = turn + (corner / corners) * 2 * Math.PI;
    pen.lineTo(middle + radius * Math.cos(angle), middle + radius * Math.sin(angle));
  }
  pen.closePath();
}

function circle(pen: Pen, middle: number, radius: number): void {
  pen.beginPath();
  pen.arc(middle, middle, radius, 0, 2 * Math.PI);
}

function letter(pen: Pen, text: string, middle: number, size: number, colour: string, down = 0): void {
  pen.fillStyle = colour;
  pen.font = `700 ${size}px system-ui, "Noto Sans CJK SC", sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, middle, middle + 0.5 + down);
}

interface Look {
  readonly colour: keyof Colours;
  readonly text: string;
  readonly corners: number;
  readonly turn: number;
  readonly radius: number;
}

const UP = -Math.PI / 2;
const INCIDENTS: Readonly<Record<Need, Look>> = {
  alarm: { colour: "danger", text: "!", corners: 3, turn: UP, radius: 19 },
  nobody: { colour: "danger", text: "!", corners: 4, turn: UP, radius: 17 },
  waiting: { colour: "warning", text: "?", corners: 4, turn: UP, radius: 17 },
  underWay: { colour: "accent", text: "…", corners: 4, turn: UP, radius: 17 },
  onScene: { colour: "good", text: "✓", corners: 4, turn: UP, radius: 17 },
  held: { colour: "quiet", text: "‖", corners: 4, turn: UP, radius: 17 },
  ended: { colour: "quiet", text: "×", corners: 4, turn: UP, radius: 11 },
};

export function incidentSign(need: Need, drill: boolean, chosen: boolean, colours: Colours): ImageData {
  const look = INCIDENTS[need];
  return drawn(52, (pen, middle) => {
    pen.lineJoin = "round";
    if (chosen) {
      circle(pen, middle, 23);
      pen.strokeStyle = colours.ink;
      pen.lineWidth = 3;
      pen.stroke();
    }
    polygon(pen, middle, look.radius, look.corners, look.turn);
    pen.fillStyle = colours[look.colour];
    pen.strokeStyle = drill ? colours.drill : colours.panel;
    pen.lineWidth = drill ? 4 : 3;
    if (drill) pen.setLineDash([5, 3]);
    pen.stroke();
    pen.fill();
    letter(pen, look.text, middle, need === "ended" ? 12 : 17, colours.panel, need === "alarm" ? 3 : 0);
  });
}

const AEDS: Readonly<Record<AedState, { colour: keyof Colours; text: string; full: boolean }>> = {
  USABLE: { colour: "good", text: "♥", full: true },
  CLOSED: { colour: "warning", text: "—", full: false },
  NOT_USABLE: { colour: "quiet", text: "×", full: false },
  UNKNOWN: { colour: "quiet", text: "?", full: false },
};

export function aedSign(state: AedState, colours: Colours): ImageData {
  const { colour, text, full } = AEDS[state];
  return drawn(22, (pen, middle) => {
    pen.beginPath();
    pen.roundRect(middle - 8, middle - 8, 16, 16, full ? 8 : 3);
    pen.fillStyle = full ? colours[colour] : colours.panel;
    pen.strokeStyle = full ? colours.panel : colours[colour];
    pen.lineWidth = 2;
    pen.fill();
    pen.stroke();
    letter(pen, text, middle, 11, full ? colours.panel : colours[colour]);
  });
}

/** Of the roles: the letter that stands in the arrowhead. */
const ROLES: Readonly<Record<string, string>> = { CPR: "C", AED: "A", GUIDE: "G", CAPTAIN: "T", MEMBER: "T" };

export function moverSign(role: string, there: boolean, colours: Colours): ImageData {
  return drawn(30, (pen, middle) => {
    circle(pen, middle, 11);
    pen.fillStyle = there ? colours.good : colours.accent;
    pen.strokeStyle = colours.panel;
    pen.lineWidth = 2.5;
    pen.fill();
    pen.stroke();
    letter(pen, ROLES[role] ?? "?", middle, 13, colours.panel);
  });
}
