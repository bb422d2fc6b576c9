import "@goldenfour/ui/ui.css";
import "./style.css";
import { loadMapConfig } from "@goldenfour/map";
import { effect } from "@preact/signals";
import { render } from "preact";
import { config, startPage } from "./app";
import { PublicMap } from "./view/public-map";
import { say } from "./words";

effect(() => void (document.title = say.value("title")));
startPage();
loadMapConfig("map/map.json").then(
  (read) => (config.value = read),
  () => (config.value = "broken"),
);
render(<PublicMap />, document.getElementById("app")!);
