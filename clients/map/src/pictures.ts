// The pictures that apps give for their signs: what MapLibre draws and what floats on the page are the same.
import { drawIcon, ICON_RATIO } from "./icons";
import type { Palette } from "./palette";

/** As an element of the page shows it; CSS pixels. */
export interface SignPicture {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

export class Pictures {
  readonly #images = new Map<string, ImageData>();
  readonly #drawn = new Map<string, SignPicture>();

  set(id: string, image: ImageData): void {
    this.#images.set(id, image);
    this.#drawn.delete(id);
  }

  has(id: string): boolean {
    return this.#images.has(id);
  }

  /** An app's picture, or a sign of the base. */
  image(id: string, palette: Palette): ImageData | undefined {
    return this.#images.get(id) ?? drawIcon(id, palette);
  }

  /** For the page: made when first asked for. Nothing while no app has given the picture. */
  picture(id: string): SignPicture | undefined {
    const image = this.#images.get(id);
    if (!image) return undefined;
    const drawn = this.#drawn.get(id) ?? pictureOf(image);
    this.#drawn.set(id, drawn);
    return drawn;
  }
}

function pictureOf(image: ImageData): SignPicture {
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext("2d")!.putImageData(image, 0, 0);
  return {
    url: canvas.toDataURL(),
    width: image.width / ICON_RATIO,
    height: image.height / ICON_RATIO,
  };
}
