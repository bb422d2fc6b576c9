// The whole screen: alarms on top, map, list and the chosen incident below.
import { useScreen } from "../context";
import { say } from "../words";
import { AlarmStrip } from "./AlarmStrip";
import { ActionBar, DataBanner } from "./Bars";
import { Dialogs } from "./Dialogs";
import { Header } from "./Header";
import { IncidentList } from "./IncidentList";
import { MapPane } from "./MapPane";
import { PrintSheet } from "./PrintSheet";
import { Panel } from "./Panel";
import { SheetHost } from "./sheets/SheetHost";

interface Properties {
  readonly onLeave: () => void;
  readonly onReconnect: () => void;
}

export function Console({ onLeave, onReconnect }: Properties) {
  const screen = useScreen();
  const t = say.value;
  return (
    <div class="console" data-testid="console">
      <Header />
      <DataBanner onLeave={onLeave} onReconnect={onReconnect} />
      <AlarmStrip />
      <div class="work">
        <section class="map-pane" aria-label={t("mapLabel")}>
          <MapPane />
        </section>
        <nav class="list-pane" aria-label={t("listLabel")}>
          <IncidentList />
        </nav>
        <main class="panel-pane">{screen.sheet.value ? <SheetHost /> : <Panel />}</main>
      </div>
      <ActionBar />
      <Dialogs onLeave={onLeave} />
      {screen.printing.value && <PrintSheet />}
    </div>
  );
}
