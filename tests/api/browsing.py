"""A browser without JavaScript: finds the forms of a page, fills them in and sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from httpx2 import Response

from tests.api.service import Client


@dataclass
class FoundForm:
    """A form of a page: where it is sent, and what stands in it."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    button: str = ""


class _Forms(HTMLParser):
    """Reads forms as a browser sends them: only ticked boxes, the chosen option, the text of areas."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[FoundForm] = []
        self._open: FoundForm | None = None
        self._area = self._select = ""
        self._first: str | None = None
        self._chosen: str | None = None
        self._in_button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._open = FoundForm(given.get("action") or "", given.get("method") or "get")
            self.forms.append(self._open)
        if self._open is None:
            return
        name = given.get("name") or ""
        if tag == "input" and name:
            is_box = given.get("type") in {"checkbox", "radio"}
            if not is_box or "checked" in given:
                self._open.fields.append((name, given.get("value") or ""))
        elif tag == "textarea":
            self._area = name
            self._open.fields.append((name, ""))
        elif tag == "select":
            self._select, self._first, self._chosen = name, None, None
        elif tag == "option":
            value = given.get("value") or ""
            self._first = value if self._first is None else self._first
            self._chosen = value if "selected" in given else self._chosen
        elif tag == "button":
            self._in_button = True

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._area:
            name, text = self._open.fields[-1]
            self._open.fields[-1] = (name, (text + data).removeprefix("\n") if not text else text + data)
        elif self._open is not None and self._in_button:
            self._open.button += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select" and self._open is not None:
            chosen = self._chosen if self._chosen is not None else self._first
            self._open.fields.append((self._select, chosen or ""))
        elif tag == "button":
            self._in_button = False
        elif tag == "form":
            self._open = None


def forms_of(text: str) -> list[FoundForm]:
    """Give the forms of a page."""
    reader = _Forms()
    reader.feed(text)
    return reader.forms


def form_of(text: str, action: str, button: str = "") -> FoundForm:
    """Give the first form that is sent there, and whose button says so."""
    found = [each for each in forms_of(text) if each.action == action and button in each.button]
    assert found, f"no form to {action} ({button}); there are {[each.action for each in forms_of(text)]}"
    return found[0]


def send(client: Client, form: FoundForm, **typed: Any) -> Response:
    """Send a form with what is typed into it; lists replace all of a name, underscores stand for dots."""
    replaced = {name.replace("__", "."): value for name, value in typed.items()}
    data: dict[str, list[str]] = {}
    for name, value in form.fields:
        if name.removesuffix("[]") not in replaced:
            data.setdefault(name, []).append(value)
        elif name.endswith("[]"):
            data[name] = list(replaced[name.removesuffix("[]")])
    for name, value in replaced.items():
        if f"{name}[]" not in data:
            data[name] = [str(value)]
    if form.method == "get":
        return client.get(form.action, params=data)
    return client.post(form.action, data=data)
