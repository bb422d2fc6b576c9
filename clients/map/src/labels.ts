// The layers with words and signs. No glyph server: without `glyphs` in the style MapLibre draws text with fonts of
// the device, and takes the weight from the first name of the list.
import type { ExpressionSpecification as Expression, LayerSpecification as Layer } from "maplibre-gl";
import { all, byZoom, kindIn, type Finder } from "./ground";
import type { Palette } from "./palette";

const FAMILIES = [
  "Noto Sans",
  "Segoe UI",
  "Roboto",
  "Helvetica Neue",
  "DejaVu Sans",
  "Noto Sans CJK SC",
  "PingFang SC",
  "Microsoft YaHei",
  "sans-serif",
];
export const REGULAR = ["Noto Sans Regular", ...FAMILIES];
export const BOLD = ["Noto Sans Semibold", ...FAMILIES];
/** For styles of others, which name their own fonts. */
export const IDEOGRAPHS = "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

const NAME: Expression = ["coalesce", ["get", "name"], ["get", "name_en"], ""];
const HELP = ["hospital", "pharmacy", "police", "fire_station"];

export function labelLayers(palette: Palette, find: Finder): Layer[] {
  return [
    // The last is placed first: a street's name is worth more than a shop's.
    ...poiLabels(palette, find),
    ...stopLabels(palette, find),
    ...doorLabels(palette, find),
    ...streetLabels(palette, find),
    ...helpLabels(palette, find),
    ...placeLabels(palette, find),
  ];
}

const ink = (palette: Palette, color: string, width = 1.4) => ({
  "text-color": color,
  "text-halo-color": palette.halo,
  "text-halo-width": width,
  "text-halo-blur": 0.3,
});

function streetLabels(palette: Palette, find: Finder): Layer[] {
  const label = (id: string, kinds: string[], minzoom: number, size: Expression): Layer => ({
    id,
    type: "symbol",
    minzoom,
    ...find("street_labels", all(kindIn(...kinds), ["has", "name"])),
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 240,
      "text-field": NAME,
      "text-font": REGULAR,
      "text-size": size,
      "text-max-angle": 35,
      "text-padding": 3,
      "text-letter-spacing": 0.02,
    },
    paint: ink(palette, palette.text),
  });
  return [
    label(
      "path-name",
      ["footway", "path", "steps", "cycleway", "track", "service"],
      16,
      byZoom([16, 10.5], [19, 13]),
    ),
    label(
      "minor-name",
      ["unclassified", "residential", "living_street", "pedestrian", "busway"],
      15,
      byZoom([15, 11], [19, 15]),
    ),
    label(
      "major-name",
      ["tertiary", "secondary", "primary", "trunk", "motorway"],
      13,
      byZoom([13, 10.5], [16, 13], [19, 16]),
    ),
  ];
}

function doorLabels(palette: Palette, find: Finder): Layer[] {
  return [
    {
      id: "house-number",
      type: "symbol",
      minzoom: 16.5,
      ...find("addresses", ["has", "housenumber"]),
      layout: {
        "text-field": ["get", "housenumber"],
        "text-font": BOLD,
        "text-size": byZoom([16, 10], [19, 14]),
        "text-padding": 1,
      },
      paint: ink(palette, palette.quietText, 1.2),
    },
    {
      id: "house-name",
      type: "symbol",
      minzoom: 16,
      ...find("addresses", ["has", "housename"]),
      layout: {
        "text-field": ["get", "housename"],
        "text-font": REGULAR,
        "text-size": byZoom([16, 10.5], [19, 14]),
        "text-max-width": 7,
      },
      paint: ink(palette, palette.quietText, 1.2),
    },
    {
      id: "door",
      type: "symbol",
      minzoom: 16.5,
      ...find("access", kindIn("entrance", "elevator", "gate")),
      layout: {
        "icon-image": ["concat", "base-", ["get", "kind"]],
        "icon-size": byZoom([16, 0.7], [19, 1.1]),
        "icon-allow-overlap": true,
        "text-field": NAME,
        "text-font": REGULAR,
        "text-size": 11,
        "text-anchor": "top",
        "text-offset": [0, 0.8],
        "text-optional": true,
      },
      paint: ink(palette, palette.quietText, 1.2),
    },
  ];
}

const isHelp: Expression = ["in", ["coalesce", ["get", "amenity"], ""], ["literal", HELP]];

