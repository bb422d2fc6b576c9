import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    maxWorkers: 1,
    allowOnly: false,
    projects: [
      { test: { name: "unit", environment: "happy-dom", include: ["test/*.test.{ts,tsx}"] } },
      {
        test: {
          name: "browser",
          include: ["test/browser/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
