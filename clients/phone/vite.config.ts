import { offlineMap } from "@goldenfour/map/vite";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vite";
import { ringBudget } from "./ring-budget.ts";

export default defineConfig({
  base: "/phone/",
  plugins: [
    offlineMap("map"),
    ringBudget(200 * 1024),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      injectRegister: false,
      manifest: {
        id: "/phone/",
        name: "黄金四分钟",
        short_name: "黄金四分钟",
        description: "急救志愿者的手机程序 · Golden Four, for responders",
        lang: "zh-CN",
        start_url: "/phone/",
        scope: "/phone/",
        display: "standalone",
        orientation: "portrait",
        background_color: "#0e1114",
        theme_color: "#0e1114",
        icons: [
          { src: "icons/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icons/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
      includeManifestIcons: false,
      injectManifest: {
        // The base map is for a look around: it comes when it is asked for.
        globPatterns: ["**/*.{html,js,mjs,css,png,json,webmanifest}"],
        globIgnores: ["map/**", "icons/maskable-512.png", "phone.json", "sw.js"],
        maximumFileSizeToCacheInBytes: 4_000_000,
      },
    }),
  ],
  build: {
    outDir: "../../build/web/phone",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
});
