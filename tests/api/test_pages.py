"""The pages, as a browser gets them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.web.security import HEADERS
from tests.api.databases import SqliteTemplate
from tests.api.service import open_service


@pytest.fixture(scope="module")
def client(sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A browser without a screen, nobody signed in."""
    folder = tmp_path_factory.mktemp("pages")
    with sqlite_template.copy(folder) as url, open_service(url, folder) as service:
        yield service.client_of(None)


def test_the_demo_page_shows_the_proposal_in_japanese(client: TestClient) -> None:
    """The page says what it is, that people decide, and who is left."""
    page = client.get("/demo")
    assert page.status_code == 200
    for words in ("<h1>割当案</h1>", "決めるのは本人", "参加先が見つからなかったニーズ", "見本のデータ"):
        assert words in page.text
    assert page.text.count("<h1") == 1


@pytest.mark.parametrize("path", ["/sign-in", "/demo", "/health", "/nothing", "/static/nothing.css"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    """No answer, not even an error, goes out without them."""
    headers = client.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS


def test_a_file_is_kept_for_a_year_under_the_hash_of_its_content_only(client: TestClient) -> None:
    """The page names each of its files by content; any other address of it has to be asked for again."""
    named = re.findall(r'"(/static/[^"]+)"', client.get("/demo").text)
    assert len(named) == 3
    for path in named:
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    for path in ("/static/sanka.css", "/static/sanka.css?v=000000000000"):
        assert client.get(path).headers["Cache-Control"] == "no-cache"


def test_a_page_loads_nothing_from_outside(client: TestClient) -> None:
    """Every link and source is the application's own; there is no inline script and no inline style."""
    text = client.get("/demo").text
    assert set(re.findall(r'(?:src|href)="([^"#/][^"]*)"', text)) == set()
    assert re.findall(r"<script(?! src=)", text) == []
    assert re.findall(r" on[a-z]+=", text) == []
    assert "style=" not in text


def test_an_unknown_page_is_told_in_japanese_with_a_next_step(client: TestClient) -> None:
    """An error is a page people can go on from."""
    page = client.get("/nothing")
    assert page.status_code == 404
    assert "見つかりません" in page.text
    assert 'href="/"' in page.text
