// Between the yes and the task: seconds with a network, longer in a lift.
import { isOffline } from "../app";
import type { Call } from "../model/calls";
import { say } from "../words";
import { DrillMark, errandWord, Heading } from "./parts";

export function Accepting({ call: { notice } }: { call: Call }) {
  const isConnected = !isOffline.value;
  return (
    <main class="plain accepting" data-testid="accepting">
      {notice.drill && <DrillMark />}
      <Heading>{say.value("accepting.title")}</Heading>
      <p class="large">{errandWord(notice)}</p>
      {isConnected ? (
        <p>{say.value("accepting.wait")}</p>
      ) : (
        <p class="not-sent" role="status" data-testid="not-sent">
          {say.value("accepting.offline")}
        </p>
      )}
      <p>{isConnected ? "" : say.value("accepting.wait")}</p>
    </main>
  );
}
