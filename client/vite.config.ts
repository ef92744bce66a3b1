import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Every file in src/pages is the script of one page (or of all: site.ts); the manifest tells Django its built name.
const pages = readdirSync(here("src/pages"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => here(`src/pages/${name}`));

export default defineConfig({
  base: "/static/client/",
  build: {
    outDir: here("../src/vestibule/web/static/client"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // light-dark() is left as it is written: browsers of 2024 know it.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // Small enough already, and a source map would be served to everyone.
    sourcemap: false,
    rolldownOptions: { input: pages },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    css: true,
    passWithNoTests: true,
  },
});
