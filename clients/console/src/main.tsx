// Starts the console: what an earlier enrolment left on this device, or a one-time code.
import { render } from "preact";
import "@goldenfour/ui/ui.css";
import "./view/console.css";
import { App } from "./view/App";
import { keepForOffline } from "./edge/offline";

render(<App />, document.querySelector("#app")!);
void keepForOffline();
