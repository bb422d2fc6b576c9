import { offlineMap } from "@goldenfour/map/vite";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/map/",
  plugins: [offlineMap()],
  build: {
    outDir: "../../build/web/map",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 1500, // the map, which is loaded after the list
  },
});
