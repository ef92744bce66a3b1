import { expect, test } from "vitest";
import { makeHttp, Refused, Unreachable } from "./http.ts";

function answering(status: number, body: string): { asked: Request[]; fetcher: typeof fetch } {
  const asked: Request[] = [];
  const fetcher = (path: string | URL | Request, options?: RequestInit): Promise<Response> => {
    asked.push(new Request(new URL(path as string, "http://site.example"), options));
    return Promise.resolve(new Response(status === 204 ? null : body, { status }));
  };
  return { asked, fetcher: fetcher };
}

test.each(["vestibule_csrf=abc", "other=1; __Host-csrf=abc"])(
  "a change carries the token of the cookie (%s)",
  async (cookie) => {
    const { asked, fetcher } = answering(201, '{"ticket": "t"}');
    const answer = await makeHttp(fetcher, () => cookie).post("/socket-tickets", undefined, "key-1");
    expect(answer).toEqual({ ticket: "t" });
    expect(asked[0]?.headers.get("X-CSRFToken")).toBe("abc");
    expect(asked[0]?.headers.get("Idempotency-Key")).toBe("key-1");
    expect(asked[0]?.url).toBe("http://site.example/api/v1/socket-tickets");
  },
);

test("a refusal has its code, its sentence and its field", async () => {
  const { fetcher } = answering(422, '{"code": "message_empty", "text": "Write something first.", "field": "body"}');
  const refused = makeHttp(fetcher, () => "").post("/rooms/r/messages", {});
  await expect(refused).rejects.toMatchObject({ status: 422, code: "message_empty", field: "body" });
  await expect(refused).rejects.toBeInstanceOf(Refused);
});

test("an answer that is no JSON, a proxy's page say, is a refusal all the same", async () => {
  const { fetcher } = answering(502, "<h1>Bad gateway</h1>");
  await expect(makeHttp(fetcher, () => "").get("/me")).rejects.toMatchObject({ status: 502, code: "unreadable" });
});

test("no network is told apart from a refusal", async () => {
  const offline = (() => Promise.reject(new TypeError("Failed to fetch"))) as typeof fetch;
  await expect(makeHttp(offline, () => "").get("/me")).rejects.toBeInstanceOf(Unreachable);
});

test("nothing to read is nothing", async () => {
  const { fetcher } = answering(204, "");
  await expect(makeHttp(fetcher, () => "").remove("/withheld/x")).resolves.toBeUndefined();
});
