// The way: an arrow, a distance, and everything written about the place.
import { AedAccess, Role, type AedDirections } from "@goldenfour/sdk";
import { distance, language } from "@goldenfour/ui";
import { useEffect } from "preact/hooks";
import { askCompass, heading, listenToCompass } from "../edge/compass";
import { fix } from "../edge/position";
import type { Errand } from "../model/calls";
import { geoLink, replacementOf, targetOf, turn, wayTo, windOf, type Way } from "../model/guide";
import { say, sayNamed } from "../words";
import { MapFrame } from "./map-frame";
import { Fact } from "./parts";

export function Guidance({ errand, isShort }: { errand: Errand; isShort: boolean }) {
  const { notice } = errand;
  const target = targetOf(errand);
  useEffect(listenToCompass, []);
  return (
    <section class="guidance">
      {!isShort && <Pointer way={wayTo(fix.value, target.place)} hasPlace={target.place !== undefined} />}
      {target.at === "rally" && (
        <p>{say.value(notice.role === Role.CAPTAIN ? "place.rally.CAPTAIN" : "place.rally")}</p>
      )}
      {target.at === "aed" && notice.aed ? (
        <>
          <AedFacts aed={notice.aed} />
          <Instead errand={errand} />
          <h2 class="then">{say.value("place.then")}</h2>
          <SceneFacts errand={errand} />
        </>
      ) : (
        <SceneFacts errand={errand} />
      )}
      {!isShort && target.place && (
        <a class="button wide" href={geoLink(target.place, notice.address)} data-testid="map-app">
          {say.value("map.open")}
        </a>
      )}
      {!isShort && <MapFrame errand={errand} />}
    </section>
  );
}

function Pointer({ way, hasPlace }: { way: Way | undefined; hasPlace: boolean }) {
  if (!way) return <p class="pointer quiet">{say.value(hasPlace ? "way.unknown" : "way.noPlace")}</p>;
  const wind = say.value(`wind.${windOf(way.bearing)}`);
  const turned = turn(way.bearing, heading.value ?? 0);
  return (
    <button class="pointer" onClick={() => void askCompass()} data-testid="pointer">
      <svg
        viewBox="0 0 48 48"
        width="72"
        height="72"
        aria-hidden="true"
        style={{ transform: `rotate(${turned}deg)` }}
      >
        <path d="M24 3 40 43 24 34 8 43Z" fill="currentColor" />
      </svg>
      <span class="pointer-figures">
        <strong>{distance(way.meters, language.value)}</strong> <span>{wind}</span>
      </span>
    </button>
  );
}

function AedFacts({ aed }: { aed: AedDirections }) {
  const access = aed.access === AedAccess.PUBLIC ? "" : sayNamed("access", AedAccess[aed.access] ?? "");
  return (
    <div data-testid="aed-facts">
      {aed.name && <p class="place-name">{aed.name}</p>}
      <dl class="facts">
        <Fact word="place.doorCode" value={aed.doorCode} big />
        <Fact word="place.address" value={aed.address} />
        <Fact word="place.hint" value={aed.locationHint} />
        <Fact word="place.floor" value={aed.floor} />
        <Fact word="place.hours" value={aed.openingHours} />
        <Fact word="place.access" value={access} />
      </dl>
    </div>
  );
}

function Instead({ errand }: { errand: Errand }) {
  const { aed, noneInReach } = replacementOf(errand.notice);
  if (aed) return <p class="quiet">{say.value("place.alternate", { name: aed.name || aed.address })}</p>;
  return noneInReach ? <p class="quiet">{say.value("place.noAlternate")}</p> : null;
}

function SceneFacts({ errand: { notice } }: { errand: Errand }) {
  return (
    <dl class="facts" data-testid="scene-facts">
      <Fact word="place.address" value={notice.address} big />
      <Fact word="place.floor" value={notice.floor} big />
      <Fact word="place.entrance" value={notice.entrance} big />
      <Fact word="place.patient" value={notice.patient} />
      <Fact word="place.note" value={notice.note} />
      <Fact word="place.team" value={notice.team} />
    </dl>
  );
}
