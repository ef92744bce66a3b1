export const SLOWEST_RETRY_MS = 30_000;
const FIRST_RETRY_MS = 1_000;

/** How long to wait before attempt number `attempt` (0 is the first): full jitter, 1 s growing to 30 s. */
export function retryDelay(attempt: number, random: () => number): number {
  return random() * Math.min(SLOWEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
}
