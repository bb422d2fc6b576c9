// The map of an app. MapLibre stays inside: every position goes in and comes out as WGS-84, whatever the base is
// drawn in, so nobody can put a WGS-84 position on a GCJ-02 picture by mistake.
import {
  AttributionControl,
  Map as MapLibre,
  NavigationControl,
  ScaleControl,
  type GeoJSONSource,
} from "maplibre-gl";
import { openArchive } from "./archive";
import { attributionHtml } from "./attribution";
import { Crosshair } from "./crosshair";
import type { Datum, Position } from "./datum";
import { dragging, type DragHandlers } from "./drag";
import { boxOf, fromFrame, geoJsonToFrame, toFrame } from "./frame";
import { ICON_RATIO } from "./icons";
import { Floating, type FloatingData } from "./floating";
import { IDEOGRAPHS } from "./labels";
import { placeMarker, type MarkerHandle, type MarkerOptions } from "./marker";
import { overlayOf, sourceOf, withOverlays, type Overlay } from "./overlay";
import { paletteOf, type Theme } from "./palette";
import { Pictures } from "./pictures";
import type { MapSource } from "./source";
import { baseOf, baseStyle, readForeignStyle, type Base } from "./style";
import { englishTexts, localeOf, type MapTexts } from "./texts";
import "./worker";

export interface View extends Position {
  readonly zoom: number;
}

export interface MapOptions {
  readonly container: HTMLElement;
  readonly source: MapSource;
  readonly view: View;
  readonly theme?: Theme;
  readonly texts?: MapTexts;
  /** The base could not be read, or parts of it. The map goes on without; say it to the user. Not called twice for one text. */
  readonly onProblem?: (text: string) => void;
}

export interface Hit {
  readonly overlay: string;
  readonly id: string | number | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Pick extends Position {
  readonly hits: readonly Hit[]; // what apps drew there, topmost first
  readonly by: "pointer" | "keyboard";
}

export interface Bounds {
  readonly southWest: Position;
  readonly northEast: Position;
}

/** Resolves when the map can be used; tiles may still be on their way. Rejects only where there is no WebGL 2. */
export async function openMap(options: MapOptions): Promise<BaseMap> {
  const map = new BaseMap(options);
  await map.setSource(options.source);
  return map;
}

export class BaseMap {
  readonly #map: MapLibre;
  readonly #overlays = new Map<string, Overlay>();
  readonly #markers = new Set<MarkerHandle>();
  readonly #pictures = new Pictures();
  readonly #floating: Floating;
  readonly #problems = new Set<string>();
  readonly #late = new Set<string>();
  readonly #onProblem: (text: string) => void;
  readonly #crosshair: Crosshair;
  #attribution: AttributionControl | undefined;
  #base: Base | undefined;
  #datum: Datum = "WGS84";
  #theme: Theme;
  #opening = 0;
  #styled = false; // MapLibre can tell old style from new only once the old one is in place

