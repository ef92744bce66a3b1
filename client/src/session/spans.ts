// Positions on the wire count code points (docs/protocol.md); strings here count UTF-16 units.

export type Span = readonly [start: number, end: number];

/** The UTF-16 position of a position in code points; past the end it is the end. */
export function toUnits(text: string, codePoints: number): number {
  let units = 0;
  for (let passed = 0; passed < codePoints && units < text.length; passed += 1) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

/** Spans in code points as ordered spans in UTF-16 units that do not overlap. */
export function toUnitSpans(text: string, spans: readonly Span[]): Span[] {
  const merged: [number, number][] = [];
  for (const [start, end] of [...spans].sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
    const last = merged.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged.map(([start, end]) => [toUnits(text, start), toUnits(text, end)]);
}

export interface Piece {
  text: string;
  isMarked: boolean;
}

/** The text cut at the spans (in code points), each piece marked or not, none of them empty. */
export function cut(text: string, spans: readonly Span[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [start, end] of toUnitSpans(text, spans)) {
    pieces.push({ text: text.slice(at, start), isMarked: false }, { text: text.slice(start, end), isMarked: true });
    at = end;
  }
  pieces.push({ text: text.slice(at), isMarked: false });
  return pieces.filter((piece) => piece.text !== "");
}

/** The text without the spans (in code points) and without the double space that would remain. */
export function without(text: string, spans: readonly Span[]): string {
  let left = "";
  let isCut = false;
  for (const piece of cut(text, spans)) {
    if (!piece.isMarked) left = isCut ? joined(left, piece.text) : piece.text;
    isCut ||= piece.isMarked;
  }
  return left.trim();
}

function joined(left: string, right: string): string {
  const rest = /[ \t]$/u.test(left) ? right.replace(/^[ \t]+/u, "") : right;
  return /^[.,;:!?]/u.test(rest) ? left.replace(/[ \t]+$/u, "") + rest : left + rest;
}
