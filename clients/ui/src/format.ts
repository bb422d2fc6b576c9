// Figures as people read them. Times are by the server's clock and in the zone of the place, which is that of
// the browser.
import type { Language } from "./language";

const LOCALES: Record<Language, string> = { zh: "zh-CN", en: "en-GB" };

/** "03:07:09"; without seconds "03:07". */
export function clockTime(at: Date, language: Language, seconds = true): string {
  return at.toLocaleTimeString(LOCALES[language], {
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
    hourCycle: "h23",
  });
}

/** "4:05" of minutes and seconds, "1:04:05" from an hour on; of less than nothing, 0:00. */
export function elapsed(milliseconds: number): string {
  const all = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

const UNITS: Record<Language, { readonly m: string; readonly km: string }> = {
  zh: { m: "米", km: "公里" },
  en: { m: "m", km: "km" },
};

/** "350 m", "1.2 km": no finer than anybody knows it; `step` says otherwise, for what a hand does. */
export function distance(meters: number, language: Language, step = 10): string {
  const { m, km } = UNITS[language];
  if (meters < 950) return `${Math.round(meters / step) * step} ${m}`;
  return `${Number((meters / 1000).toFixed(1))} ${km}`;
}

/** Meters between two WGS-84 positions, on the sphere (haversine); for showing, within 0.5 %. */
export function metersBetween(
  a: { latitude: number; longitude: number },
  b: { latitude: number; longitude: number },
): number {
  const radians = Math.PI / 180;
  const halfUp = Math.sin(((b.latitude - a.latitude) * radians) / 2);
  const halfOver = Math.sin(((b.longitude - a.longitude) * radians) / 2);
  const square =
    halfUp ** 2 + Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * halfOver ** 2;
  return 2 * 6_371_010 * Math.asin(Math.min(1, Math.sqrt(square)));
}

/** Degrees clockwise from north, 0..360, from the first to the second. */
export function bearing(
  a: { latitude: number; longitude: number },
  b: { latitude: number; longitude: number },
): number {
  const radians = Math.PI / 180;
  const over = (b.longitude - a.longitude) * radians;
  const east = Math.sin(over) * Math.cos(b.latitude * radians);
  const north =
    Math.cos(a.latitude * radians) * Math.sin(b.latitude * radians) -
    Math.sin(a.latitude * radians) * Math.cos(b.latitude * radians) * Math.cos(over);
  return (Math.atan2(east, north) / radians + 360) % 360;
}