function helpLabels(palette: Palette, find: Finder): Layer[] {
  return [
    {
      id: "poi-help",
      type: "symbol",
      minzoom: 13.5,
      ...find("pois", isHelp),
      layout: {
        "icon-image": ["concat", "base-", ["get", "amenity"]],
        "icon-size": byZoom([13, 0.75], [16, 1]),
        "icon-allow-overlap": ["step", ["zoom"], false, 16, true],
        "text-field": ["step", ["zoom"], "", 15, NAME],
        "text-font": BOLD,
        "text-size": byZoom([14, 11], [19, 14]),
        "text-variable-anchor": ["top", "left", "right", "bottom"],
        "text-radial-offset": 0.9,
        "text-justify": "auto",
        "text-max-width": 8,
        "text-optional": true,
      },
      paint: ink(palette, palette.text),
    },
  ];
}

function poiLabels(palette: Palette, find: Finder): Layer[] {
  const aed: Expression = ["==", ["get", "emergency"], "defibrillator"]; // the registry shows those, not the base
  return [
    {
      id: "poi",
      type: "symbol",
      minzoom: 15.7,
      ...find("pois", all(["!", isHelp], ["!", aed], ["has", "name"])),
      layout: {
        "icon-image": "base-dot",
        "icon-size": 0.8,
        "text-field": NAME,
        "text-font": REGULAR,
        "text-size": byZoom([15, 10], [19, 13]),
        "text-variable-anchor": ["top", "left", "right", "bottom"],
        "text-radial-offset": 0.6,
        "text-justify": "auto",
        "text-max-width": 8,
        "text-padding": 4,
      },
      paint: ink(palette, palette.quietText, 1.2),
    },
  ];
}

function stopLabels(palette: Palette, find: Finder): Layer[] {
  const stop = (id: string, kinds: string[], minzoom: number, textZoom: number, size: Expression): Layer => ({
    id,
    type: "symbol",
    minzoom,
    ...find("public_transport", kindIn(...kinds)),
    layout: {
      "icon-image": ["concat", "base-", ["get", "kind"]],
      "icon-size": size,
      "text-field": ["step", ["zoom"], "", textZoom, NAME],
      "text-font": REGULAR,
      "text-size": byZoom([13, 10.5], [18, 13]),
      "text-variable-anchor": ["top", "left", "right", "bottom"],
      "text-radial-offset": 0.8,
      "text-justify": "auto",
      "text-optional": true,
      "text-max-width": 8,
    },
    paint: ink(palette, palette.quietText, 1.2),
  });
  return [
    stop("bus-stop", ["bus_stop"], 16, 17.2, byZoom([16, 0.55], [18, 0.85])),
    stop("helipad", ["helipad"], 15, 16, byZoom([15, 0.7], [17, 1])),
    stop(
      "station",
      ["station", "halt", "ferry_terminal", "bus_station"],
      13,
      14,
      byZoom([13, 0.75], [17, 1]),
    ),
  ];
}

function placeLabels(palette: Palette, find: Finder): Layer[] {
  return [
    {
      id: "quarter-name",
      type: "symbol",
      minzoom: 12,
      maxzoom: 16.5,
      ...find(
        "place_labels",
        kindIn("suburb", "quarter", "neighbourhood", "village", "hamlet", "locality", "island"),
      ),
      layout: {
        "text-field": NAME,
        "text-font": BOLD,
        "text-size": byZoom([12, 11], [16, 15]),
        "text-letter-spacing": 0.06,
        "text-max-width": 7,
        "text-padding": 6,
        "symbol-sort-key": [
          "match",
          ["get", "kind"],
          "village",
          0,
          "suburb",
          1,
          "quarter",
          2,
          "neighbourhood",
          3,
          4,
        ],
      },
      paint: ink(palette, palette.text, 1.8),
    },
    {
      id: "town-name",
      type: "symbol",
      minzoom: 4,
      maxzoom: 14.5,
      ...find("place_labels", kindIn("capital", "state_capital", "city", "town")),
      layout: {
        "text-field": NAME,
        "text-font": BOLD,
        "text-size": byZoom([6, 12], [14, 19]),
        "text-letter-spacing": 0.04,
        "text-max-width": 8,
      },
      paint: ink(palette, palette.text, 2),
    },
  ];
}
