import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // One worker: the machine that runs this also runs the server and other tests.
    maxWorkers: 1,
    allowOnly: false,
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"] } },
      {
        test: {
          name: "server",
          include: ["test/server/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
