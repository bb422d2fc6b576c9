// What makes a device somebody's: the token that it got for a one-time code. One per app and origin; the secret
// stays in the storage of this origin, which only our own scripts read (no foreign script is allowed by the
// server's policy).
import { Problem, TokenRole, createClient, randomKey, type Client } from "@goldenfour/sdk";

export interface Enrolment {
  readonly secret: string;
  readonly role: "responder" | "dispatcher" | "other";
  /** The responder, or the token's name. */
  readonly subject: string;
  readonly jurisdiction: string;
}

const ROLES: Partial<Record<TokenRole, Enrolment["role"]>> = {
  [TokenRole.RESPONDER]: "responder",
  [TokenRole.TOKEN_DISPATCHER]: "dispatcher",
};

/** `app` keeps the enrolments of console and phone apart on one origin. */
export class EnrolmentStore {
  readonly #key: string;

  constructor(app: "console" | "phone") {
    this.#key = `goldenfour.${app}.enrolment`;
  }

  read(): Enrolment | undefined {
    const text = localStorage.getItem(this.#key);
    if (!text) return undefined;
    try {
      const read: unknown = JSON.parse(text);
      return isEnrolment(read) ? read : undefined;
    } catch {
      return undefined; // half a record of a full disk: enrol again
    }
  }

  write(enrolment: Enrolment): void {
    localStorage.setItem(this.#key, JSON.stringify(enrolment));
  }

  forget(): void {
    localStorage.removeItem(this.#key);
    localStorage.removeItem(DEVICE); // whoever has the device next is somebody else
  }
}

function isEnrolment(value: unknown): value is Enrolment {
  const record = value as Partial<Enrolment> | null;
  return typeof record?.secret === "string" && record.secret !== "" && typeof record.subject === "string";
}

/** The one-time code of a link or QR ("/phone/#enrol=7KQ2-..."), taken out of the address so that it is not kept. */
export function codeFromAddress(): string | undefined {
  const code = new URLSearchParams(location.hash.slice(1)).get("enrol") ?? undefined;
  if (code) history.replaceState(null, "", location.pathname + location.search);
  return code;
}

export type Refusal = "unknown" | "unreachable" | "failed";

/** By which the server knows this device again when it repeats an attempt; given up with the enrolment. */
const DEVICE = "goldenfour.device";

function deviceKey(): string {
  const known = localStorage.getItem(DEVICE);
  if (known) return known;
  const made = randomKey();
  localStorage.setItem(DEVICE, made);
  return made;
}

/**
 * Exchanges the code. May be repeated while the code is good, also after the page was closed meanwhile: when the
 * answer was lost, this device, and no other, gets the same token again.
 */
export async function enrol(server: string, code: string): Promise<Enrolment | Refusal> {
  try {
    const token = await createClient({ server }).enrol(code, { idempotencyKey: deviceKey() });
    return {
      secret: token.secret,
      role: ROLES[token.role] ?? "other",
      subject: token.responder || token.name,
      jurisdiction: token.jurisdiction,
    };
  } catch (error) {
    if (error instanceof Problem) return error.code === "ENROLMENT_UNKNOWN" ? "unknown" : "failed";
    return "unreachable";
  }
}

export function clientOf(server: string, enrolment: Enrolment): Client {
  return createClient({ server, token: enrolment.secret });
}
