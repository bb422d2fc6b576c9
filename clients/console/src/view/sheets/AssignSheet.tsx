// A named person is asked out of turn: name, role, Enter.
import { useEffect, useState } from "preact/hooks";
import { Role, type Incident, type Responder } from "@goldenfour/sdk";
import { useScreen } from "../../context";
import { find } from "../../edge/responders";
import { failureText } from "../../state/failure";
import { say, word } from "../../words";
import { shortId } from "../parts";
import { Sheet, useAct } from "./Sheet";

const ROLES = [Role.CPR, Role.AED, Role.GUIDE] as const;

export function AssignSheet({ incident }: { incident: Incident }) {
  const { acts, roster, desk } = useScreen();
  const t = say.value;
  const [busy, run] = useAct();
  const [everybody, setEverybody] = useState<readonly Responder[]>();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string>();
  const [role, setRole] = useState<Role>(Role.CPR);
  const [aed, setAed] = useState("");
  const [force, setForce] = useState(false);
  useEffect(() => {
    roster
      .all()
      .then(setEverybody, (error: unknown) => (desk.problem.value = failureText(error, say.peek(), false)));
  }, []);
  const found = find(everybody ?? [], text);
  const person = found.find(({ id }) => id === chosen) ?? found[0];
  const who = person ? person.name || person.id : "";
  const submit = (): void => {
    if (person)
      run(() => acts.assign(incident.id, { responder: person.id, role, aed: aed.trim(), force }, who));
  };
  const move = (by: number): void => {
    const next = found[(found.indexOf(person!) + by + found.length) % found.length];
    setChosen(next?.id);
  };
  return (
    <Sheet title={t("ask.assign", { id: shortId(incident.id) })} testId="sheet-assign" onSubmit={submit}>
      <label>
        {t("search")}
        <input
          data-first
          value={text}
          autocomplete="off"
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
            event.preventDefault();
            move(event.key === "ArrowDown" ? 1 : -1);
          }}
        />
      </label>
      {!everybody && <p class="quiet">{t("loading")}</p>}
      <ul class="found" role="listbox" aria-label={t("responders")}>
        {found.map((each) => (
          <li
            key={each.id}
            role="option"
            aria-selected={each === person}
            class={each === person ? "chosen" : ""}
            onClick={() => setChosen(each.id)}
          >
            <strong>{each.name || each.id}</strong> <span class="quiet">{each.id}</span>
            {!each.onDuty && <span class="warning"> {t("offDuty")}</span>}
          </li>
        ))}
      </ul>
      <fieldset class="segments">
        <legend>{t("role")}</legend>
        {ROLES.map((each) => (
          <label key={each}>
            <input type="radio" name="role" checked={role === each} onChange={() => setRole(each)} />
            <span>{word(t, "role", Role[each])}</span>
          </label>
        ))}
      </fieldset>
      {role === Role.AED && (
        <label>
          {t("aedId")}
          <input value={aed} onInput={(event) => setAed(event.currentTarget.value)} />
        </label>
      )}
      <label class="inline">
        <input type="checkbox" checked={force} onChange={(event) => setForce(event.currentTarget.checked)} />
        {t("force")}
      </label>
      <p class="buttons">
        <button type="submit" class="main" data-testid="confirm" disabled={busy || !person}>
          {t("do.assign", { who })} <kbd>Enter</kbd>
        </button>
      </p>
    </Sheet>
  );
}
