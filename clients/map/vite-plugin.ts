// For the Vite configuration of an app: puts the offline base map beside it, as map/map.json and
// map/monaco.pmtiles, in development and in what is built, and builds MapLibre's worker as it must be.
import { readFileSync, readdirSync } from "node:fs";
import type { Plugin } from "vite";

const folder = new URL("./basemap/", import.meta.url);
const files = readdirSync(folder).filter((name) => !name.endsWith(".md"));

export function offlineMap(): Plugin {
  return {
    name: "goldenfour-offline-map",
    config: () => ({ worker: { format: "es" } }),
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = files.find((file) => request.url?.endsWith(`/map/${file}`));
        if (!name) return next();
        response.end(readFileSync(new URL(name, folder)));
      });
    },
    generateBundle() {
      for (const name of files) {
        this.emitFile({
          type: "asset",
          fileName: `map/${name}`,
          source: readFileSync(new URL(name, folder)),
        });
      }
    },
  };
}
