"""The pictures of the README and the guides, taken from the demo town as it is served (`make pictures`)."""

from __future__ import annotations

import base64
import functools
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.served import Hand, ServedTown
from tests.browser.serving import open_browser, serve_town, sign_in

FOLDER = Path(__file__).parents[2] / "docs" / "images"
MOST_BYTES = 150_000
PHONE, DESK = 360, 1280
_QUALITY = 0.9
_AS_WEBP = """async ([data, quality]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + data;
  await image.decode();
  const { width, height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


@dataclass(frozen=True)
class Picture:
    """
    A picture of a page.

    Parameters
    ----------
    name, account
        Of the file; who looks at the page.
    address
        With the ids of `ServedTown.ids` in braces.
    width, height
        Of the window, in pixels.
    """

    name: str
    account: str
    address: str
    width: int = DESK
    height: int = 900


PICTURES = (
    Picture("today", "coordinator", "/"),
    Picture("proposal", "coordinator", "/proposals/{run_id}"),
    Picture("options", "coordinator", "/people/{waiting_id}/options"),
    Picture("host-card", "coordinator", "/hosts/{host_id}"),
    Picture("host-home", "host", "/host/{host_id}", PHONE, 740),
    Picture("host-days", "host", "/host/{host_id}/days", PHONE, 740),
    Picture("gaps", "official", "/gaps/{analysis_id}", height=1000),
    Picture("decision", "official", "/decisions/people/{decided_id}/plans/{decided_plan_id}", height=1000),
    Picture("pack", "official", "/conferences/{conference_id}/screen"),
)


def main() -> int:
    """Take every picture of a page that there is; say which were not taken, and which are too large."""
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = open_browser(driver)
        if browser is None:
            print("chromium がないため、画像を作れません。", file=sys.stderr)
            return 1
        with serve_town(driver, Path(folder) / "log") as origin:
            return _take_all(browser, origin)


def _take_all(browser: Browser, origin: str) -> int:
    state_of = functools.cache(lambda account: sign_in(browser, origin, account))

    @functools.cache
    def hand(account: str) -> Hand:
        return Hand(browser.new_context(base_url=origin, storage_state=state_of(account)).request, origin)

    town = ServedTown(hand)
    ids = {**town.ids(), **_more_ids(town)}
    FOLDER.mkdir(parents=True, exist_ok=True)
    is_whole = True
    for each in PICTURES:
        context = browser.new_context(
            base_url=origin,
            viewport={"width": each.width, "height": each.height},
            storage_state=state_of(each.account),
            locale="ja-JP",
        )
        page = context.new_page()
        answer = page.goto(each.address.format_map(ids))
        if answer is None or not answer.ok:
            print(f"{each.name}: {each.address} がまだないため、作りませんでした。", file=sys.stderr)
        else:
            is_whole &= _take(each, page, browser.new_page)
        context.close()
    return 0 if is_whole else 1


def _take(picture: Picture, page: Page, new_page: Callable[[], Page]) -> bool:
    shot = base64.b64encode(page.screenshot()).decode()
    drawing = new_page()
    data = base64.b64decode(drawing.evaluate(_AS_WEBP, [shot, _QUALITY]))
    drawing.close()
    path = FOLDER / f"{picture.name}.webp"
    path.write_bytes(data)
    print(f"{path.name}: {len(data):,} バイト")
    if len(data) > MOST_BYTES:
        print(f"{picture.name} は {MOST_BYTES:,} バイトを超えています。", file=sys.stderr)
    return len(data) <= MOST_BYTES


def _more_ids(town: ServedTown) -> dict[str, str]:
    """Give somebody who has been waiting longest, and a plan that waits for its decision."""
    person = town.add_person()
    plan_id = town.submitted(person, options=town.considered())
    town.approve(person, plan_id)
    waiting = town.staff.seen("/api/v1/people")["people"][0]["id"]
    return {"decided_id": str(person), "decided_plan_id": plan_id, "waiting_id": str(waiting)}


if __name__ == "__main__":
    raise SystemExit(main())
