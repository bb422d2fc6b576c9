// The table of the keys, and the question before this device's enrolment is removed.
import { useEffect, useRef } from "preact/hooks";
import { useScreen } from "../context";
import { GLOBAL_KEYS, LIST_KEYS, MAP_KEYS, type KeyLine } from "../keys";
import { ACTS, ACT_KEYS } from "../state/possible";
import { say, type Text } from "../words";

export function Dialogs({ onLeave }: { onLeave: () => void }) {
  const { dialog } = useScreen();
  if (dialog.value === "help") return <Help />;
  if (dialog.value === "leave") return <Leave onLeave={onLeave} />;
  return null;
}

function Modal({
  title,
  testId,
  children,
}: {
  title: Text;
  testId: string;
  children: preact.ComponentChildren;
}) {
  const screen = useScreen();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      data-testid={testId}
      aria-labelledby="dialog-title"
      onClose={() => (screen.dialog.value = undefined)}
    >
      <h2 id="dialog-title">{say.value(title)}</h2>
      {children}
    </dialog>
  );
}

function Help() {
  const screen = useScreen();
  const t = say.value;
  const close = () => (screen.dialog.value = undefined);
  const acts: KeyLine[] = ACTS.map((act) => ({ keys: ACT_KEYS[act], text: `act.${act}` }));
  const entry: KeyLine[] = [
    { keys: "1…9 0", text: "key.kind" },
    { keys: "↓ Enter", text: "key.address" },
    { keys: "Alt+P", text: "key.crosshair" },
    { keys: "Ctrl+Enter", text: "key.send" },
  ];
  return (
    <Modal title="keysTitle" testId="help">
      <div class="key-groups">
        <Group title="keysGroupAll" lines={GLOBAL_KEYS} />
        <Group title="keysGroupList" lines={LIST_KEYS} />
        <Group title="keysGroupActs" lines={acts} />
        <Group title="keysGroupEntry" lines={entry} />
        <Group title="keysGroupMap" lines={MAP_KEYS} />
      </div>
      <label class="inline" title={t("keysSingleHint")}>
        <input
          type="checkbox"
          checked={screen.singleKeys.value}
          onChange={(event) => (screen.singleKeys.value = event.currentTarget.checked)}
        />
        {t("keysSingle")} <span class="quiet">{t("keysSingleHint")}</span>
      </label>
      <p class="buttons">
        <button onClick={close}>
          {t("close")} <kbd>Esc</kbd>
        </button>
        <button onClick={() => (close(), (screen.printing.value = true))}>{t("print")}</button>
        <button class="bad" onClick={() => (screen.dialog.value = "leave")}>
          {t("leave")}
        </button>
      </p>
    </Modal>
  );
}

function Group({ title, lines }: { title: Text; lines: readonly KeyLine[] }) {
  const t = say.value;
  return (
    <section>
      <h3>{t(title)}</h3>
      <dl>
        {lines.map((line) => (
          <div key={line.keys}>
            <dt>
              <kbd>{line.name ? t(line.name) : line.keys}</kbd>
            </dt>
            <dd>{t(line.text as Text)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Leave({ onLeave }: { onLeave: () => void }) {
  const screen = useScreen();
  const t = say.value;
  return (
    <Modal title="leave" testId="leave">
      <p>{t("leaveAsk")}</p>
      <p class="buttons">
        <button onClick={() => (screen.dialog.value = undefined)}>{t("back")}</button>
        <button class="danger" onClick={onLeave}>
          {t("leaveDo")}
        </button>
      </p>
    </Modal>
  );
}
