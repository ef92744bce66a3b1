import lit from "eslint-plugin-lit";
import wc from "eslint-plugin-wc";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["src/protocol/api.ts", "src/protocol/socket.ts"] },
  {
    files: ["src/**/*.ts"],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      lit.configs["flat/recommended"],
      wc.configs["flat/recommended"],
    ],
    languageOptions: { parserOptions: { projectService: true } },
    settings: { wc: { elementBaseClasses: ["LitElement"] } },
    rules: {
      // A switch over the kinds of an event is one decision, however many kinds there are.
      complexity: ["error", { max: 8, variant: "modified" }],
      eqeqeq: "error",
      "no-console": "error",
      "no-param-reassign": "error",
      "max-lines": ["error", 400],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // A number in a template literal needs no ceremony.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "lit/no-template-map": "off",
    },
  },
  // state machines know no DOM and no element
  {
    files: ["src/session/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", "document", "window", "customElements", "localStorage", "sessionStorage"],
    },
  },
  // protocol → transport → session → elements → pages: top may import lower, never the reverse
  ...[
    ["protocol", ["transport", "session", "elements", "pages"]],
    ["transport", ["session", "elements", "pages"]],
    ["session", ["elements", "pages"]],
    ["elements", ["pages"]],
  ].map(([floor, above]) => ({
    files: [`src/${floor}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: above.map((name) => `**/${name}/**`), message: `${floor} lies below it` }] },
      ],
    },
  })),
);
