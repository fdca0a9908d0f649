"""The description of the API (OpenAPI 3.1), made from its routes and messages.

The schemas are those by which messages are read and written: ``msgspec`` makes both. Paths and the
parameters of queries come from the handlers' signatures, the rest from ``described``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from wardtui.central.described import Described, described_by
from wardtui.central.headers import HEADERS, ON_EVERY_ANSWER, ON_REFUSALS, PARAMETERS
from wardtui.central.problems import MEDIA_TYPE as PROBLEM
from wardtui.domain.events import BODIES
from wardtui.messages import DIGEST_HEADER, PROTOCOL, Problem
from wardtui.wire import Envelope

JSON = "application/json"
_SCHEMAS = "#/components/schemas/"

_ABOUT = """\
How laptops exchange events with the central server of wardtui. What the fields and codes mean, and
what holds whatever happens, is in `docs/protocol.md`. Bodies may be packed with gzip, both ways.
Every error is `application/problem+json` with a `code`; an offered event that is not taken is no
error of the request, and is answered in its place among the results."""

_TITLES = {
    200: "Done",
    400: "The request cannot be read",
    401: "The device is not paired, or was revoked",
    403: "The officer may not do this",
    413: "Too large: send less at once",
    415: "Packed in an unknown way",
    426: "This wardtui is too old to read",
    429: "Too often: come back later",
    500: "The server failed; try again later",
    503: "The server cannot answer now; come back later",
}


def configuration() -> OpenAPIConfig:
    """With what Litestar describes handlers."""
    return OpenAPIConfig(
        title="wardtui central",
        version=str(PROTOCOL),
        render_plugins=[JsonRenderPlugin()],
        use_handler_docstrings=True,
        operation_id_creator=lambda handler, *_: handler.handler_name,
    )


def describe(app: Litestar) -> dict[str, Any]:
    """The description of an application's routes, the same each time.

    :raises KeyError: when one of them says nothing of itself
    """
    handlers = {
        (route.path_format, method.lower()): handler
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler) and handler.resolve_include_in_schema()
        for method in handler.http_methods
    }
    found: Any = app.openapi_schema.to_schema()["paths"]
    paths: dict[str, dict[str, Any]] = {}
    refusals: dict[str, Any] = {}
    for (path, method), handler in sorted(handlers.items()):
        operation = _operation(handler, found[path][method], refusals)
        paths.setdefault(path, {})[method] = operation
    messages = {
        message
        for handler in handlers.values()
        for message in (described_by(handler.opt).takes, described_by(handler.opt).gives)
        if isinstance(message, type)
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "wardtui central",
            "version": str(PROTOCOL),
            "summary": "The exchange of events between laptops and their server.",
            "description": _ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _schemas(messages),
            "responses": dict(sorted(refusals.items())),
            "headers": {name: {"required": True, **one} for name, one in HEADERS.items()},
            "parameters": {
                name: {"name": name, "in": "header", "required": False, **one}
                for name, one in PARAMETERS.items()
            },
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token that `POST /v1/pair` has answered with.",
                }
            },
        },
    }


def _operation(
    handler: HTTPRouteHandler, found: dict[str, Any], refusals: dict[str, Any]
) -> dict[str, Any]:
    """What one handler answers.

    :param found: what Litestar knows of it
    :param refusals: all that are met, by name; those of this one are added
    """
    said = described_by(handler.opt)
    parameters = [_parameter(one) for one in found.get("parameters", [])]
    is_for_all = bool(handler.opt.get("exclude_from_auth"))
    summary, _, rest = found["description"].partition("\n\n")
    headers = ["Content-Encoding", DIGEST_HEADER] if isinstance(said.takes, type) else []
    headers += said.headers
    codes = _codes(said, is_for_all=is_for_all, has_parameters=bool(parameters))
    operation: dict[str, Any] = {
        "operationId": handler.handler_name,
        "summary": _plain(summary),
        "description": _plain(rest),
        "parameters": [
            *parameters,
            *({"$ref": f"#/components/parameters/{name}"} for name in headers),
        ],
        "requestBody": said.takes and {"required": True, "content": _content(said.takes)},
        "responses": {
            "200": {
                "description": _TITLES[200],
                "headers": _headers((*ON_EVERY_ANSWER, DIGEST_HEADER)),
                "content": _content(said.gives),
            },
            **{str(status): _refusal(status, codes[status], refusals) for status in sorted(codes)},
        },
        "security": [] if is_for_all else [{"bearer": []}],
    }
    return {name: value for name, value in operation.items() if value or name == "security"}


def _parameter(found: dict[str, Any]) -> dict[str, Any]:
    """What Litestar says of one, without what it says of each."""
    return {
        name: found[name] for name in ("name", "in", "required", "description") if name in found
    } | {
        "schema": {name: value for name, value in found["schema"].items() if name != "description"}
    }


def _plain(docstring: str) -> str:
    return " ".join(docstring.replace("``", "`").split())


def _codes(said: Described, *, is_for_all: bool, has_parameters: bool) -> dict[int, list[str]]:
    """Every code with which a request may be refused, by status."""
    codes: dict[int, list[str]] = {}

    def add(refuses: Mapping[int, Iterable[str]]) -> None:
        for status, some in refuses.items():
            codes.setdefault(status, []).extend(some)

    add(said.refuses)
    if isinstance(said.takes, type):
        add({400: ["bad_request", "body_damaged"], 413: ["batch_too_large"]})
        add({415: ["unsupported_encoding"]})
    if said.takes is not None:
        add({413: ["http_413"]})
    if has_parameters:
        add({400: ["http_400"]})
    if not is_for_all:
        add({401: ["token_unknown", "device_revoked"], 429: ["too_many_requests"]})
    if not said.watches:
        add({500: ["internal"], 503: ["busy", "database_unavailable"]})
    return {status: sorted(set(some)) for status, some in codes.items()}


def _refusal(status: int, codes: Sequence[str], refusals: dict[str, Any]) -> dict[str, Any]:
    """A reference to what such a refusal looks like, put among the others when it is new."""
    name = ".".join([str(status), *codes])
    # Whatever watches the server asks again when it likes.
    further = ON_REFUSALS.get(status, ()) if "not_taking" not in codes else ()
    problem = {
        "allOf": [{"$ref": _SCHEMAS + "Problem"}],
        "properties": {"status": {"const": status}, "code": {"enum": list(codes)}},
    }
    refusals[name] = {
        "description": _TITLES[status],
        "headers": _headers((*ON_EVERY_ANSWER, *further)),
        "content": {PROBLEM: {"schema": problem}},
    }
    return {"$ref": f"#/components/responses/{name}"}


def _headers(names: Iterable[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _content(message: type[msgspec.Struct] | str) -> dict[str, Any]:
    """Of a message, or of a file of a media type."""
    if isinstance(message, str):
        return {message: {}}
    return {JSON: {"schema": {"$ref": _SCHEMAS + message.__name__}}}


@cache
def _events() -> dict[str, Any]:
    """What an event may be, in a request and in an answer."""
    return {
        "Push": {
            "type": "object",
            "required": ["id"],
            "properties": {"id": {"type": "string"}},
            "description": "An `Envelope`. Of what is none, only the id is asked for: it is "
            "`malformed` in its place among the results, and keeps no other back.",
        },
        "Numbered": {"$ref": _SCHEMAS + "Envelope"},
    }


def _schemas(messages: Iterable[type[msgspec.Struct]]) -> dict[str, Any]:
    named: list[type[msgspec.Struct]] = [*messages, Problem, Envelope, *BODIES.values()]
    named.sort(key=lambda one: one.__name__)
    _, schemas = msgspec.json.schema_components(named, ref_template=_SCHEMAS + "{name}")
    # Raw bytes to msgspec: read later, or passed on as they are.
    schemas["Push"]["properties"]["events"]["items"] = _events()["Push"]
    schemas["Numbered"]["properties"]["event"] = _events()["Numbered"]
    schemas["Envelope"]["properties"]["body"] = {
        "type": "object",
        "description": "By `type`, as `x-bodies` says. Others are kept and passed on unread.",
        "x-bodies": {kind: {"$ref": _SCHEMAS + body.__name__} for kind, body in BODIES.items()},
    }
    return dict(_sorted(schemas))


def _sorted(schemas: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in sorted(schemas.items()):
        shown = _in_javascript(schema)
        if "description" in shown:
            shown["description"] = _plain(shown["description"])
        yield name, shown


def _in_javascript(node: Any) -> Any:
    """A schema with the patterns of JSON Schema, whose ``\\w`` knows no letters but ASCII."""
    if isinstance(node, dict):
        return {
            key: value.replace(r"\Z", "$").replace(r"\w", r"\p{L}\p{N}_")
            if key == "pattern" and isinstance(value, str)
            else _in_javascript(value)
            for key, value in node.items()
        }
    return [_in_javascript(one) for one in node] if isinstance(node, list) else node
