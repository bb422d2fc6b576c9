import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";

import {
  AlertReplySchema,
  AlertSchema,
  IncidentKind,
  IncidentReplySchema,
  Problem,
  Unreachable,
  createClient,
} from "../../src/index.js";
import type { ClientOptions } from "../../src/index.js";
import { TokenSchema } from "../../src/gen/goldenfour/v1/admin_pb.js";
import { fakeFetch, message, problem } from "./fakes.js";

const reply = message(
  toBinary(AlertReplySchema, create(AlertReplySchema, { incident: "i-1", created: true })),
  201,
);
const acted = message(toBinary(IncidentReplySchema, create(IncidentReplySchema, { incident: "i-1" })));
const broken = new TypeError("fetch failed");
const busy = problem(503, { code: "OVERLOADED", title: "Busy", retryable: true });

function clientOf(fetch: typeof globalThis.fetch, options: Partial<ClientOptions> = {}) {
  return createClient({ server: "https://aed.example:8443", token: "secret", fetch, ...options });
}

describe("options", () => {
  test.each([
    ["not a url", /is no URL/],
    ["ftp://aed.example", /https/],
    ["https://aed.example/path", /without path/],
    ["https://user@aed.example", /without path/],
    ["https://aed.example/?x=1", /without path/],
  ])("server %s is refused", (server, message) => {
    expect(() => createClient({ server })).toThrow(message);
  });

  test("numbers that cannot be meant, tokens that do not fit a header, ids that are empty", async () => {
    expect(() => createClient({ server: "https://a.example", timeoutMs: 0 })).toThrow(/timeoutMs/);
    expect(() => createClient({ server: "https://a.example", attempts: Number.NaN })).toThrow(/attempts/);
    const fetch = fakeFetch(acted);
    await expect(clientOf(fetch, { token: "two words" }).incidents.list()).rejects.toThrow(/token/);
    expect(() => clientOf(fetch).incidents.get("")).toThrow(/incident/);
    expect(() => clientOf(fetch).alerts.raise({}, { idempotencyKey: "two words" })).toThrow(/idempotencyKey/);
    expect(fetch.asked).toEqual([]);
  });
});

describe("requests", () => {
  test("carry token, protobuf and a key of their own; the token may come from elsewhere", async () => {
    const fetch = fakeFetch(reply);
    const client = clientOf(fetch, { token: () => Promise.resolve("fresh") });
    const raised = await client.alerts.raise({ kind: IncidentKind.CHOKING });
    expect(raised).toMatchObject({ incident: "i-1", created: true });
    await client.alerts.raise({ kind: IncidentKind.CHOKING });
    const [one, two] = fetch.asked;
    expect(one).toMatchObject({ method: "POST", url: "https://aed.example:8443/v1/alerts" });
    expect(one!.headers).toMatchObject({
      Authorization: "Bearer fresh",
      "Content-Type": "application/x-protobuf",
    });
    expect(fromBinary(AlertSchema, one!.body).kind).toBe(IncidentKind.CHOKING);
    expect(one!.headers["Idempotency-Key"]).toMatch(/^[0-9a-f]{32}$/);
    expect(two!.headers["Idempotency-Key"]).not.toBe(one!.headers["Idempotency-Key"]);
  });

  test("escape what stands in a path or a query", async () => {
    const [fetch, empty] = [fakeFetch(acted), fakeFetch(message(new Uint8Array()))];
    await clientOf(fetch).incidents.cancel("a/b:c d");
    await clientOf(empty).incidents.list({ pageToken: "x&y=z" });
    expect(fetch.asked[0]!.url).toBe("https://aed.example:8443/v1/incidents/a%2Fb%3Ac%20d:cancel");
    expect(empty.asked[0]!.url).toContain("pageToken=x%26y%3Dz");
  });
});

