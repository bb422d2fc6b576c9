// For the Vite configuration of an app: puts the offline base map beside it, as map.json and monaco.pmtiles in a
// folder, in development and in what is built, and builds MapLibre's worker as it must be.
import { readFileSync, readdirSync } from "node:fs";
import type { Plugin } from "vite";

const source = new URL("./basemap/", import.meta.url);
const files = readdirSync(source).filter((name) => !name.endsWith(".md"));

/** `folder` as seen from the app; null: another app of the site has the files, this one only the worker. */
export function offlineMap(folder: string | null = "map"): Plugin {
  return {
    name: "goldenfour-offline-map",
    config: () => ({ worker: { format: "es" } }),
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = files.find((file) => folder !== null && request.url?.endsWith(`/${folder}/${file}`));
        if (!name) return next();
        response.end(readFileSync(new URL(name, source)));
      });
    },
    generateBundle() {
      if (folder === null) return;
      for (const name of files) {
        this.emitFile({
          type: "asset",
          fileName: `${folder}/${name}`,
          source: readFileSync(new URL(name, source)),
        });
      }
    },
  };
}
