import { text } from "../text/index.ts";

const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;

/** Times and amounts as the person reads them: their zone, their language. The server's presenter says the same. */
export class Format {
  readonly #language: string;
  readonly #zone: string;
  // Making a formatter costs a hundred times what using it does.
  readonly #formatters = new Map<string, Intl.DateTimeFormat>();

  constructor(language: string, zone: string) {
    this.#language = language;
    this.#zone = zone;
  }

  /** 14:05 */
  time(at: string): string {
    return this.#parts(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, ["hour", "minute"], ":");
  }

  /** 31 January 2026, 14:05 */
  moment(at: string): string {
    const [day, month, year] = this.#words(at, { day: "numeric", month: "long", year: "numeric" });
    return `${text.dates.day(day, month, year)}, ${this.time(at)}`;
  }

  /** A day of the calendar, the same one everywhere: 31 January 2026 */
  date(day: string): string {
    const format = new Intl.DateTimeFormat(this.#language, {
      day: "numeric",
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });
    const parts = format.formatToParts(Date.parse(`${day}T12:00:00Z`));
    const value = (kind: string): string => parts.find(({ type }) => type === kind)?.value ?? "";
    return `${value("day")} ${value("month")} ${value("year")}`;
  }

  /** The day as a key: 2026-01-31. */
  day(at: string): string {
    const day = { day: "2-digit", month: "2-digit", year: "numeric" } as const;
    return this.#parts(at, day, ["year", "month", "day"], "-");
  }

  /** Today, Yesterday, Monday 12 January, Monday 12 January 2025 */
  dayLabel(at: string, now: string): string {
    const recent = this.#recent(at, now);
    if (recent) return recent;
    const [day, month, year, weekday] = this.#words(at, LONG);
    const words = this.#isThisYear(at, now)
      ? text.dates.weekday(weekday, day, month)
      : text.dates.weekdayOfYear(weekday, day, month, year);
    return words.charAt(0).toUpperCase() + words.slice(1);
  }

  /** 14:05, Yesterday, Mon, 12 Jan, 12 Jan 2025 */
  short(at: string, now: string): string {
    if (this.day(at) === this.day(now)) return this.time(at);
    const recent = this.#recent(at, now);
    if (recent) return recent;
    if (this.#daysBetween(at, now) < 7) return this.#parts(at, { weekday: "short" }, ["weekday"], "");
    const [day, month, year] = this.#words(at, { day: "numeric", month: "short", year: "numeric" });
    // Three letters of a month are understood in every language of the site; browsers differ about four.
    const words = `${day} ${month.slice(0, 3)}`;
    return this.#isThisYear(at, now) ? words : `${words} ${year}`;
  }

  /** 120000, "EUR": 1,200.00 EUR */
  money(amountMinor: number, currency: string): string {
    const digits = minorDigits(currency);
    const format = new Intl.NumberFormat(this.#language, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      // Spanish would leave four digits ungrouped; the server groups them all.
      useGrouping: "always",
    });
    return `${format.format(amountMinor / 10 ** digits)} ${currency}`;
  }

  #recent(at: string, now: string): string {
    return { 0: text.today, 1: text.yesterday }[this.#daysBetween(at, now)] ?? "";
  }

  #daysBetween(at: string, now: string): number {
    return Math.round((Date.parse(this.day(now)) - Date.parse(this.day(at))) / 86_400_000);
  }

  #isThisYear(at: string, now: string): boolean {
    return this.day(at).slice(0, 4) === this.day(now).slice(0, 4);
  }

  #parts(at: string, options: Intl.DateTimeFormatOptions, wanted: string[], between: string): string {
    const found = this.#formatter(options).formatToParts(new Date(at));
    const parts = new Map<string, string>(found.map(({ type, value }) => [type, value]));
    return wanted.map((type) => parts.get(type) ?? "").join(between);
  }

  #words(at: string, options: Intl.DateTimeFormatOptions): [string, string, string, string] {
    const found = this.#formatter(options).formatToParts(new Date(at));
    const word = (wanted: string): string => found.find(({ type }) => type === wanted)?.value ?? "";
    return [word("day"), word("month"), word("year"), word("weekday")];
  }

  #formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = JSON.stringify(options);
    const made = this.#formatters.get(key);
    if (made) return made;
    const formatter = new Intl.DateTimeFormat(this.#language, { ...options, timeZone: this.#zone });
    this.#formatters.set(key, formatter);
    return formatter;
  }
}

/** How many decimal places a currency has. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** What somebody typed ("1200", "1200.50", "1200,5") in the smallest unit, or null when it is no amount. */
export function parseAmount(typed: string, currency: string): number | null {
  const found = /^(\d{1,10})(?:\.(\d{1,3})|,(\d{1,2}))?$/u.exec(typed.replace(/\s/gu, ""));
  if (!found) return null;
  const digits = minorDigits(currency);
  const [, whole = "", pointed, comma] = found;
  const decimals = pointed ?? comma ?? "";
  return decimals.length > digits ? null : Number(whole + decimals.padEnd(digits, "0"));
}

/** "a phone number, an e-mail address and …" */
export function listed(words: string[]): string {
  const [last, ...others] = [...words].reverse();
  return others.length === 0 ? (last ?? "") : `${others.reverse().join(", ")} ${text.and(last ?? "")} ${last ?? ""}`;
}
