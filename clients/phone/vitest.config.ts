import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    maxWorkers: 1,
    allowOnly: false,
    projects: [
      {
        // Long, for a busy machine.
        test: {
          name: "unit",
          environment: "happy-dom",
          include: ["test/*.test.{ts,tsx}"],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
