// Signs that move every second, as elements of the page above the map. For them the map is not drawn again, which
// takes a tenth of a second each time on a machine without a graphics card.
import type { Position } from "./datum";
import { nearestPoint, type Pixel } from "./drag";
import type { SignPicture } from "./pictures";
import { uncrowded, type Box } from "./uncrowded";

/**
 * GeoJSON in WGS-84 (RFC 7946) with properties: points have `id`, `sign` (an image of the map), `label` (may be empty)
 * and perhaps `order` (more lies above); lines of two points or more are ways.
 */
export type FloatingData = GeoJSON.FeatureCollection<GeoJSON.Point | GeoJSON.LineString>;

export interface FloatingGround {
  /** Pixels of the map's container. */
  readonly toScreen: (position: Position) => Pixel;
  readonly center: () => Position;
  /** The picture of a sign; nothing while there is none. */
  readonly pictureOf: (sign: string) => SignPicture | undefined;
}

export interface FloatingHit {
  readonly overlay: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Where a place on the ground was on the screen when the signs were put down. */
interface Origin {
  readonly at: Position;
  readonly pixel: Pixel;
  isPushed: boolean;
}

const EMPTY: FloatingData = { type: "FeatureCollection", features: [] };
const SVG = "http://www.w3.org/2000/svg";
const INKED = 0.8; // of a picture's side; the rest is air
const LETTER_PIXELS = 7;
const LINE_PIXELS = 18;

/** All floating overlays of a map, those that came first lowest. Not for other threads; of the page. */
export class Floating {
  readonly #frame = document.createElement("div");
  readonly #ground: FloatingGround;
  readonly #overlays = new Map<string, Layer>();
  #origin: Origin | undefined; // nothing: no sign has been put down

