// The reasons behind the plan, as the server stored them.
import { timestampDate, type Explanation, type Offer, type UsabilityReason } from "@goldenfour/sdk";
import { clockTime, distance, elapsed, language } from "@goldenfour/ui";
import { roleText, whoOf } from "../state/sentence";
import { comma, say, word } from "../words";

const percent = (share: number): string => (100 * Math.max(0, share)).toFixed(share < 0.1 ? 1 : 0);
const minutes = (seconds: number): string => elapsed(seconds * 1000);
/** What goes without saying of an AED that can be used. */
const USUAL = new Set(["ACCESS_PUBLIC", "VERIFIED", "REPORTS_READY"]);

export function OfferReasons({ offer }: { offer: Offer }) {
  const t = say.value;
  const { why } = offer;
  const parts = [t("whyLine", { accepts: percent(offer.acceptance), gain: percent(offer.gain) })];
  if (why && why.likelySecondsTo > why.likelySecondsFrom)
    parts.push(t("likely", { from: minutes(why.likelySecondsFrom), to: minutes(why.likelySecondsTo) }));
  if (why && why.distanceMeters > 0)
    parts.push(t("away", { distance: distance(why.distanceMeters, language.value) }));
  if (why && why.aedReachedSeconds > 0) parts.push(t("atAed", { time: minutes(why.aedReachedSeconds) }));
  if (why?.aedName) parts.push(`${why.aedName} ${t("aedWorks", { percent: percent(why.aedUsability) })}`);
  if (why?.fromHome) parts.push(t("fromHome"));
  if (offer.lentBy) parts.push(t("lentBy", { who: offer.lentBy }));
  if (why?.takenFrom) parts.push(t("takenFrom", { who: why.takenFrom }));
  const reasons = why?.aedReasons.filter(({ code }) => !USUAL.has(code)).map(reasonText) ?? [];
  return <p class="why">{[...parts, ...reasons].join(comma())}</p>;
}

export function reasonText(reason: UsabilityReason): string {
  const text = word(say.value, "usability", reason.code);
  return reason.at ? `${text} ${clockTime(timestampDate(reason.at), language.value, false)}` : text;
}

export function NotAsked({ why }: { why: Explanation }) {
  const t = say.value;
  if (why.wave === 0) return <p class="quiet note">{t("noPlan")}</p>;
  const counts = Object.entries(why.excluded).sort((a, b) => b[1] - a[1]);
  return (
    <details class="not-asked" data-testid="explain">
      <summary>
        {t("notAsked")} ·{" "}
        <span class="quiet">
          {t("survival", { before: percent(why.survivalBefore), after: percent(why.survivalAfter) })}
        </span>
      </summary>
      <ul>
        {why.bestNonOffers.slice(0, 10).map((other) => (
          <li key={other.responder}>
            {whoOf(other.responder, "", t)} · <strong>{word(t, "excluded", other.reason)}</strong> ·{" "}
            {t("arrivesBetween", {
              from: minutes(other.arrivalSecondsFrom),
              to: minutes(other.arrivalSecondsTo),
            })}
            {other.role !== 0 && ` · ${roleText(other.role, other.aedName || other.aed, t)}`} ·{" "}
            <span class="quiet">
              {t("whyLine", { accepts: percent(other.acceptance), gain: percent(other.gain) })}
            </span>
          </li>
        ))}
      </ul>
      {counts.length > 0 && (
        <p>
          {t("notAskedCounts")}:{" "}
          {counts.map(([reason, count]) => `${word(t, "excluded", reason)} ${count}`).join(comma())}
        </p>
      )}
      {why.aedsRuledOut.length > 0 && (
        <>
          <p>{t("aedsOut")}</p>
          <ul>
            {why.aedsRuledOut.map((out) => (
              <li key={out.aed}>
                {out.name || out.aed} · {distance(out.distanceMeters, language.value)} ·{" "}
                {out.reason && reasonText(out.reason)}
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}