describe("what goes wrong", () => {
  test("an alert that met no answer is repeated under the same key", async () => {
    const fetch = fakeFetch(broken, busy, reply);
    expect((await clientOf(fetch).alerts.raise({})).incident).toBe("i-1");
    expect(new Set(fetch.asked.map((each) => each.headers["Idempotency-Key"])).size).toBe(1);
    expect(fetch.asked.length).toBe(3);
  });

  test("an enrolment whose answer was lost is repeated under the same key, also by a later call", async () => {
    const token = message(toBinary(TokenSchema, create(TokenSchema, { secret: "s" })), 201);
    const fetch = fakeFetch(broken, busy, token);
    expect((await clientOf(fetch).enrol("7KQ2-9XMD-4TRA")).secret).toBe("s");
    expect(fetch.asked.length).toBe(3);
    const keys = new Set(fetch.asked.map((each) => each.headers["Idempotency-Key"]));
    expect(keys.size).toBe(1);
    const own = { idempotencyKey: "of this device" };
    expect(() => clientOf(fetch).enrol("x", own)).toThrow(/idempotencyKey/);
    await clientOf(fetch).enrol("x", { idempotencyKey: "0123456789abcdef" });
    expect(fetch.asked.at(-1)!.headers["Idempotency-Key"]).toBe("0123456789abcdef");
    await clientOf(fetch).enrol("x");
    expect(keys).not.toContain(fetch.asked.at(-1)!.headers["Idempotency-Key"]);
    const used = fakeFetch(problem(404, { code: "ENROLMENT_UNKNOWN", retryable: false }));
    await expect(clientOf(used).enrol("x")).rejects.toThrow(Problem);
    expect(used.asked.length).toBe(1);
  });

  test("in the end the last reason is the caller's", async () => {
    const fetch = fakeFetch(broken);
    await expect(clientOf(fetch, { attempts: 2 }).alerts.raise({})).rejects.toThrow(Unreachable);
    expect(fetch.asked.length).toBe(2);
  });

  test("what may not be done twice is not repeated, nor what was refused for good", async () => {
    const guarded = fakeFetch(broken);
    await expect(clientOf(guarded).incidents.hold("i", { ifMatch: 3n })).rejects.toThrow(Unreachable);
    expect(guarded.asked.map((each) => each.headers["If-Match"])).toEqual(['"3"']);
    const refused = fakeFetch(problem(403, { code: "FORBIDDEN", retryable: false }));
    await expect(clientOf(refused).incidents.hold("i")).rejects.toThrow(Problem);
    expect(refused.asked.length).toBe(1);
  });

  test("a problem has code, field, detail and status", async () => {
    const fields = {
      code: "DATUM_REQUIRED",
      field: "position.datum",
      detail: "say which",
      title: "A position needs a datum",
    };
    const call = clientOf(fakeFetch(problem(400, fields))).alerts.raise({});
    const message = "DATUM_REQUIRED: position.datum: say which";
    await expect(call).rejects.toMatchObject({ ...fields, status: 400, retryable: false, message });
  });

  test("a proxy's page is a problem without a code", async () => {
    const page = new Response("<html>Bad gateway</html>", {
      status: 502,
      headers: { "Content-Type": "text/html" },
    });
    const call = clientOf(fakeFetch(page), { attempts: 1 }).incidents.get("i");
    await expect(call).rejects.toMatchObject({
      code: "",
      status: 502,
      detail: "<html>Bad gateway</html>",
      retryable: true,
    });
  });

  test.each(["nonsense", "[1]", "null"])("a problem whose body is %s is one without a code", async (body) => {
    const answer = new Response(body, {
      status: 400,
      headers: { "Content-Type": "application/problem+json" },
    });
    await expect(clientOf(fakeFetch(answer)).incidents.get("i")).rejects.toMatchObject({
      code: "",
      detail: body,
    });
  });

  test("an answer that is not the message is no answer", async () => {
    const garbage = message(new Uint8Array([0xff, 0xff]));
    await expect(clientOf(fakeFetch(garbage)).incidents.get("i")).rejects.toThrow(/is no Incident/);
  });

  test("time-outs and the caller's own end", async () => {
    const slow = clientOf(fakeFetch("hang"), { attempts: 1 });
    await expect(slow.incidents.get("i", { timeoutMs: 10 })).rejects.toMatchObject({
      name: "Unreachable",
      timedOut: true,
    });
    const controller = new AbortController();
    const call = slow.incidents.get("i", { signal: controller.signal });
    controller.abort(new Error("page left"));
    await expect(call).rejects.toThrow("page left");
    const between = clientOf(fakeFetch(broken)).incidents.get("i", { signal: AbortSignal.timeout(20) });
    await expect(between).rejects.toMatchObject({ name: "TimeoutError" });
  });
});

test("readiness is told also by a server that is not ready", async () => {
  const body = {
    ready: false,
    time: "2026-11-27T10:00:00Z",
    drillClock: 60,
    drillsOnly: true,
    reason: "replaying",
  };
  const answer = new Response(JSON.stringify(body), {
    status: 503,
    headers: { "Content-Type": "application/json" },
  });
  const told = await createClient({ server: "https://a.example", fetch: fakeFetch(answer) }).readiness();
  expect(told).toMatchObject({
    ready: false,
    drillClock: 60,
    reason: "replaying",
    time: new Date("2026-11-27T10:00:00Z"),
  });
});
