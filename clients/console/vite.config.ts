import { offlineMap } from "@goldenfour/map/vite";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

// The server that `vite` in development forwards to.
const server = process.env["GOLDENFOUR_SERVER"] ?? "http://127.0.0.1:7400";

export default defineConfig({
  base: "/console/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../../build/web/console",
    emptyOutDir: true,
    target: "es2023",
    chunkSizeWarningLimit: 2000,
  },
  server: { proxy: { "/v1": { target: server, ws: true }, "/readyz": server } },
  plugins: [
    offlineMap(),
    VitePWA({
      injectRegister: false, // registered by src/edge/offline.ts: the server's policy allows no inline script
      registerType: "prompt", // a console at work is never changed below the dispatcher's hands
      manifest: {
        name: "黄金四分钟 调度台",
        short_name: "调度台",
        lang: "zh-CN",
        start_url: "/console/",
        scope: "/console/",
        display: "standalone",
        background_color: "#0e1114",
        theme_color: "#0b3d2e",
        icons: [{ src: "icon.svg", sizes: "any", type: "image/svg+xml" }],
      },
      workbox: {
        globPatterns: ["**/*.{html,js,mjs,css,svg,json,csv,pmtiles}"],
        maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
        navigateFallback: "/console/index.html",
      },
    }),
  ],
});
