// By which notification this page was opened, or brought to the front.

/** The call of a fresh page ("/phone/#call=monaco-1-1-2"), taken out of the address so that a reload is not one. */
export function callFromAddress(): string | undefined {
  const call = new URLSearchParams(location.hash.slice(1)).get("call") ?? undefined;
  if (call) history.replaceState(null, "", location.pathname + location.search);
  return call;
}

/** Tells of notifications that are tapped while this page lives. */
export function onCalled(tell: (call: string) => void): void {
  navigator.serviceWorker?.addEventListener(
    "message",
    ({ data }: MessageEvent<{ call?: unknown } | null>) => {
      if (typeof data?.call === "string") tell(data.call);
    },
  );
}
