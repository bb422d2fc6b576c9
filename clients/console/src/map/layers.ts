// How the console's data are drawn, from the ground up: people on duty, AEDs, the place's uncertainty, who is under
// way, incidents.
import { BOLD, REGULAR, type Overlay, type OverlayLayer } from "@goldenfour/map";
import { coloursNow, type Colours } from "./signs";

export const AED_PORTIONS = 8;
export const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

export function overlays(): Overlay[] {
  const portions = Array.from({ length: AED_PORTIONS }, (_, at) => overlay(`aeds-${at}`, aeds(`aeds-${at}`)));
  return [
    overlay("cells", cells),
    ...portions,
    overlay("uncertainty", uncertainty),
    overlay("movers", movers),
    overlay("incidents", incidents),
    overlay("moved", moved),
  ];
}

function overlay(id: string, draw: (colours: Colours) => readonly OverlayLayer[]): Overlay {
  return { id, promoteId: "id", data: EMPTY, layers: () => draw(coloursNow()) };
}

const textPaint = (colours: Colours) => ({
  "text-color": colours.ink,
  "text-halo-color": colours.panel,
  "text-halo-width": 2,
});

function cells(colours: Colours): OverlayLayer[] {
  return [
    {
      id: "cells",
      type: "circle",
      paint: {
        "circle-radius": ["min", 60, ["+", 14, ["*", 3, ["sqrt", ["get", "responders"]]]]],
        "circle-color": colours.accent,
        "circle-opacity": 0.12,
        "circle-stroke-color": colours.accent,
        "circle-stroke-width": 1,
        "circle-stroke-opacity": 0.5,
      },
    },
    {
      id: "cells-count",
      type: "symbol",
      layout: { "text-field": ["to-string", ["get", "responders"]], "text-font": BOLD, "text-size": 12 },
      paint: textPaint(colours),
    },
  ];
}

const aeds =
  (id: string) =>
  (colours: Colours): OverlayLayer[] => [
    {
      id: `${id}-far`,
      type: "circle",
      maxzoom: 13.5,
      paint: {
        "circle-radius": 3,
        "circle-color": [
          "match",
          ["get", "state"],
          "USABLE",
          colours.good,
          "CLOSED",
          colours.warning,
          colours.quiet,
        ],
        "circle-stroke-width": 1,
        "circle-stroke-color": colours.panel,
      },
    },
    {
      id: `${id}-near`,
      type: "symbol",
      minzoom: 13.5,
      layout: { "icon-image": ["concat", "gf-aed/", ["get", "state"]], "icon-allow-overlap": true },
    },
  ];

function uncertainty(colours: Colours): OverlayLayer[] {
  return [
    { id: "uncertainty-fill", type: "fill", paint: { "fill-color": colours.danger, "fill-opacity": 0.08 } },
    {
      id: "uncertainty-line",
      type: "line",
      paint: { "line-color": colours.danger, "line-width": 1.5, "line-dasharray": [3, 2] },
    },
  ];
}

function movers(colours: Colours): OverlayLayer[] {
  return [
    {
      id: "ways",
      type: "line",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": colours.accent, "line-width": 2, "line-dasharray": [1, 2] },
    },
    {
      id: "movers",
      type: "symbol",
      filter: ["==", ["geometry-type"], "Point"],
      layout: {
        "icon-image": ["get", "sign"],
        "icon-allow-overlap": true,
        "text-field": ["get", "label"],
        "text-font": REGULAR,
        "text-size": 12,
        "text-offset": [0, 1.2],
        "text-anchor": "top",
        "text-optional": true,
      },
      paint: textPaint(colours),
    },
  ];
}

function moved(colours: Colours): OverlayLayer[] {
  return [
    {
      id: "moved-way",
      type: "line",
      filter: ["==", ["geometry-type"], "LineString"],
      paint: { "line-color": colours.danger, "line-width": 2.5, "line-dasharray": [2, 1.5] },
    },
    {
      id: "moved-far",
      type: "symbol",
      filter: ["==", ["geometry-type"], "Point"],
      layout: {
        "text-field": ["get", "label"],
        "text-font": BOLD,
        "text-size": 14,
        "text-allow-overlap": true,
        "text-offset": [0, -0.9],
      },
      paint: { ...textPaint(colours), "text-color": colours.danger, "text-halo-width": 3 },
    },
  ];
}

function incidents(colours: Colours): OverlayLayer[] {
  return [
    {
      id: "incidents",
      type: "symbol",
      layout: {
        "icon-image": ["get", "sign"],
        "icon-allow-overlap": true,
        "symbol-sort-key": ["get", "order"],
        "text-field": ["get", "label"],
        "text-font": BOLD,
        "text-size": 13,
        "text-offset": [0, 1.6],
        "text-anchor": "top",
        "text-optional": true,
      },
      paint: textPaint(colours),
    },
  ];
}
