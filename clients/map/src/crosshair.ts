// Pointing without a pointer: the focused map shows a crosshair in its middle, arrows move the ground below it.

export class Crosshair {
  readonly #canvas: HTMLCanvasElement;

  constructor(canvas: HTMLCanvasElement, hint: string) {
    this.#canvas = canvas;
    const cross = document.createElement("div");
    cross.className = "gf-crosshair";
    cross.setAttribute("aria-hidden", "true");
    canvas.insertAdjacentElement("afterend", cross);
    canvas.setAttribute("aria-description", hint);
  }

  /** In pixels of the map. */
  center(): { x: number; y: number } {
    return { x: this.#canvas.clientWidth / 2, y: this.#canvas.clientHeight / 2 };
  }
}
