const MARKS: Record<string, string> = { b: "**", i: "*", e: "`" };

/** The text of a field with its selection marked bold, italic or as code, if that is what the keys ask for. */
export function markedUp(event: KeyboardEvent): { body: string; selection: [number, number] } | null {
  const mark = MARKS[event.key.toLowerCase()];
  const field = event.target;
  if (!mark || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return null;
  if (!(field instanceof HTMLTextAreaElement)) return null;
  const { value, selectionStart: start, selectionEnd: end } = field;
  const body = value.slice(0, start) + mark + value.slice(start, end) + mark + value.slice(end);
  return { body, selection: [start + mark.length, end + mark.length] };
}
