import { defineConfig } from "vite";

export default defineConfig({
  base: "/",
  // The folder of all pages: the others lie in it, so it is not emptied. deploy/web-build removes what was ours.
  build: { outDir: "../../build/web", emptyOutDir: false, target: "es2022" },
});
