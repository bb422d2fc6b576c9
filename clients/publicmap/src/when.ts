// Moments as people say them: today only the time, tomorrow and later with the day.
import { clockTime, type Language } from "@goldenfour/ui";

export interface When {
  readonly day: "today" | "tomorrow" | "weekday" | "date";
  /** Of a weekday or a date. */
  readonly name: string;
  readonly time: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function whenOf(at: number, now: number, language: Language): When {
  const date = new Date(at);
  const days = Math.round((midnightOf(at) - midnightOf(now)) / DAY_MS);
  const time = clockTime(date, language, false);
  if (days === 0) return { day: "today", name: "", time };
  if (days === 1) return { day: "tomorrow", name: "", time };
  const locale = language === "zh" ? "zh-CN" : "en-GB";
  if (days > 1 && days < 7)
    return { day: "weekday", name: date.toLocaleDateString(locale, { weekday: "long" }), time };
  return { day: "date", name: date.toLocaleDateString(locale, { day: "numeric", month: "long" }), time };
}

function midnightOf(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

const POINTS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"] as const;
export type Point = (typeof POINTS)[number];

/** The nearest of eight points of the compass. */
export function pointOf(degrees: number): Point {
  return POINTS[Math.round((((degrees % 360) + 360) % 360) / 45) % 8]!;
}
