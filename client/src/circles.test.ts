import { expect, test } from "vitest";

const sources = import.meta.glob<string>("./**/*.ts", { query: "?raw", import: "default", eager: true });
const IMPORTED = /(?:from|import)\s+"(\.[^"]+)"/g;

type Graph = Map<string, string[]>;

/** Who imports whom, types too: what two files say of each other can be said by a third. */
function graphOf(files: Record<string, string>): Graph {
  const modules = Object.entries(files).filter(([path]) => !path.endsWith(".test.ts"));
  return new Map(
    modules.map(([path, source]) => [
      path,
      [...source.matchAll(IMPORTED)].map(([, name = ""]) => new URL(name, new URL(path, "file:///")).pathname.slice(1)),
    ]),
  );
}

/** The files of a way that leads back to its beginning; empty where there is none. */
function circleIn(graph: Graph): string[] {
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const circle = walk(next, [...way, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const circle = walk(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

const all = Object.fromEntries(Object.entries(sources).map(([path, source]) => [path.replace("./", ""), source]));

test("a circle of imports is found", () => {
  const files = { "a/one.ts": 'import { x } from "../b/two.ts";', "b/two.ts": 'import type { Y } from "./three.ts";' };
  expect(circleIn(graphOf(files))).toEqual([]);
  expect(circleIn(graphOf({ ...files, "b/three.ts": 'export { z } from "../a/one.ts";' }))).toEqual([
    "a/one.ts",
    "b/two.ts",
    "b/three.ts",
    "a/one.ts",
  ]);
});

test("no file of the client imports itself, whatever way round", () => {
  const graph = graphOf(all);
  // Every import leads to a file that is here, so none is overlooked.
  const known = new Set(Object.keys(all));
  const elsewhere = [...graph.values()].flat().filter((path) => path.endsWith(".ts") && !known.has(path));
  expect(elsewhere).toEqual([]);
  expect(graph.size).toBeGreaterThan(60);
  expect(circleIn(graph)).toEqual([]);
});
