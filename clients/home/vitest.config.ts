import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    maxWorkers: 1,
    // Only what is shown needs a document: making one takes longer than most tests.
    projects: [
      { test: { name: "unit", environment: "node", isolate: false, include: ["test/*.test.ts"] } },
      { test: { name: "view", environment: "happy-dom", include: ["test/*.test.tsx"] } },
    ],
  },
});
