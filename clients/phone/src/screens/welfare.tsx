// Ninety minutes later: how are you?
import { language } from "@goldenfour/ui";
import { config } from "../edge/config";
import { answerWelfare, closeWelfare, question } from "../edge/welfare";
import { say } from "../words";
import { Heading } from "./parts";

export function Welfare() {
  const wantsToTalk = question.value?.answer === "talk";
  return (
    <main class="plain welfare" data-testid="welfare">
      <Heading>{say.value("welfare.title")}</Heading>
      {wantsToTalk ? <Contacts /> : <Question />}
      <p class="quiet foot">{say.value("welfare.private")}</p>
    </main>
  );
}

function Question() {
  return (
    <>
      <p>{say.value("welfare.why")}</p>
      <button class="main big" data-testid="welfare-fine" onClick={() => answerWelfare("fine")}>
        {say.value("welfare.fine")}
      </button>
      <button class="big" data-testid="welfare-talk" onClick={() => answerWelfare("talk")}>
        {say.value("welfare.talk")}
      </button>
    </>
  );
}

function Contacts() {
  return (
    <>
      {config.value.contacts.length > 0 && <p>{say.value("welfare.contacts")}</p>}
      {config.value.contacts.map(({ name, tel }) => (
        <a key={tel} class="button big" href={`tel:${tel.replaceAll(/[^+\d]/g, "")}`}>
          {name[language.value === "zh" ? 0 : 1]} <strong>{tel}</strong>
        </a>
      ))}
      <p>{say.value("welfare.coordinator")}</p>
      <button class="main big" onClick={closeWelfare}>
        {say.value("welfare.close")}
      </button>
    </>
  );
}
