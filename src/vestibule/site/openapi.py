"""The API's document: what ninja knows of the doors, joined with the structs that are answered."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from vestibule.site.protocol import schema_definitions
from vestibule.web.api import ErrorBody
from vestibule.web.described import MARK, described_structs

COMPONENTS = "#/components/schemas/"


class Api(NinjaAPI):
    """A ninja API whose document names the real structs, and the one error body of every operation."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:  # noqa: ANN401 - ninja's own signature
        document = super().get_openapi_schema(*args, **kwargs)
        definitions = schema_definitions(described_structs(), ref_template=COMPONENTS + "{name}")
        definitions["ErrorBody"] = ErrorBody.model_json_schema()
        document["components"].setdefault("schemas", {}).update(definitions)
        _put_references(document)
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"] = {str(status): one for status, one in operation["responses"].items()}
                operation["responses"]["default"] = {
                    "description": "Refused: `code` is stable, `text` is for people.",
                    "content": {"application/json": {"schema": {"$ref": COMPONENTS + "ErrorBody"}}},
                }
        return document


def _put_references(node: Any) -> None:  # noqa: ANN401 - any part of a JSON document
    if isinstance(node, dict):
        if MARK in node:
            node["$ref"] = COMPONENTS + node.pop(MARK)
            node.pop("title", None)
        for part in node.values():
            _put_references(part)
    elif isinstance(node, list):
        for part in node:
            _put_references(part)
