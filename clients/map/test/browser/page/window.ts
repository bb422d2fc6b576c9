// What the page under test and the test say to each other.
import type { BaseMap, circle, Pick, View } from "../../../src/index";

declare global {
  interface Window {
    open_: (source: unknown, view: View, theme: "day" | "night") => Promise<void>;
    map_: BaseMap;
    picks: Pick[];
    problems: string[];
    circle_: typeof circle;
    strokes: number; // of the map's brush, once a test counts them
  }
}
