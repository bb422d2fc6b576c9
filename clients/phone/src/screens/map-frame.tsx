// A small map, fetched only when everything that matters more is there. Without it nothing is lost.
import { Role } from "@goldenfour/sdk";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { fix } from "../edge/position";
import type { Errand } from "../model/calls";
import { placeOf, type Place } from "../model/names";
import { say } from "../words";

export interface Pin {
  readonly name: "you" | "aed" | "patient" | "rally";
  readonly place: Place;
}

interface Drawn {
  show(pins: readonly Pin[]): void;
  close(): void;
}

export function MapFrame({ errand }: { errand: Errand }) {
  const frame = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn>(undefined);
  const isMissing = useSignal(false);
  const pins = pinsOf(errand);
  const newest = useRef(pins);
  newest.current = pins;
  useEffect(() => {
    let isGone = false;
    const open = async (): Promise<void> => {
      try {
        const { drawMap } = await import("../map/little-map");
        if (isGone || !frame.current) return;
        drawn.current = await drawMap(frame.current, newest.current);
        if (isGone) drawn.current.close();
      } catch {
        isMissing.value = true;
      }
    };
    const timer = setTimeout(() => void open(), 800);
    return () => {
      isGone = true;
      clearTimeout(timer);
      drawn.current?.close();
    };
  }, []);
  const key = JSON.stringify(pins);
  useEffect(() => drawn.current?.show(newest.current), [key]);
  if (pins.length === 0) return null;
  return (
    <div class="map-frame">
      {isMissing.value ? <p class="quiet">{say.value("map.missing")}</p> : <div ref={frame} class="map" />}
    </div>
  );
}

function pinsOf({ notice }: Errand): Pin[] {
  const pins: Pin[] = [];
  const add = (name: Pin["name"], place: Place | undefined): void => {
    if (place) pins.push({ name, place });
  };
  add("patient", placeOf(notice.place));
  if (notice.role === Role.AED) add("aed", placeOf(notice.aed?.position));
  add("rally", placeOf(notice.rally));
  const here = fix.value;
  add("you", here && { latitude: here.latitude, longitude: here.longitude });
  return pins;
}
