import { defineConfig } from "vitest/config";

// The browser tests want Chromium and half a minute each; the others want nothing.
const patience = { testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/*.test.ts"] } },
      {
        test: {
          name: "browser",
          include: ["test/browser/click.test.ts", "test/browser/floating.test.ts"],
          ...patience,
        },
      },
      { test: { name: "nightly", include: ["test/browser/look.test.ts"], ...patience } },
    ],
  },
});
