// The sheet that is open beside map and list: an alert, or an act that wants to know more.
import { useScreen } from "../../context";
import { AssignSheet } from "./AssignSheet";
import { CancelSheet, CloseSheet, EmsSheet, HandOverSheet, MajorSheet } from "./EndSheets";
import { EntrySheet } from "./EntrySheet";
import { EscalateSheet, MergeSheet, ReleaseSheet } from "./ChoiceSheets";
import { RelocateSheet } from "./RelocateSheet";
import { UpdateSheet } from "./UpdateSheet";

export function SheetHost() {
  const screen = useScreen();
  const sheet = screen.sheet.value;
  if (!sheet) return null;
  if (sheet.name === "entry") return <EntrySheet />;
  const incident = screen.desk.entry(sheet.incident).value?.incident;
  if (!incident) return null;
  const key = `${sheet.name}/${sheet.incident}/${sheet.subject ?? ""}`;
  switch (sheet.name) {
    case "assign":
      return <AssignSheet key={key} incident={incident} />;
    case "release":
      return <ReleaseSheet key={key} incident={incident} subject={sheet.subject} />;
    case "relocate":
      return <RelocateSheet key={key} incident={incident} dragged={sheet.dragged ?? false} />;
    case "update":
      return <UpdateSheet key={key} incident={incident} />;
    case "escalate":
      return <EscalateSheet key={key} incident={incident} />;
    case "merge":
      return <MergeSheet key={key} incident={incident} />;
    case "major":
      return <MajorSheet key={key} incident={incident} />;
    case "emsOnScene":
      return <EmsSheet key={key} incident={incident} />;
    case "handOver":
      return <HandOverSheet key={key} incident={incident} />;
    case "close":
      return <CloseSheet key={key} incident={incident} />;
    case "cancel":
      return <CancelSheet key={key} incident={incident} />;
    case "hold":
      return null; // done at once
  }
}
