import "@goldenfour/ui/ui.css";
import "./style.css";
import { render } from "preact";
import { HomePage, startHomePage } from "./home-page";

startHomePage();
render(<HomePage />, document.getElementById("app")!);
