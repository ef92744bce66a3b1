import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Every file in src/pages is the script of one page (or of all: site.ts); the manifest tells Django its built name.
const pages = readdirSync(here("src/pages"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => here(`src/pages/${name}`));

// The server sends what lies beside a file as .br or .gz to whoever takes it, so it is packed once, here.
const packed: Plugin = {
  name: "packed",
  apply: "build",
  writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle).filter((one) => /\.(js|css|svg)$/.test(one))) {
      const path = join(dir ?? "", name);
      const content = readFileSync(path);
      writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      writeFileSync(`${path}.br`, brotliCompressSync(content));
    }
  },
};

export default defineConfig({
  plugins: [packed],
  base: "/static/client/",
  resolve: {
    // Half of markdown-it's weight serves rules that messages do not have.
    alias: {
      entities: here("src/stubs/entities.ts"),
      "linkify-it": here("src/stubs/nothing.ts"),
      "punycode.js": here("src/stubs/nothing.ts"),
    },
  },
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
