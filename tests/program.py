"""A program that uses the API, with a personal token or none."""

import json
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpResponse
from django.test import Client

PREFIX = "/api/v1"


@dataclass(frozen=True)
class Reply:
    """An answer of the API. `body` is the parsed JSON, None where the answer has none."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The stable code of an error answer."""
        return str(self.body["code"])


class Program:
    """`get`, `post`, `put`, `patch` and `delete` paths below /api/v1."""

    def __init__(self, token: str | None) -> None:
        self.token = token
        self._client = Client(
            headers={"Authorization": f"Bearer {token}"} if token else {}, raise_request_exception=False
        )

    def get(self, path: str, **query: str | int) -> Reply:
        return _reply(self._client.get(PREFIX + path, query))

    def post(self, path: str, body: object = None, *, idempotency_key: str | None = None) -> Reply:
        return self.request("POST", path, body, idempotency_key=idempotency_key)

    def patch(self, path: str, body: object) -> Reply:
        return self.request("PATCH", path, body)

    def put(self, path: str, body: object = None) -> Reply:
        return self.request("PUT", path, body)

    def delete(self, path: str) -> Reply:
        return self.request("DELETE", path)

    def request(self, method: str, path: str, body: object = None, *, idempotency_key: str | None = None) -> Reply:
        """Any method; `body` is sent as JSON, bytes as they are."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        headers = {} if idempotency_key is None else {"Idempotency-Key": idempotency_key}
        answer = self._client.generic(method, PREFIX + path, data, content_type="application/json", headers=headers)
        return _reply(cast("HttpResponse", answer))


def _reply(answer: Any) -> Reply:  # noqa: ANN401 - Django's test response
    is_json = answer.content and answer.headers.get("Content-Type", "").startswith("application/json")
    return Reply(answer.status_code, json.loads(answer.content) if is_json else None, dict(answer.headers))
