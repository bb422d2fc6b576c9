import { codeFromAddress } from "@goldenfour/ui";
import "@goldenfour/ui/ui.css";
import { render } from "preact";
import { start } from "./app";
import { loadConfig } from "./edge/config";
import { Phone } from "./screens/phone";
import { codeGiven } from "./screens/enrol";
import "./phone.css";
import "./ring.css";

codeGiven.value = codeFromAddress() ?? "";
addEventListener("hashchange", () => (codeGiven.value = codeFromAddress() ?? codeGiven.value));
render(<Phone />, document.querySelector("#app")!);
void start();
void loadConfig();
