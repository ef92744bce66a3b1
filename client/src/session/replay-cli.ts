// Answers each line {"state": State, "events": [StreamEvent]} with the state after them: `node replay-cli.ts`.

import { createInterface } from "node:readline";
import type { StreamEvent } from "../protocol/index.ts";
import { applyEvent } from "./reduce.ts";
import type { State } from "./state.ts";

for await (const line of createInterface({ input: process.stdin })) {
  const given = JSON.parse(line) as { state: State; events: StreamEvent[] };
  process.stdout.write(`${JSON.stringify(given.events.reduce(applyEvent, given.state))}\n`);
}
