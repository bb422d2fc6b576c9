// The readiness check: three lights, each with what to do, and a ring to try.
import { IncidentKind, OfferNoticeSchema, Role, create, timestampFromDate } from "@goldenfour/sdk";
import { signal } from "@preact/signals";
import { connectPush, lights, session, wallClock } from "../app";
import { unlockSound } from "../edge/alarm";
import { askPosition, fix } from "../edge/position";
import { askNotifications, push } from "../edge/push";
import type { Light } from "../model/readiness";
import { say } from "../words";

const TEST_MS = 20_000;
const hints = signal(false);

export function Lights() {
  const all = lights.value;
  const isGood = all.every(({ color }) => color === "green");
  return (
    <section class="lights" aria-labelledby="lights-title">
      <h2 id="lights-title">{say.value("lights.title")}</h2>
      <p class={isGood ? "good" : "attention"} data-testid="readiness" data-ready={isGood}>
        {say.value(isGood ? "lights.all" : "lights.some")}
      </p>
      <ul>
        {all.map((light) => (
          <LightRow key={light.name} light={light} />
        ))}
      </ul>
      {(push.value === "unavailable" || push.value === "on") && (
        <p class="quiet small" data-testid="push" data-push={push.value}>
          {say.value(push.value === "on" ? "push.on" : "push.none")}
        </p>
      )}
      <button class="wide" data-testid="test-ring" onClick={testRing}>
        {say.value("test.ring")}
      </button>
      <p class="quiet small">{say.value(hints.value ? "test.silent" : "test.hint")}</p>
    </section>
  );
}

function LightRow({ light }: { light: Light }) {
  const { name, color, canFix } = light;
  const text = (
    <>
      <span class={`lamp ${color}`} aria-hidden="true" />
      <span class="light-name">
        {say.value(`light.${name}`)}
        <span class="unseen">{say.value(`color.${color}`)}</span>
      </span>
      <span class="light-word">{wordOf(light)}</span>
    </>
  );
  return (
    <li data-testid={`light-${name}`} data-color={color}>
      {canFix ? (
        <button class="light" onClick={() => void repair(name)}>
          {text}
        </button>
      ) : (
        <div class="light">{text}</div>
      )}
    </li>
  );
}

function wordOf({ word }: Light): string {
  if (word === "ring.ok" && "vibrate" in navigator) return say.value("ring.okBuzz");
  return say.value(word, { meters: Math.max(5, Math.round(fix.value?.accuracyMeters ?? 0)) });
}

async function repair(name: Light["name"]): Promise<void> {
  unlockSound();
  if (name === "position") askPosition();
  if (name !== "notify") return;
  await askNotifications();
  await connectPush();
}

/** A ring that only this phone knows of. */
function testRing(): void {
  unlockSound();
  const opened = session.peek();
  if (!opened) return;
  wallClock.value = Date.now();
  hints.value = true;
  const notice = create(OfferNoticeSchema, {
    offer: `test-${Date.now()}`,
    role: Role.CPR,
    kind: IncidentKind.CARDIAC_ARREST,
    deadline: timestampFromDate(new Date(opened.now() + TEST_MS)),
    distanceMetersFrom: 200,
    distanceMetersTo: 400,
    arrivalSeconds: 240,
  });
  opened.tell({ type: "offer", notice, isTest: true });
}