  constructor({
    container,
    source,
    view,
    theme = "day",
    texts = englishTexts,
    onProblem = () => {},
  }: MapOptions) {
    this.#theme = theme;
    this.#datum = source.datum;
    this.#onProblem = onProblem;
    this.#map = new MapLibre({
      container,
      style: baseStyle(undefined, theme),
      center: toFrame(view, source.datum),
      zoom: view.zoom,
      attributionControl: false,
      dragRotate: false,
      touchPitch: false,
      maxPitch: 0, // north is up, always
      localIdeographFontFamily: IDEOGRAPHS,
      locale: localeOf(texts),
      fadeDuration: 150,
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.#map.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
    this.#map.setMissingStyleImageResolver((id) => this.#provideImage(id));
    this.#map.on("error", ({ error }) => this.#report(error));
    this.#map.on("style.load", () => this.#styleLoaded());
    this.#crosshair = new Crosshair(this.#map.getCanvas(), texts.keyboardHint);
    this.#floating = new Floating(this.#map.getCanvasContainer(), {
      toScreen: (position) => this.toScreen(position),
      center: () => this.view(),
      pictureOf: (sign) => this.#pictures.picture(sign),
    });
    this.#followGround();
    container.dataset["theme"] = theme;
  }

  /** Changes the base; view, overlays and markers stay where they are on the ground. */
  async setSource(source: MapSource): Promise<void> {
    const opening = (this.#opening += 1);
    const view = this.view();
    const base = await this.#open(source);
    if (opening !== this.#opening) return; // a later call has overtaken this one
    this.#base = base;
    this.#datum = source.datum;
    this.#map.jumpTo({ center: toFrame(view, source.datum), zoom: view.zoom });
    for (const marker of this.#markers) marker.reframe(source.datum);
    if (this.#attribution) this.#map.removeControl(this.#attribution);
    this.#attribution = new AttributionControl({
      compact: false,
      customAttribution: attributionHtml(source.attribution),
    });
    this.#map.addControl(this.#attribution, "bottom-right");
    this.#restyle();
  }

  #followGround(): void {
    let zoom = this.#map.getZoom();
    this.#map.on("move", () => {
      if (this.#map.getZoom() === zoom) return this.#floating.follow();
      zoom = this.#map.getZoom();
      this.#floating.place();
    });
    this.#map.on("moveend", () => this.#floating.place());
  }

  async #open(source: MapSource): Promise<Base | undefined> {
    try {
      const url = absolute(source.url);
      const base = source.kind === "pmtiles" ? await openArchive(url, source) : baseOf(source, absolute);
      return source.style ? { ...base, style: await fetchStyle(absolute(source.style)) } : base;
    } catch (error) {
      this.#report(error);
      return undefined; // an empty ground: what lies on top still has its place
    }
  }

  theme(): Theme {
    return this.#theme;
  }

  setTheme(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#map.getContainer().dataset["theme"] = theme;
    this.#forgetSigns();
    this.#restyle();
  }

  // They come again in the new colours; a style that is still on its way has none yet.
  #forgetSigns(): void {
    if (!this.#styled) return;
    for (const id of [...this.#map.listImages()]) if (!this.#pictures.has(id)) this.#map.removeImage(id);
  }

  #restyle(): void {
    const style = baseStyle(this.#base, this.#theme);
    this.#map.setStyle(withOverlays(style, this.#overlays.values(), this.#theme, this.#datum), {
      diff: this.#styled,
    });
  }

  // Data that came while the style was on its way.
  #styleLoaded(): void {
    this.#styled = true;
    for (const id of this.#late) this.#push(id);
    this.#late.clear();
  }

  /** Adds an overlay above the others, or replaces the one of that id. */
  setOverlay(overlay: Overlay): void {
    this.#overlays.set(overlay.id, overlay);
    this.#restyle();
  }

  /** New data for an overlay: cheap, for what moves. Ignored when there is none of that id. */
  updateOverlay(id: string, data: GeoJSON.GeoJSON): void {
    const overlay = this.#overlays.get(id);
    if (!overlay) return;
    this.#overlays.set(id, { ...overlay, data });
    if (this.#styled) this.#push(id);
    else this.#late.add(id);
  }

  #push(id: string): void {
    const overlay = this.#overlays.get(id);
    const source = this.#map.getSource<GeoJSONSource>(sourceOf(id));
    if (overlay && source) void source.setData(geoJsonToFrame(overlay.data, this.#datum));
  }

  removeOverlay(id: string): void {
    if (this.#overlays.delete(id)) this.#restyle();
  }

  /**
   * Signs that float above all overlays, for what moves: new data does not make the map draw itself again. Those of a
   * later id lie above those of an earlier one; they are picked and dragged like what an overlay draws.
   */
  setFloating(id: string, data: FloatingData): void {
    this.#floating.set(id, data);
  }

  /**
   * A picture for `icon-image` of overlays and for floating signs, at twice the density; it survives changes of base and
   * theme.
   */
  setImage(id: string, image: ImageData): void {
    this.#pictures.set(id, image);
    this.#floating.repaint(id);
    if (!this.#styled) return; // asked for when it is needed
    if (this.#map.hasImage(id)) this.#map.removeImage(id);
    this.#map.addImage(id, image, { pixelRatio: ICON_RATIO });
  }

  /** An element of the page at a position. */
  addMarker(element: HTMLElement, position: Position, options: MarkerOptions = {}): MarkerHandle {
    const marker = placeMarker(this.#map, element, position, this.#datum, options, () =>
      this.#markers.delete(marker),
    );
    this.#markers.add(marker);
    return marker;
  }

  /** Clicks, taps, and Enter on the focused map, which picks what lies under the crosshair. Returns how to stop. */
  onPick(handler: (pick: Pick) => void): () => void {
    const stop = new AbortController();
    const click = (event: { point: { x: number; y: number } }): void =>
      handler(this.#pick(event.point, "pointer"));
    this.#map.on("click", click);
    this.#map.getCanvas().addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        handler(this.#pick(this.#crosshair.center(), "keyboard"));
      },
      { signal: stop.signal },
    );
    return () => {
      this.#map.off("click", click);
      stop.abort();
    };
  }

  #pick({ x, y }: { x: number; y: number }, by: Pick["by"]): Pick {
    const slack = 4; // a finger is no needle
    const features = this.#map.queryRenderedFeatures([
      [x - slack, y - slack],
      [x + slack, y + slack],
    ]);
    const hits = features.flatMap(({ source, id, properties }): Hit[] => {
      const overlay = overlayOf(source);
      return overlay === undefined ? [] : [{ overlay, id, properties }];
    });
    return { ...this.fromScreen(x, y), hits: [...this.#floating.hits({ x, y }), ...hits], by };
  }

  /** Signs of a floating overlay can be dragged; positions are WGS-84. Returns how to stop. */
  onDrag(overlay: string, handlers: DragHandlers): () => void {
    const under = (pixel: { x: number; y: number }) => this.#floating.hit(overlay, pixel)?.id;
    return dragging(this.#map, under, ({ x, y }) => this.fromScreen(x, y), handlers);
  }

  /** Pixels of the container to a position on the ground. */
  fromScreen(x: number, y: number): Position {
    return fromFrame(this.#map.unproject([x, y]), this.#datum);
  }

  toScreen(position: Position): { x: number; y: number } {
    const { x, y } = this.#map.project(toFrame(position, this.#datum));
    return { x, y };
  }

  view(): View {
    return { ...fromFrame(this.#map.getCenter(), this.#datum), zoom: this.#map.getZoom() };
  }

  /** What can be seen, for queries by box. */
  bounds(): Bounds {
    const bounds = this.#map.getBounds();
    return {
      southWest: fromFrame(bounds.getSouthWest(), this.#datum),
      northEast: fromFrame(bounds.getNorthEast(), this.#datum),
    };
  }

  /** Moves there; at once for who asked the system for less motion. */
  show(position: Position, zoom = this.#map.getZoom()): void {
    this.#map.easeTo({ center: toFrame(position, this.#datum), zoom, duration: 400 });
  }

  /** Shows all of them, no closer than `maxZoom`. */
  fit(
    positions: readonly Position[],
    { padding = 48, maxZoom = 17 }: { padding?: number; maxZoom?: number } = {},
  ): void {
    const box = boxOf(positions, this.#datum);
    if (!box) return;
    this.#map.fitBounds([box.west, box.south, box.east, box.north], { padding, maxZoom, duration: 400 });
  }

  /** After a move has ended. Returns how to stop. */
  onView(handler: (view: View) => void): () => void {
    const moved = (): void => handler(this.view());
    this.#map.on("moveend", moved);
    return () => void this.#map.off("moveend", moved);
  }

  /** Names of what the base shows at a position: the street, the house, to tell somebody in words. */
  namesAt(position: Position): string[] {
    const { x, y } = this.toScreen(position);
    const features = this.#map.queryRenderedFeatures([
      [x - 6, y - 6],
      [x + 6, y + 6],
    ]);
    const names = features
      .filter(({ source }) => overlayOf(source) === undefined)
      .flatMap(({ properties }) => [properties["name"], properties["housename"], properties["housenumber"]])
      .filter((name): name is string => typeof name === "string" && name !== "");
    return [...new Set(names)];
  }

  /** When everything that can be seen has been drawn. */
  async settled(): Promise<void> {
    if (this.#map.loaded() && !this.#map.isMoving()) return;
    await new Promise<void>((resolve) => this.#map.once("idle", () => resolve()));
  }

  close(): void {
    this.#opening += 1;
    this.#floating.close();
    this.#map.remove();
  }

  #provideImage(id: string): void {
    const image = this.#pictures.image(id, paletteOf(this.#theme));
    if (image && !this.#map.hasImage(id)) this.#map.addImage(id, image, { pixelRatio: ICON_RATIO });
  }

  #report(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    if (this.#problems.has(text)) return;
    if (this.#problems.size < 100) this.#problems.add(text); // a tile server that is away has many words
    this.#onProblem(text);
  }
}

// A worker would read a relative address against its own.
function absolute(url: string): string {
  return new URL(url, document.baseURI).href.replaceAll("%7B", "{").replaceAll("%7D", "}");
}

async function fetchStyle(url: string) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
  return readForeignStyle(await response.json(), url);
}
