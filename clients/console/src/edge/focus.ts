// The keyboard is never nowhere: when what had it is gone, the chosen incident gets it, be it that its row comes later.
import { focusChosen } from "../screen";

/** Listens until the returned function is called. */
export function keepFocus(): () => void {
  let last: Element | undefined;
  const heard = ({ target }: FocusEvent): void =>
    void (last = target instanceof Element ? target : undefined);
  const changed = (): void => {
    // Who clicked beside everything gave the keyboard away; that is no loss.
    const isLost = last !== undefined && !last.isConnected && document.activeElement === document.body;
    if (isLost) focusChosen();
  };
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("focusin", heard);
  return () => {
    observer.disconnect();
    document.removeEventListener("focusin", heard);
  };
}
