"""The API's documentation as one plain HTML page, made from its OpenAPI description.

The usual viewers load their scripts from elsewhere; this page has no script at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title} – API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/static/own/icon.svg"><link rel="stylesheet" href="/static/own/docs.css">
</head><body><main><h1>{title} – API</h1><p>{description}</p>
<p>Machine-readable: <a href="/openapi.json">/openapi.json</a>. The page: <a href="/">/</a>.</p>
<h2>Addresses</h2>{addresses}<h2>Values</h2>{values}</main></body></html>
"""


def docs_page(description: Mapping[str, Any]) -> str:
    """The page of an OpenAPI description."""
    schemas = description.get("components", {}).get("schemas", {})
    return PAGE.format(
        title=escape(description["info"]["title"]),
        description=_prose(description["info"].get("description", "")),
        addresses="".join(_addresses(description, schemas)),
        values="".join(
            _schema(name, s) for name, s in schemas.items() if "ValidationError" not in name
        ),
    )


def _addresses(description: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[str]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            body = content.get("application/json", {}).get("schema")
            answers = "".join(
                f"<tr><th scope='row'>{escape(code)}</th><td>{_prose(answer['description'])}</td>"
                f"<td>{_type(_schema_of(answer))}</td></tr>"
                for code, answer in operation["responses"].items()
            )
            yield (
                f"<section><h3><code>{method.upper()} {escape(path)}</code></h3>"
                f"<p>{_prose(operation.get('description') or operation['summary'])}</p>"
                + (f"<p>Body: {_type(body)}</p>{_example(path, body, schemas)}" if body else "")
                + "<table><thead><tr><th scope='col'>Status</th><th scope='col'>When</th>"
                f"<th scope='col'>Body</th></tr></thead><tbody>{answers}</tbody></table></section>"
            )


def _schema_of(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (
        answer.get("content", {}).get("application/json", {}).get("schema", {})
    )
    return found


def _example(path: str, body: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    fields = schemas[body["$ref"].rpartition("/")[2]]["properties"]
    values = {name: field["examples"][0] for name, field in fields.items() if "examples" in field}
    sent = json.dumps(values, ensure_ascii=False)
    call = f"curl -s localhost:7860{path} -H 'Content-Type: application/json' \\\n  -d '{sent}'"
    return f"<pre tabindex='0'>{escape(call)}</pre>"


def _schema(name: str, schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        fields = f"<p>{_type(schema)}</p>"
    else:
        required = schema.get("required", ())
        fields = (
            "<table><thead><tr><th scope='col'>Field</th><th scope='col'>Type</th>"
            "<th scope='col'>Meaning</th></tr></thead><tbody>"
            + "".join(
                f"<tr><th scope='row'><code>{escape(field)}</code>"
                f"{'' if field in required else ' (optional)'}</th><td>{_type(kind)}</td>"
                f"<td>{_prose(kind.get('description', ''))}</td></tr>"
                for field, kind in schema.get("properties", {}).items()
            )
            + "</tbody></table>"
        )
    about = _prose(schema.get("description", ""))
    return f'<section><h3 id="{escape(name)}">{escape(name)}</h3><p>{about}</p>{fields}</section>'


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    for many in ("anyOf", "allOf", "oneOf"):
        if many in schema:
            return " or ".join(dict.fromkeys(_type(one) for one in schema[many]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if isinstance(values := schema.get("additionalProperties"), Mapping):
        return f"mapping to {_type(values)}"
    form = f" ({schema['format']})" if "format" in schema else ""
    return escape(str(schema.get("type", "any")) + form)


def _prose(text: str) -> str:
    """Plain text, with `code` as the one mark-up it may hold."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
