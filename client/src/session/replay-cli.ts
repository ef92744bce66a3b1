// Reads {"state": State, "events": [StreamEvent]} and prints the state after them: `node replay-cli.ts < case.json`.

import { readFileSync, writeSync } from "node:fs";
import type { StreamEvent } from "../protocol/index.ts";
import { applyEvent } from "./reduce.ts";
import type { State } from "./state.ts";

const given = JSON.parse(readFileSync(0, "utf8")) as { state: State; events: StreamEvent[] };
writeSync(1, JSON.stringify(given.events.reduce(applyEvent, given.state)));