  constructor(container: HTMLElement, ground: FloatingGround) {
    this.#ground = ground;
    this.#frame.className = "gf-floating";
    this.#frame.setAttribute("aria-hidden", "true"); // what it shows stands in words elsewhere
    container.append(this.#frame);
  }

  /** Shows this instead of what the overlay showed before; the overlay comes into being with its first data. */
  set(id: string, data: FloatingData): void {
    let layer = this.#overlays.get(id);
    if (!layer) {
      layer = new Layer(id, this.#ground);
      this.#overlays.set(id, layer);
      this.#frame.append(layer.element);
    }
    layer.show(data);
    if (!this.#origin || this.#origin.isPushed) return this.place();
    layer.place();
    this.#label();
  }

  data(id: string): FloatingData | undefined {
    return this.#overlays.get(id)?.data;
  }

  /** After the ground has come to rest, or has been drawn in another scale. */
  place(): void {
    this.#frame.style.transform = "";
    const at = this.#ground.center();
    this.#origin = { at, pixel: this.#ground.toScreen(at), isPushed: false };
    for (const layer of this.#overlays.values()) layer.place();
    this.#label();
  }

  /** While the ground is pushed about, in an unchanged scale: all signs go with it, as one. */
  follow(): void {
    if (!this.#origin) return;
    const { x, y } = this.#ground.toScreen(this.#origin.at);
    const { pixel } = this.#origin;
    this.#origin.isPushed = true;
    this.#frame.style.transform = `translate(${x - pixel.x}px, ${y - pixel.y}px)`;
  }

  /** The picture of that sign has changed. */
  repaint(picture: string): void {
    for (const layer of this.#overlays.values()) layer.repaint(picture);
  }

  /** Of an overlay the sign nearest to there, if the hand reaches it. */
  hit(overlay: string, pixel: Pixel): FloatingHit | undefined {
    const data = this.#overlays.get(overlay)?.data ?? EMPTY;
    const properties = nearestPoint(data, pixel, this.#ground.toScreen)?.properties;
    return properties ? { overlay, id: String(properties["id"]), properties } : undefined;
  }

  /** The same of each overlay, topmost first. */
  hits(pixel: Pixel): FloatingHit[] {
    const overlays = [...this.#overlays.keys()].reverse();
    return overlays.flatMap((overlay) => this.hit(overlay, pixel) ?? []);
  }

  close(): void {
    this.#frame.remove();
  }

  /** Words that would lie on others are left out, those of the lowest first. */
  #label(): void {
    const signs = [...this.#overlays.values()].reverse().flatMap((layer) => layer.signs());
    const labelled = signs.filter(({ label }) => label !== "");
    const readable = uncrowded(
      labelled.map((sign) => sign.labelBox()),
      signs.map((sign) => sign.box()),
    );
    labelled.forEach((sign, at) => sign.setReadable(readable[at]!));
  }
}

class Layer {
  readonly element = document.createElement("div");
  readonly #ways = document.createElementNS(SVG, "path");
  readonly #ground: FloatingGround;
  readonly #signs = new Map<string, Sign>();
  data: FloatingData = EMPTY;

  constructor(id: string, ground: FloatingGround) {
    this.#ground = ground;
    this.element.dataset["overlay"] = id;
    const svg = document.createElementNS(SVG, "svg");
    svg.append(this.#ways);
    this.element.append(svg);
  }

  show(data: FloatingData): void {
    this.data = data;
    const gone = new Set(this.#signs.keys());
    for (const feature of data.features) {
      if (feature.geometry.type !== "Point") continue;
      const id = String(feature.properties?.["id"]);
      gone.delete(id);
      let sign = this.#signs.get(id);
      if (!sign) {
        sign = new Sign(this.#ground);
        this.#signs.set(id, sign);
        this.element.append(sign.element);
      }
      sign.show(positionOf(feature.geometry.coordinates), feature.properties ?? {});
    }
    for (const id of gone) {
      this.#signs.get(id)?.element.remove();
      this.#signs.delete(id);
    }
  }

  place(): void {
    for (const sign of this.#signs.values()) sign.place();
    this.#ways.setAttribute("d", this.data.features.map((feature) => this.#way(feature.geometry)).join(""));
  }

  #way(geometry: GeoJSON.Geometry): string {
    if (geometry.type !== "LineString") return "";
    return geometry.coordinates
      .map((at, index) => {
        const { x, y } = this.#ground.toScreen(positionOf(at));
        return `${index === 0 ? "M" : "L"}${Math.round(x)} ${Math.round(y)}`;
      })
      .join("");
  }

  repaint(picture: string): void {
    for (const sign of this.#signs.values()) if (sign.picture === picture) sign.repaint();
  }

  /** The one that lies above all others first. */
  signs(): Sign[] {
    return [...this.#signs.values()].sort((a, b) => b.order - a.order);
  }
}

class Sign {
  readonly element = document.createElement("div");
  readonly #image = document.createElement("img");
  readonly #words = document.createElement("span");
  readonly #ground: FloatingGround;
  #at: Position = { latitude: 0, longitude: 0 };
  #pixel: Pixel = { x: 0, y: 0 };
  #side = 0;
  picture = "";
  label = "";
  order = 0;

  constructor(ground: FloatingGround) {
    this.#ground = ground;
    this.#image.alt = "";
    this.#image.decoding = "sync";
    this.#words.hidden = true;
    this.element.append(this.#image, this.#words);
  }

  show(at: Position, { sign, label, order }: Readonly<Record<string, unknown>>): void {
    this.#at = at;
    const words = String(label ?? "");
    if (words !== this.label) this.#words.textContent = this.label = words;
    if (words === "") this.#words.hidden = true;
    const above = Number(order ?? 0);
    if (above !== this.order) this.element.style.zIndex = String((this.order = above));
    if (sign === this.picture) return;
    this.picture = String(sign);
    this.repaint();
  }

  repaint(): void {
    const picture = this.#ground.pictureOf(this.picture);
    if (!picture) return;
    const { url: src, width, height } = picture;
    Object.assign(this.#image, { src, width, height });
    this.#side = Math.round(height * INKED);
    this.#words.style.top = `${this.#side / 2 + 2}px`;
  }

  place(): void {
    const { x, y } = this.#ground.toScreen(this.#at);
    this.#pixel = { x: Math.round(x), y: Math.round(y) };
    this.element.style.transform = `translate(${this.#pixel.x}px, ${this.#pixel.y}px)`;
  }

  setReadable(readable: boolean): void {
    this.#words.hidden = !readable;
  }

  box(): Box {
    return { ...this.#pixel, width: this.#side, height: this.#side };
  }

  labelBox(): Box {
    const { x, y } = this.#pixel;
    const down = this.#side / 2 + 2 + LINE_PIXELS / 2;
    return { x, y: y + down, width: widthOf(this.label), height: LINE_PIXELS };
  }
}

/** About: a Han character is twice as wide as a Latin letter. */
function widthOf(label: string): number {
  let letters = 0;
  for (const letter of label) letters += letter >= "\u2e80" ? 2 : 1;
  return letters * LETTER_PIXELS;
}

function positionOf(coordinates: GeoJSON.Position): Position {
  const [longitude, latitude] = coordinates as [number, number];
  return { latitude, longitude };
}
