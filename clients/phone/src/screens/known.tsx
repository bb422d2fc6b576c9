// What is known about me, and for how long.
import { enrolment } from "../app";
import { say } from "../words";
import { Heading } from "./parts";
import { Back } from "./settings";

const PARTS = ["position", "person", "calls", "device"] as const;

export function Known() {
  const { subject = "", jurisdiction = "" } = enrolment.value ?? {};
  return (
    <main class="plain known" data-testid="known">
      <Back to="settings" />
      <Heading>{say.value("known.title")}</Heading>
      <p>{say.value("known.who", { subject, jurisdiction })}</p>
      {PARTS.map((part) => (
        <section key={part}>
          <h2>{say.value(`known.${part}.title`)}</h2>
          <p>{say.value(`known.${part}`)}</p>
        </section>
      ))}
      <p class="quiet">{say.value("known.defaults")}</p>
    </main>
  );
}
