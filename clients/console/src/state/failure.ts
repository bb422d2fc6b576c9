// What went wrong with a request, in words with a remedy.
import { Problem } from "@goldenfour/sdk";
import { hasText, type Speak } from "../words";

/** `acted`: it was an act, which may have been done although no answer came. */
export function failureText(error: unknown, say: Speak, acted = true): string {
  if (error instanceof Problem) {
    const key = `error.${error.code}`;
    const known = hasText(key) ? say(key) : "";
    const detail = error.detail || error.title || error.message;
    if (!known) return say("error.refused", { code: error.code || error.status, detail });
    // The server's own sentence is English; it names the very thing, so it is shown beside ours.
    const exact = [error.field, error.detail].filter(Boolean).join(": ");
    return exact ? `${known} (${exact})` : known;
  }
  const isSilence = error instanceof Error && (error.name === "Unreachable" || error.name === "Unanswered");
  return isSilence
    ? say(acted ? "error.unreachable" : "error.unread")
    : say("error.failed", { detail: String((error as Error)?.message ?? error) });
}
