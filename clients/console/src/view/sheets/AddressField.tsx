// An address in words that finds its place, for who wants it: nothing is chosen unless somebody chooses, and Tab, Enter
// and Ctrl+Enter go on as in any other field.
import type { Ref } from "preact";
import { useRef, useState } from "preact/hooks";
import { addressOf, search, type Suggestion } from "@goldenfour/map/gazetteer";
import { useScreen } from "../../context";
import { say } from "../../words";

interface Properties {
  readonly id: string;
  readonly value: string;
  readonly field?: Ref<HTMLInputElement>;
  readonly onInput: (text: string) => void;
  readonly onTake: (suggestion: Suggestion, text: string) => void;
}

const NONE: readonly Suggestion[] = [];

export function AddressField({ id, value, field, onInput, onTake }: Properties) {
  const { places } = useScreen();
  const t = say.value;
  const [found, setFound] = useState(NONE);
  const [active, setActive] = useState(-1);
  const typed = useRef("");
  const close = (): void => (setFound(NONE), setActive(-1));
  const look = (text: string): void => {
    typed.current = text;
    setFound(search(places.peek(), text));
    setActive(-1);
  };
  const take = (suggestion: Suggestion): void => {
    close();
    onTake(suggestion, addressOf(suggestion, typed.current));
  };
  const keys = (event: KeyboardEvent): void => {
    const used = pressed(event, found, active, { setActive, take, close, open: () => look(value) });
    if (!used) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const option = (at: number): string => `${id}-option-${at}`;
  return (
    <div class="combobox">
      <label for={id}>{t("address")}</label>
      <input
        id={id}
        {...(field ? { ref: field } : {})}
        value={value}
        autocomplete="off"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-options`}
        {...(active >= 0 ? { "aria-activedescendant": option(active) } : {})}
        onInput={(event) => {
          onInput(event.currentTarget.value);
          look(event.currentTarget.value);
        }}
        onKeyDown={keys}
        onBlur={close}
      />
      <ul
        id={`${id}-options`}
        class="found"
        role="listbox"
        aria-label={t("suggestions")}
        data-testid="suggestions"
        hidden={found.length === 0}
      >
        {found.map((suggestion, at) => (
          <li
            key={at}
            id={option(at)}
            role="option"
            aria-selected={at === active}
            class={at === active ? "chosen" : ""}
            data-testid="suggestion"
            // The field keeps the keyboard.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(suggestion)}
          >
            <Line suggestion={suggestion} typed={typed.current} />
          </li>
        ))}
      </ul>
      <div class="unseen" role="status">
        {found.length > 0 && t("suggestionCount", { count: found.length })}
      </div>
    </div>
  );
}

function Line({ suggestion, typed }: { suggestion: Suggestion; typed: string }) {
  const t = say.value;
  return (
    <>
      {addressOf(suggestion, typed)}{" "}
      <span class="quiet">
        {t("uncertainty", { meters: Math.round(suggestion.place.radiusMeters) })}
        {suggestion.unknownNumber && ` · ${t("numberUnknown")}`}
      </span>
    </>
  );
}

interface Hand {
  readonly setActive: (at: number) => void;
  readonly take: (suggestion: Suggestion) => void;
  readonly close: () => void;
  readonly open: () => void;
}

/** True when the key was the list's own. */
function pressed(event: KeyboardEvent, found: readonly Suggestion[], active: number, hand: Hand): boolean {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return false;
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step !== 0) {
    if (found.length === 0) hand.open();
    // Beyond either end is the field itself, where nothing is chosen.
    else hand.setActive(((active + 1 + step + found.length + 1) % (found.length + 1)) - 1);
    return true;
  }
  if (found.length === 0) return false;
  if (event.key === "Escape") return (hand.close(), true);
  const chosen = found[active];
  if (event.key !== "Enter" || !chosen) return false;
  hand.take(chosen);
  return true;
}
