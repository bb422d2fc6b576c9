// Which screen is shown: a ring before all else, then the task, then what has just ended, then the rest.
import { computed } from "@preact/signals";
import { end, enrolment, errand, promised, ring, view } from "../app";
import { question } from "../edge/welfare";
import { Accepting } from "./accepting";
import { Ended } from "./ended";
import { Enrol } from "./enrol";
import { Home } from "./home";
import { Known } from "./known";
import { Ring } from "./ring";
import { Settings } from "./settings";
import { Task } from "./task";
import { Welfare } from "./welfare";

const screen = computed(() => {
  if (!enrolment.value) return <Enrol />;
  if (ring.value) return <Ring key={ring.value.notice.offer} call={ring.value} />;
  if (errand.value) return <Task key={errand.value.notice.task} errand={errand.value} />;
  if (promised.value) return <Accepting call={promised.value} />;
  if (end.value) return <Ended key={end.value.id} end={end.value} />;
  if (question.value) return <Welfare />;
  if (view.value === "settings") return <Settings />;
  if (view.value === "known") return <Known />;
  return <Home />;
});

export function Phone() {
  return screen.value;
}
