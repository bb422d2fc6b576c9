// node run.ts <folder> <argument>...: runs its main.ts. Vite reads the TypeScript, as it does for the tests.
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const [folder = "", ...given] = process.argv.slice(2);
const { module } = await runnerImport<{ main: (given: string[]) => Promise<void> }>(
  fileURLToPath(new URL(`./${folder}/main.ts`, import.meta.url)),
  { configFile: false, logLevel: "error" },
);
await module.main(given);
