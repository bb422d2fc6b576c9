/** What an error of the server says, as RFC 9457 problem+json or as a Result frame of the stream. */
export interface ProblemDetails {
  /** HTTP status; 0 when the answer came over the stream. */
  readonly status: number;
  /** "DATUM_REQUIRED", "OFFER_ENDED", ...: for programs. Empty when something else than the server answered. */
  readonly code: string;
  /** What is wrong in the request: "position.datum", "If-Match". May be empty. */
  readonly field: string;
  /** A sentence; may be empty. */
  readonly detail: string;
  /** The same request may succeed later. */
  readonly retryable: boolean;
  /** One line for people, in English; may be empty. */
  readonly title: string;
}

/** The server answered, and the answer is no. */
export class Problem extends Error implements ProblemDetails {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly field: string;
  readonly detail: string;
  readonly retryable: boolean;
  readonly title: string;

  constructor(details: Partial<ProblemDetails>) {
    super(sentence(details));
    this.status = details.status ?? 0;
    this.code = details.code ?? "";
    this.field = details.field ?? "";
    this.detail = details.detail ?? "";
    this.retryable = details.retryable ?? false;
    this.title = details.title ?? "";
  }
}

/** No answer that can be used: nobody listens, the connection broke, it took too long. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
  readonly timedOut: boolean;

  constructor(message: string, options: { cause?: unknown; timedOut?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.timedOut = options.timedOut ?? false;
  }
}

/** The stream ended, or its queue is full, before the server's answer came. It may have been done. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
}

/** Reads the body of a refusal; anything but problem+json becomes its status and its beginning. */
export function problemOf(status: number, contentType: string, body: string): Problem {
  const fields = contentType.startsWith("application/problem+json") ? readObject(body) : undefined;
  if (fields === undefined) {
    return new Problem({ status, detail: body.slice(0, 200), retryable: status >= 500 });
  }
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  return new Problem({
    status,
    code: text("code"),
    field: text("field"),
    detail: text("detail"),
    title: text("title"),
    retryable: fields["retryable"] === true,
  });
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function sentence(details: Partial<ProblemDetails>): string {
  const what = details.code || `HTTP ${details.status ?? 0}`;
  const rest = [details.field, details.detail || details.title].filter(Boolean).join(": ");
  return rest ? `${what}: ${rest}` : what;
}
