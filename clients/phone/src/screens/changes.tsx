// Something is not as it was said before: shown over everything until it was understood.
import { useEffect, useRef } from "preact/hooks";
import { session } from "../app";
import { chime } from "../edge/alarm";
import type { Errand } from "../model/calls";
import type { Change } from "../model/change";
import { kindName } from "../model/names";
import { say, sayNamed } from "../words";
import { errandWord } from "./parts";

export function Changes({ errand }: { errand: Errand }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const understood = (): void => session.value?.tell({ type: "changesSeen", task: errand.notice.task });
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
    chime();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="changes"
      aria-labelledby="changes-title"
      data-testid="changes"
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id="changes-title">{say.value("changed.title")}</h2>
      {errand.changes.map((change) => (
        <p key={change.type} class="large" data-change={change.type}>
          {sentence(change, errand)}
        </p>
      ))}
      <button class="main big" data-testid="changes-ok" onClick={understood}>
        {say.value("changed.ok")}
      </button>
    </dialog>
  );
}

function sentence(change: Change, { notice }: Errand): string {
  switch (change.type) {
    case "fetch":
    case "otherAed":
      return say.value(`change.${change.type}`, { name: change.name });
    case "kind":
      return say.value("change.kind", { kind: sayNamed("kind", kindName(notice.kind)) });
    case "role":
      return say.value("change.role", { role: errandWord(notice) });
    default:
      return say.value(`change.${change.type}`);
  }
}
