import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // One at a time: each has a server, a browser and up to four pages.
    maxWorkers: 1,
    fileParallelism: false,
    allowOnly: false,
    projects: [
      {
        test: { name: "story", include: ["test/*.test.ts"], testTimeout: 240_000, hookTimeout: 240_000 },
      },
    ],
  },
});
