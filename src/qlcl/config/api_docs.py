"""The page of the API: its operations in Vietnamese, made from the schema; one small page without any script."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.config.api import DESCRIPTION, TITLES, api

Schema = Mapping[str, Any]
_KINDS = {"string": "văn bản", "integer": "số nguyên", "number": "số", "boolean": "đúng/sai", "object": "nhóm trường"}
_FORMATS = {"date": "ngày (NĂM-TH-NG)", "date-time": "thời điểm", "uri": "địa chỉ", "uuid": "mã UUID"}
_PLACES = {"query": "sau dấu ?", "path": "trong đường dẫn", "header": "đầu mục"}
_VERBS = {"get": "Đọc", "post": "Ghi", "put": "Thay", "patch": "Sửa", "delete": "Xóa"}
_PAGED = "items"


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of an address, or a field of what is sent or answered."""

    name: str
    kind: str
    needed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One operation: its verb, its address, what it takes and gives."""

    name: str
    verb: str
    method: str
    path: str
    title: str
    parameters: list[Field]
    sent: list[Field]
    answered: list[Field]
    paged: bool
    refusals: list[tuple[str, str]]

    @property
    def try_url(self) -> str:
        """The address to open by whoever has signed in, where nothing has to be filled in."""
        needed = any(p.needed for p in self.parameters)
        return "" if self.method != "GET" or "{" in self.path or needed else self.path


@dataclass(slots=True)
class Group:
    """The operations on one kind of thing."""

    title: str
    calls: list[Call] = field(default_factory=list)


def docs(request: HttpRequest) -> HttpResponse:
    """The documentation of the API, open to everybody as its schema is."""
    context = {"groups": _groups(), "url": reverse("api:openapi-json"), "lead": _lead()}
    return render(request, "ui/api_docs.html", context)


def _lead() -> list[list[tuple[str, bool]]]:
    """The description as paragraphs of (words, whether they are code)."""
    return [[(part, n % 2 == 1) for n, part in enumerate(text.split("`"))] for text in DESCRIPTION.split("\n\n")]


@cache
def _groups() -> list[Group]:
    """Worked out once: the code does not change while it runs."""
    whole: Schema = api.get_openapi_schema()
    schemas: Schema = whole["components"]["schemas"]
    found: dict[str, Group] = {}
    for path, methods in whole["paths"].items():
        for method, said in methods.items():
            title = said["tags"][0]
            found.setdefault(title, Group(title)).calls.append(_call(path, method, said, schemas))
    return list(found.values())


def _call(path: str, method: str, said: Schema, schemas: Schema) -> Call:
    good: Schema = next((answer for status, answer in said["responses"].items() if str(status).startswith("2")), {})
    answered = _content(good, schemas)
    paged = _PAGED in answered.get("properties", {})
    if paged:
        answered = _resolved(answered["properties"][_PAGED]["items"], schemas)
    refusals = sorted(str(status) for status in said["responses"] if not str(status).startswith("2"))
    return Call(
        name=said["operationId"],
        verb=_VERBS[method],
        method=method.upper(),
        path=path,
        title=said.get("summary", ""),
        parameters=[_parameter(p, schemas) for p in said.get("parameters", [])],
        sent=_fields(_content(said.get("requestBody", {}), schemas), schemas),
        answered=_fields(answered, schemas),
        paged=paged,
        refusals=[(status, TITLES.get(int(status), "Lỗi")) for status in refusals],
    )


def _content(part: Schema, schemas: Schema) -> Schema:
    """The schema of a body; empty where there is none."""
    content = part.get("content", {}).get("application/json", {}).get("schema", {})
    return _resolved(content, schemas)


def _resolved(schema: Schema, schemas: Schema) -> Schema:
    """What a reference leads to; of alternatives the one that is not null."""
    if "$ref" in schema:
        return dict(schemas[schema["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in schema:
        return _resolved(next(s for s in schema["anyOf"] if s.get("type") != "null"), schemas)
    return schema


def _parameter(said: Schema, schemas: Schema) -> Field:
    note = " ".join(filter(None, [_PLACES[said["in"]] + ".", said.get("description", ""), _limits(said["schema"])]))
    return Field(said["name"], _kind(said["schema"], schemas), bool(said.get("required")), note)


def _fields(schema: Schema, schemas: Schema) -> list[Field]:
    needed = set(schema.get("required", ()))
    return [
        Field(name, _kind(part, schemas), name in needed, _limits(part))
        for name, part in schema.get("properties", {}).items()
    ]


def _kind(schema: Schema, schemas: Schema) -> str:
    """The kind of a value, in words; the codes of a choice by themselves."""
    found = _resolved(schema, schemas)
    if "enum" in found:
        return "một trong: " + ", ".join(str(code) or "(trống)" for code in found["enum"])
    if found.get("type") == "array":
        return f"danh sách {_kind(found['items'], schemas)}"
    if found.get("type") == "object" and found.get("properties"):
        return "nhóm: " + ", ".join(found["properties"])
    return _FORMATS.get(found.get("format", ""), _KINDS.get(found.get("type", ""), "bất kỳ"))


def _limits(schema: Schema) -> str:
    """What bounds a value, where something does."""
    parts = [schema, *schema.get("anyOf", ())]
    longest = next((part["maxLength"] for part in parts if "maxLength" in part), None)
    said = f"Nhiều nhất {longest} ký tự." if longest else ""
    default = schema.get("default")
    return f"{said} Mặc định {default}.".strip() if default not in (None, "", [], False) else said
