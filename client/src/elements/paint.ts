import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { html, type TemplateResult } from "lit";
import { createLowlight } from "lowlight";

const programs = { bash, c, cpp, csharp, css, diff, go, java, javascript, json, php, python };
const more = { ruby, rust, sql, typescript, xml, yaml };
const lowlight = createLowlight({ ...programs, ...more });

type Node = ReturnType<typeof lowlight.highlight>["children"][number];

const COLOURS: Record<string, string> = {
  comment: "comment",
  quote: "comment",
  string: "string",
  regexp: "string",
  addition: "string",
  number: "number",
  literal: "number",
  keyword: "keyword",
  built_in: "keyword",
  type: "keyword",
  deletion: "keyword",
  title: "name",
  name: "name",
  attr: "name",
};

/** Code as text and spans, never as HTML. */
export function paint(code: string, language: string): (string | TemplateResult)[] {
  return lowlight.highlight(language, code).children.map(piece);
}

function piece(node: Node): string | TemplateResult {
  if (node.type === "text") return node.value;
  if (node.type !== "element") return "";
  const classes = Array.isArray(node.properties.className) ? node.properties.className.map(String) : [];
  const colour = classes.map((one) => COLOURS[one.replace(/^hljs-/u, "")]).find(Boolean);
  const inner = node.children.map(piece);
  return colour ? html`<span class="code-${colour}">${inner}</span>` : html`${inner}`;
}
