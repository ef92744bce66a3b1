/** What the server refused, with the stable code and the sentence for the person. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | null;

  constructor(status: number, code: string, text: string, field: string | null = null) {
    super(text);
    this.name = "Refused";
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

/** The server could not be reached at all: nothing is known about what was asked. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

export interface Http {
  get<T>(path: string): Promise<T>;
  /** Repeating a POST with the same `key` gives the same answer. */
  post<T>(path: string, body?: unknown, key?: string): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  put(path: string): Promise<void>;
  remove(path: string): Promise<void>;
}

const PREFIX = "/api/v1";
const CSRF = /(?:^|; )(?:__Host-csrf|vestibule_csrf)=([^;]+)/u;

/** The JSON API as the signed-in person. Raises `Refused` or `Unreachable`. */
export function makeHttp(fetcher: typeof fetch, cookies: () => string): Http {
  async function ask<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (method !== "GET") headers["X-CSRFToken"] = CSRF.exec(cookies())?.[1] ?? "";
    if (key) headers["Idempotency-Key"] = key;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const response = await reach(() =>
      fetcher(PREFIX + path, {
        method,
        headers,
        credentials: "same-origin",
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    if (!response.ok) throw await refusal(response);
    return (response.status === 204 ? undefined : await reach(() => response.json())) as T;
  }
  return {
    get: (path) => ask("GET", path),
    post: (path, body, key) => ask("POST", path, body ?? {}, key),
    patch: (path, body) => ask("PATCH", path, body),
    put: (path) => ask("PUT", path),
    remove: (path) => ask("DELETE", path),
  };
}

async function reach<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch {
    throw new Unreachable();
  }
}

async function refusal(response: Response): Promise<Refused> {
  try {
    const { code, text, field } = (await response.json()) as { code: string; text: string; field: string | null };
    return new Refused(response.status, code, text, field);
  } catch {
    return new Refused(response.status, "unreadable", "");
  }
}
