// The pictures that main.ts makes, and that the README shows.
export const NAMES = ["console-day", "console-night", "phone-ring", "phone-task", "public-map"] as const;
export type Name = (typeof NAMES)[number];
