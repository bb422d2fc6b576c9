// The few words of the map itself. Apps pass their own in other languages.

export interface MapTexts {
  readonly map: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly marker: string;
  readonly attribution: string;
  readonly keyboardHint: string;
}

export const englishTexts: MapTexts = {
  map: "Map",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  marker: "Marker on the map",
  attribution: "Show or hide the sources of the map",
  keyboardHint: "Arrow keys move the map, plus and minus zoom, Enter picks the place under the crosshair.",
};

export const chineseTexts: MapTexts = {
  map: "地图",
  zoomIn: "放大",
  zoomOut: "缩小",
  marker: "地图标记",
  attribution: "显示或隐藏地图来源",
  keyboardHint: "方向键移动地图，加号和减号缩放，回车键选取十字线所指的位置。",
};

export function localeOf(texts: MapTexts): Record<string, string> {
  return {
    "Map.Title": texts.map,
    "Marker.Title": texts.marker,
    "NavigationControl.ZoomIn": texts.zoomIn,
    "NavigationControl.ZoomOut": texts.zoomOut,
    "AttributionControl.ToggleAttribution": texts.attribution,
  };
}
