// The frame of a sheet: a title, the keyboard inside, a way back. Map, list and alarms stay in reach.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useScreen } from "../../context";
import { say } from "../../words";

interface Properties {
  readonly title: string;
  readonly testId: string;
  readonly children: ComponentChildren;
  readonly danger?: boolean;
  readonly onSubmit?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

export function Sheet({ title, testId, children, danger, onSubmit, onKeyDown }: Properties) {
  const screen = useScreen();
  const form = useRef<HTMLFormElement>(null);
  // Before anything is painted: who types fast types into the sheet, not into the keys below it.
  useLayoutEffect(() => {
    const inside = form.current;
    (inside?.querySelector<HTMLElement>("[data-first]") ?? inside)?.focus();
  }, []);
  return (
    <form
      ref={form}
      class={`sheet ${danger ? "danger-sheet" : ""}`}
      data-testid={testId}
      aria-labelledby="sheet-title"
      tabIndex={-1}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit?.();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && event.ctrlKey) {
          event.preventDefault();
          onSubmit?.();
        }
        onKeyDown?.(event);
      }}
    >
      <h2 id="sheet-title">
        {title}
        <button type="button" class="small" onClick={() => screen.closeSheet()}>
          {say.value("back")} <kbd>Esc</kbd>
        </button>
      </h2>
      {children}
    </form>
  );
}

/** Runs an act once at a time, and closes the sheet when it was done. */
export function useAct(): [busy: boolean, run: (act: () => Promise<boolean>) => void] {
  const screen = useScreen();
  const [busy, setBusy] = useState(false);
  const run = (act: () => Promise<boolean>): void => {
    if (busy) return;
    setBusy(true);
    void act().then((done) => {
      setBusy(false);
      if (done) screen.closeSheet();
    });
  };
  return [busy, run];
}

export interface Choice<T> {
  readonly value: T;
  readonly text: string;
  readonly hint?: string;
}

interface ChoicesProperties<T> {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly disabled?: boolean;
  readonly danger?: boolean;
  readonly onChoose: (value: T) => void;
}

/** Buttons that say what they do, each with a digit. */
export function Choices<T>({ label, choices, disabled, danger, onChoose }: ChoicesProperties<T>) {
  return (
    <div class="choices" role="group" aria-label={label}>
      {choices.map(({ value, text, hint }, at) => (
        <button
          key={text}
          type="button"
          class={danger ? "danger" : ""}
          disabled={disabled}
          data-digit={at + 1}
          {...(at === 0 ? { "data-first": true } : {})}
          onClick={() => onChoose(value)}
        >
          <kbd>{at + 1}</kbd> {text} {hint && <span class="quiet">{hint}</span>}
        </button>
      ))}
    </div>
  );
}

/** Presses the button of a digit. */
export function digits(event: KeyboardEvent): void {
  const form = event.currentTarget as HTMLElement;
  if (!/^\d$/.test(event.key) || event.target instanceof HTMLInputElement) return;
  const button = form.querySelector<HTMLButtonElement>(`[data-digit="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
}
