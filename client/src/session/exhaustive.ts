/**
 * The last branch of a switch over kinds: a kind that nobody handles is a type error here. At run time it is a kind
 * that this page is too old to know; it changes nothing until the next load.
 */
export function unheardOf<T>(_fact: never, unchanged: T): T {
  return unchanged;
}
