// It is over: why, kindly, and that one may go home.
import { useEffect } from "preact/hooks";
import { session } from "../app";
import { chime } from "../edge/alarm";
import type { End } from "../model/calls";
import { phoneWords, say, sayNamed, type WordKey } from "../words";
import { DrillMark, Heading } from "./parts";

const THANKFUL = new Set(["HANDED_OVER", "RELEASED", "GAVE_UP", "OFFER_ENDED", "STOOD_DOWN"]);
const LATE = new Set(["EXPIRED", "NOT_REACHED", "CALL_OVER"]);

export function Ended({ end }: { end: End }) {
  useEffect(() => {
    // Over by somebody else's word: whoever runs must hear it.
    if (end.of === "task" && end.cause !== "HANDED_OVER" && end.cause !== "GAVE_UP") chime();
  }, []);
  const isStop = end.of === "task" && !THANKFUL.has(end.cause);
  const title = isStop ? "end.stop" : LATE.has(end.cause) ? "end.sorryLate" : "end.thanks";
  return (
    <main class="plain ended" data-testid="stand-down" data-cause={end.cause}>
      {end.drill && <DrillMark />}
      <Heading>{say.value(title)}</Heading>
      <p class="large" role="status">
        {reason(end.cause)}
      </p>
      {end.of === "task" && end.hadLeft && !end.drill && <p class="quiet">{say.value("end.later")}</p>}
      <button
        class="main big"
        data-testid="stand-down-ok"
        onClick={() => session.value?.tell({ type: "endSeen" })}
      >
        {say.value("end.ok")}
      </button>
    </main>
  );
}

function reason(cause: string): string {
  const key = `end.${cause}.say`;
  if (key in phoneWords) return say.value(key as WordKey);
  return `${say.value("end.other.say")} (${sayNamed("end", cause)})`;
}
