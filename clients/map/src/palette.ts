// The colours of the base, by day and by night. Calm on purpose: red, amber, green and bright blue belong to what is
// drawn on top (alarms, people, AEDs), so nothing of the base uses them. Every label reaches WCAG AA (4.5:1) on every
// ground it may lie on; test/palette.test.ts checks that.

export type Theme = "day" | "night";

export interface Palette {
  readonly land: string;
  readonly nothing: string; // where there is no map
  readonly edge: string; // between map and no map
  readonly sea: string;
  readonly shore: string;
  readonly green: string;
  readonly forest: string;
  readonly sand: string;
  readonly built: string; // quarters
  readonly site: string; // schools, car parks
  readonly hospital: string; // the grounds of one
  readonly building: string;
  readonly buildingEdge: string;
  readonly casing: string;
  readonly motorway: string;
  readonly major: string;
  readonly minor: string;
  readonly square: string; // where people walk
  readonly path: string;
  readonly steps: string;
  readonly rail: string;
  readonly tunnel: string;
  readonly text: string;
  readonly quietText: string; // house numbers, small places
  readonly waterText: string;
  readonly halo: string;
  readonly icon: string;
  readonly iconInk: string;
}

const DAY: Palette = {
  land: "#f3f1ec",
  nothing: "#dfdcd5",
  edge: "#a9a49a",
  sea: "#c3d7e2",
  shore: "#8fb0c2",
  green: "#d9e6cd",
  forest: "#cbdcbd",
  sand: "#efe6cb",
  built: "#efece6",
  site: "#ebe5ea",
  hospital: "#e3e6f2",
  building: "#e0dad0",
  buildingEdge: "#bcb4a6",
  casing: "#b9b2a5",
  motorway: "#f0d3a4",
  major: "#f8e8c3",
  minor: "#ffffff",
  square: "#f7f3ea",
  path: "#8b7f6e",
  steps: "#7b5a3c",
  rail: "#8c8a93",
  tunnel: "#e9e6df",
  text: "#262b30",
  quietText: "#4a4740",
  waterText: "#1f4a63",
  halo: "#fbfaf7",
  icon: "#3d5166",
  iconInk: "#ffffff",
};

const NIGHT: Palette = {
  land: "#161a1f",
  nothing: "#0b0d10",
  edge: "#4a525b",
  sea: "#0f2230",
  shore: "#2d4a5d",
  green: "#17241d",
  forest: "#15221a",
  sand: "#232219",
  built: "#181c22",
  site: "#1e1e27",
  hospital: "#1e2334",
  building: "#232930",
  buildingEdge: "#353d47",
  casing: "#0c0f13",
  motorway: "#524736",
  major: "#4a463d",
  minor: "#343b44",
  square: "#2a3037",
  path: "#6f7984",
  steps: "#a28365",
  rail: "#5c6470",
  tunnel: "#1f252c",
  text: "#d3d9df",
  quietText: "#b3bac2",
  waterText: "#8fb4cb",
  halo: "#0f1317",
  icon: "#8296ab",
  iconInk: "#0f1317",
};

export function paletteOf(theme: Theme): Palette {
  return theme === "day" ? DAY : NIGHT;
}
