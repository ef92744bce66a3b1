import type { MemberRead } from "../protocol/index.ts";
import { text } from "../text/index.ts";
import { listed, type Format } from "./format.ts";
import type { Line } from "./line.ts";
import type { MessageLine, ReadLine } from "./message-line.ts";
import type { OpenRoom } from "./state.ts";
import type { People } from "./wording.ts";

interface Reading {
  people: People;
  format: Format;
  now: string;
}

/** The lines with each mark under the last of the reader's own messages that it has reached; rooms/read_lines.py does the same. */
export function withReadLines(lines: Line[], room: OpenRoom, reading: Reading): Line[] {
  const own = lines.filter((line): line is MessageLine => line.type === "message" && line.isMine && !line.isDeleted);
  const under = new Map<number, MemberRead[]>();
  for (const read of readsShown(room)) {
    const line = own.findLast(({ seq }) => seq <= read.seq);
    if (line) under.set(line.seq, [...(under.get(line.seq) ?? []), read]);
  }
  const isPair = room.detail.members.length === 2;
  return lines.map((line) => {
    const reads = line.type === "message" ? under.get(line.seq) : undefined;
    return reads ? { ...line, read: readLine(reads, isPair, reading) } : line;
  });
}

/** The marks whose place can be told: beyond the end of what is shown there may be a later message. */
function readsShown({ detail, timeline, after }: OpenRoom): MemberRead[] {
  const last = timeline.at(-1)?.seq ?? 0;
  return after === null ? detail.reads : detail.reads.filter(({ seq }) => seq <= last);
}

function readLine(reads: MemberRead[], isPair: boolean, { people, format, now }: Reading): ReadLine {
  if (!isPair) return { words: text.readBy(listed(reads.map(({ person }) => people.name(person)))), title: "" };
  const at = reads[0]?.at;
  if (!at) return { words: text.read, title: "" };
  const isToday = format.day(at) === format.day(now);
  return { words: text.readAt(isToday ? format.time(at) : format.moment(at)), title: format.moment(at) };
}
