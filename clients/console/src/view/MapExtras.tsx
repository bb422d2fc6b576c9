// Beside the map: what its signs mean, and one AED in words.
import { useEffect, useState } from "preact/hooks";
import type { Aed } from "@goldenfour/sdk";
import { useScreen } from "../context";
import { stateOf } from "../edge/aeds";
import { listed, say } from "../words";
import { reasonText } from "./Why";

export function Legend() {
  const t = say.value;
  return (
    <details class="legend">
      <summary>{t("legend")}</summary>
      <ul>
        <li>
          <i class="sign-diamond" aria-hidden="true" /> {t("legend.incident")}
        </li>
        <li>
          <i class="sign-dot" aria-hidden="true" /> {t("legend.coming")}
        </li>
        {(["USABLE", "CLOSED", "NOT_USABLE", "UNKNOWN"] as const).map((state) => (
          <li key={state}>
            <i class={`sign-aed ${state}`} aria-hidden="true" /> {t(`aed.${state}`)}
          </li>
        ))}
        <li>
          <i class="sign-cell" aria-hidden="true" /> {t("legend.cell")}
        </li>
      </ul>
    </details>
  );
}

export function AedCard({ id, onClose }: { id: string; onClose: () => void }) {
  const { desk } = useScreen();
  const t = say.value;
  const [aed, setAed] = useState<Aed>();
  useEffect(() => {
    const ended = new AbortController();
    setAed(undefined);
    desk.client.aeds.get(id, { signal: ended.signal }).then(setAed, () => ended.signal.aborted || onClose());
    return () => ended.abort();
  }, [id]);
  return (
    <aside class="aed-card" data-testid="aed-card">
      <strong>{aed?.name || id}</strong>
      {aed && (
        <>
          <p>{t(`aed.${stateOf(aed)}`)}</p>
          <p>{listed([aed.address, aed.locationHint, aed.floor].filter(Boolean))}</p>
          <p class="quiet">{listed(aed.usability?.reasons.map(reasonText) ?? [])}</p>
        </>
      )}
      <button class="small" onClick={onClose}>
        {t("close")}
      </button>
    </aside>
  );
}
