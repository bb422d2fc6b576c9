// What the apps may use. MapLibre itself is not handed out: it knows nothing of datums.
export { fromWgs84, toWgs84, inShiftedBox, type Datum, type Position } from "./datum";
export { loadMapConfig } from "./config";
export { circle } from "./frame";
export { openMap, BaseMap, type Bounds, type Hit, type MapOptions, type Pick, type View } from "./map";
export type { DragHandlers } from "./drag";
export type { FloatingData } from "./floating";
export type { MarkerHandle, MarkerOptions } from "./marker";
export type { Overlay, OverlayLayer } from "./overlay";
export { paletteOf, type Palette, type Theme } from "./palette";
export { BOLD, REGULAR } from "./labels";
export { readMapConfig, readMapSource, MapSourceError, type MapConfig, type MapSource } from "./source";
export { chineseTexts, englishTexts, type MapTexts } from "./texts";
