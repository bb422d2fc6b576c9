// The three green lights: would this phone wake its person now?

export interface Facts {
  readonly notifications: "granted" | "default" | "denied" | "unsupported";
  readonly push: "on" | "off" | "unknown" | "unavailable";
  readonly location: "granted" | "prompt" | "denied" | "unsupported";
  /** Of the last fix; nothing: there was none. */
  readonly fix: { readonly ageMs: number; readonly accuracyMeters: number } | undefined;
  readonly sound: "running" | "locked" | "unsupported";
  readonly vibrates: boolean;
  readonly keepsAwake: boolean;
}

export type Color = "green" | "amber" | "red";
export interface Light {
  readonly name: "notify" | "position" | "ring";
  readonly color: Color;
  /** Which words say what is so, or what to do. */
  readonly word: LightWord;
  /** A press here helps. */
  readonly canFix: boolean;
}

export type LightWord =
  | "notify.ok"
  | "notify.noPush"
  | "notify.ask"
  | "notify.denied"
  | "notify.unsupported"
  | "position.ok"
  | "position.coarse"
  | "position.none"
  | "position.ask"
  | "position.denied"
  | "position.unsupported"
  | "ring.ok"
  | "ring.sleeps"
  | "ring.locked"
  | "ring.unsupported";

const OLD_MS = 5 * 60_000;
const COARSE_METERS = 150;

export function lightsOf(facts: Facts): readonly [Light, Light, Light] {
  return [
    { name: "notify", ...notify(facts) },
    { name: "position", ...position(facts) },
    { name: "ring", ...ring(facts) },
  ];
}

type Rest = Omit<Light, "name">;
const green = (word: LightWord): Rest => ({ color: "green", word, canFix: false });

function notify({ notifications, push }: Facts): Rest {
  switch (notifications) {
    case "granted":
      // Without push the page itself rings; that is said elsewhere, and no fault of this phone.
      return push === "off" ? { color: "amber", word: "notify.noPush", canFix: true } : green("notify.ok");
    case "default":
      return { color: "red", word: "notify.ask", canFix: true };
    case "denied":
      return { color: "red", word: "notify.denied", canFix: false };
    case "unsupported":
      return { color: "amber", word: "notify.unsupported", canFix: false };
  }
}

function position({ location, fix }: Facts): Rest {
  if (location === "unsupported") return { color: "red", word: "position.unsupported", canFix: false };
  if (location === "denied") return { color: "red", word: "position.denied", canFix: false };
  if (fix && fix.ageMs <= OLD_MS)
    return fix.accuracyMeters > COARSE_METERS
      ? { color: "amber", word: "position.coarse", canFix: true }
      : green("position.ok");
  if (location === "prompt") return { color: "red", word: "position.ask", canFix: true };
  return { color: "amber", word: "position.none", canFix: true };
}

function ring({ sound, keepsAwake }: Facts): Rest {
  if (sound === "unsupported") return { color: "red", word: "ring.unsupported", canFix: false };
  if (sound === "locked") return { color: "red", word: "ring.locked", canFix: true };
  return keepsAwake ? green("ring.ok") : { color: "amber", word: "ring.sleeps", canFix: false };
}

/** Nothing of this phone could wake anybody: the server should ask others. */
export const cannotRing = ({ sound, vibrates, notifications }: Facts): boolean =>
  sound !== "running" && !vibrates && notifications !== "granted";
