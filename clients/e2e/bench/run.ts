// `node --run bench`: prints a table. Vite reads the TypeScript, as it does for the tests.
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const { module } = await runnerImport<typeof import("./main")>(
  fileURLToPath(new URL("./main.ts", import.meta.url)),
  { configFile: false, logLevel: "error" },
);
await module.main(process.argv.slice(2));
