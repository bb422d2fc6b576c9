// The map as an app would open it; the test drives it from outside.
import { circle, loadMapConfig, openMap, readMapSource } from "../../../src/index";
import "../../../src/map.css";
import "./page.css";
import type {} from "./window";

window.picks = [];
window.problems = [];
window.circle_ = circle;
window.open_ = async (source, view, theme) => {
  window.map_?.close();
  const chosen = source === "default" ? (await loadMapConfig("map/map.json")).source : readMapSource(source);
  window.map_ = await openMap({
    container: document.querySelector<HTMLElement>("#map")!,
    source: chosen,
    view,
    theme,
    onProblem: (text) => window.problems.push(text),
  });
  window.map_.onPick((pick) => window.picks.push(pick));
};
