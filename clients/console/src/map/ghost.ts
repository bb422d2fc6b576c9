// What is seen while an incident is dragged: where it comes from, where it would be, and how far that is. Elements of
// the page, because the map's own layers are a picture late.
const SVG = "http://www.w3.org/2000/svg";

interface Pixel {
  readonly x: number;
  readonly y: number;
}

export class Ghost {
  readonly #frame = document.createElement("div");
  readonly #line = document.createElementNS(SVG, "line");
  readonly #pin = document.createElement("div");
  readonly #label = document.createElement("div");

  constructor(container: HTMLElement) {
    this.#frame.className = "map-ghost";
    this.#frame.dataset["testid"] = "drag-ghost";
    this.#frame.setAttribute("aria-hidden", "true");
    this.#frame.hidden = true;
    const svg = document.createElementNS(SVG, "svg");
    svg.append(this.#line);
    this.#pin.className = "map-pin";
    this.#label.className = "map-distance";
    this.#frame.append(svg, this.#pin, this.#label);
    container.append(this.#frame);
  }

  show(from: Pixel, to: Pixel, label: string): void {
    this.#frame.hidden = false;
    const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
    for (const [name, value] of Object.entries(ends))
      this.#line.setAttribute(name, String(Math.round(value)));
    this.#pin.style.transform = `translate(${to.x}px, ${to.y}px) translate(-50%, -100%)`;
    this.#label.style.transform = `translate(${to.x}px, ${to.y}px) translate(1.2rem, -150%)`;
    this.#label.textContent = label;
  }

  hide(): void {
    this.#frame.hidden = true;
  }
}
