// Who was asked and who comes: tasks first, then open questions with their deadline, then the rest in one line.
import { timestampDate, type Incident, type Offer, type Task } from "@goldenfour/sdk";
import { distance, elapsed, language, metersBetween } from "@goldenfour/ui";
import { useScreen } from "../context";
import { isActive, isAsked } from "../state/need";
import { degreesOf } from "../state/place";
import { roleText, whoOf } from "../state/sentence";
import { say, word } from "../words";

export function Responders({ incident }: { incident: Incident }) {
  const { desk } = useScreen();
  const t = say.value;
  const active = incident.tasks.filter(isActive);
  const ended = incident.tasks.filter((task) => !isActive(task));
  const asked = incident.offers.filter(isAsked);
  const past = incident.offers.filter((offer) => !isAsked(offer) && offer.end !== "ACCEPTED");
  const nobody = incident.offers.length === 0 && incident.tasks.length === 0;
  return (
    <section class="responders" data-testid="responders">
      <h3>{t("responders")}</h3>
      {nobody && <p class="quiet">{t("noResponders")}</p>}
      <ul>
        {active.map((task) => (
          <TaskLine key={task.id} incident={incident} task={task} />
        ))}
        {asked.map((offer) => (
          <OfferLine key={offer.id} incident={incident} offer={offer} />
        ))}
        {ended.map((task) => (
          <TaskLine key={task.id} incident={incident} task={task} />
        ))}
      </ul>
      {incident.teams.map((team) => (
        <p key={team.team}>
          {t("team", {
            team: team.team,
            confirmed: team.confirmed,
            asked: team.asked,
            declined: team.declined,
            silent: team.silent,
            onScene: team.onScene,
          })}
        </p>
      ))}
      {past.length > 0 && (
        <details>
          <summary class="quiet">{t("pastOffers", { count: past.length })}</summary>
          <ul>
            {past.map((offer) => (
              <li key={offer.id} class="quiet">
                {whoOf(offer.responder, "", t)} · {roleText(offer.role, desk.aedName(offer.aed), t)} ·{" "}
                {word(t, "end", offer.end)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** For who has no map, or cannot see it: how far away somebody is, as the phone told last. */
function Away({ incident, task }: { incident: Incident; task: Task }) {
  const { movements } = useScreen().desk;
  const movement = movements.value?.movements.find(({ task: id }) => id === task.id);
  const [at, place] = [degreesOf(movement?.position), degreesOf(incident.position)];
  if (!at || !place) return null;
  const meters = Math.round(metersBetween(at, place));
  return (
    <span class="quiet" data-testid="away" data-meters={meters}>
      {" "}
      · {say.value("away", { distance: distance(meters, language.value) })}
    </span>
  );
}

function TaskLine({ incident, task }: { incident: Incident; task: Task }) {
  const { desk } = useScreen();
  const { now } = desk;
  const t = say.value;
  const who = whoOf(task.responder, task.responderName, t);
  const over = !isActive(task);
  const lost = !over && task.contact !== "" && task.contact !== "GOOD";
  const there = task.onSceneAt !== undefined;
  return (
    <li
      class={`person ${over ? "over" : there ? "there" : "coming"}`}
      data-testid="task"
      data-task={task.id}
      data-step={task.step}
    >
      <span class="sign" aria-hidden="true">
        {over ? "○" : there ? "●" : "➤"}
      </span>
      <span class="who">
        <strong>{who}</strong> {roleText(task.role, desk.aedName(task.aed), t)}
      </span>
      <span class="what">
        {over ? word(t, "end", task.end) : word(t, "step", task.step)}
        {lost && <strong class="warning"> · {word(t, "contact", task.contact)}</strong>}
        {!over && !there && task.expectedAt && (
          <> · {arrival(timestampDate(task.expectedAt).getTime() - now.value)}</>
        )}
        {!over && !there && <Away incident={incident} task={task} />}
      </span>
      {!over && <LetGo incident={incident} subject={task.id} who={who} />}
    </li>
  );
}

function arrival(leftMs: number): string {
  const t = say.value;
  return leftMs >= 0 ? t("arrives", { time: elapsed(leftMs) }) : t("overdue", { time: elapsed(-leftMs) });
}

function OfferLine({ incident, offer }: { incident: Incident; offer: Offer }) {
  const { desk } = useScreen();
  const { now } = desk;
  const t = say.value;
  const who = whoOf(offer.responder, "", t);
  const left = offer.deadline ? timestampDate(offer.deadline).getTime() - now.value : 0;
  const [from, to] = [elapsed(offer.arrivalSecondsFrom * 1000), elapsed(offer.arrivalSecondsTo * 1000)];
  return (
    <li class="person asked" data-testid="offer" data-offer={offer.id}>
      <span class="sign" aria-hidden="true">
        ?
      </span>
      <span class="who">
        <strong>{who}</strong> {roleText(offer.role, desk.aedName(offer.aed), t)}
      </span>
      <span class="what">
        {offer.delivery && word(t, "delivery", offer.delivery)} ·{" "}
        <span class={left < 5000 ? "warning" : ""}>
          {left > 0 ? t("answerIn", { time: elapsed(left) }) : t("answerDue")}
        </span>{" "}
        <span class="quiet">
          · {from === to ? t("arrives", { time: from }) : t("arrivesBetween", { from, to })} ·{" "}
          {offer.wave === 0 ? t("byHand") : t("wave", { wave: offer.wave })}
        </span>
      </span>
      <LetGo incident={incident} subject={offer.id} who={who} />
    </li>
  );
}

function LetGo({ incident, subject, who }: { incident: Incident; subject: string; who: string }) {
  const screen = useScreen();
  const t = say.value;
  return (
    <button
      class="small quiet-button"
      disabled={!screen.desk.live.value}
      aria-label={t("letGoWho", { who })}
      onClick={() => screen.open({ name: "release", incident: incident.id, subject })}
    >
      {t("letGo")}
    </button>
  );
}
