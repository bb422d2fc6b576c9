// How the console's data are drawn, from the ground up: people on duty, AEDs, the place's uncertainty; and what floats
// above: who is under way, incidents.
import { BOLD, type FloatingData, type Overlay, type OverlayLayer } from "@goldenfour/map";
import { coloursNow, type Colours } from "./signs";

export const AED_PORTIONS = 8;
export const EMPTY: FloatingData = { type: "FeatureCollection", features: [] };

/** Above all of them, in this order: incidents are never covered. */
export const FLOATING = ["movers", "incidents"] as const;

export function overlays(): Overlay[] {
  const portions = Array.from({ length: AED_PORTIONS }, (_, at) => overlay(`aeds-${at}`, aeds(`aeds-${at}`)));
  return [overlay("cells", cells), ...portions, overlay("uncertainty", uncertainty), overlay("moved", moved)];
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
