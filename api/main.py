"""The web application: the JSON API under /api/v1, the pages beside it, on one installation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import Lifespan

from api.accounts import pages as account_pages
from api.accounts import routes as accounts
from api.accounts import user_pages
from api.cases import routes as cases
from api.conferences import decision_pages
from api.conferences import routes as conferences
from api.consents import routes as consents
from api.contacts import routes as contacts
from api.desk import pages as desk
from api.forms import own_pages as own_form_pages
from api.forms import pages as form_pages
from api.forms import routes as forms
from api.gaps import pages as gap_pages
from api.gaps import routes as gaps
from api.host_cards import pages as host_card_pages
from api.host_cards import routes as host_cards
from api.hosts import routes as hosts
from api.imports.registers import pages as register_pages
from api.imports.registers import routes as registers
from api.indicators import pages as indicator_pages
from api.indicators import routes as indicators
from api.infra.installation import Installation
from api.ladder import routes as ladder
from api.office import pages as office_pages
from api.office import routes as office
from api.openapi import describe
from api.own_host import access as own_host_access
from api.own_host import pages as own_host_pages
from api.own_host import routes as own_host
from api.packs import pages as pack_pages
from api.packs import routes as packs
from api.people import household_routes as households
from api.people import routes as people
from api.placements import routes as placements
from api.plans import routes as plans
from api.proposals import commit_routes as commits
from api.proposals import pages as proposal_pages
from api.proposals import routes as proposals
from api.retention import pages as retention_pages
from api.retention import routes as retention
from api.rules import pages as rule_pages
from api.rules import routes as rules
from api.tasks import routes as tasks
from api.web.assets import ASSETS_PATH, FOLDER, Assets
from api.web.errors import handle_errors
from api.web.problems import Problem
from api.web.security import add_shield

ROUTERS = (
    accounts.public,
    accounts.router,
    account_pages.public,
    account_pages.pages,
    user_pages.pages,
    office.router,
    office_pages.pages,
    tasks.router,
    people.router,
    consents.router,
    households.router,
    registers.router,
    register_pages.pages,
    rules.router,
    rule_pages.pages,
    hosts.router,
    placements.router,
    placements.host_router,
    contacts.public,
    contacts.router,
    indicators.router,
    indicator_pages.pages,  # before the pages of gaps: its address stands among theirs
    gaps.router,
    gap_pages.pages,
    ladder.router,
    ladder.host_router,
    own_host_access.public,
    host_cards.router,
    host_card_pages.pages,
    own_host.router,
    own_host_pages.pages,
    plans.router,
    conferences.router,
    decision_pages.pages,
    cases.router,
    forms.router,
    form_pages.pages,
    own_form_pages.pages,
    commits.router,
    retention.router,
    retention_pages.pages,
    proposals.router,
    packs.router,
    pack_pages.pages,
    proposal_pages.public,
    proposal_pages.pages,
    *desk.PAGES,
)


TAGS = {
    "サインイン": "サインインすると Cookie が付きます。",
    "利用者": "サインインしている人と、その市区町村の利用者",
    "自治体": "市区町村の設定・圏域・町丁目",
    "ルール集": "ルール・点数・移動の版。何が変わるかを試してから使い始めます。",
    "用件": "きょうすること",
    "本人": "ケース。見える項目は、立場と段階で決まります。",
    "支援ケース": "受付から終結・再開まで。段階ごとに要る記録は docs/case.md にあります。",
    "同意": "会議への共有と、受入先への開示の同意。別々に記録します。",
    "世帯・組": "一緒に暮らす人と、一緒に参加する人",
    "取込": "CSV・Excel の取り込みと、そのひな形",
    "受入先": "受入先・支援メニュー・持ち寄り・申告と、受入先からの答え",
    "割当案": "計算と、その結果・比較・打診",
    "資源ギャップ": "足りない資源の分析（割当案から）・月ごとの凍結・開拓の記録・Excel",
    "指標": "K1〜K12 を月・四半期・年度で。分母を付け、0 は 0 と示します。",
    "フォローアップ": "本人と受入先の両方への連絡、だれがいつ連絡するかの案、カレンダー",
    "定着の見込み": "だれに早めに連絡するとよいか、なぜか、何が助けになるか。既定では何にも使いません。",
    "打診・受入": "打診 → 見学 → 体験 → 受入中と、「今夜から」",
    "プラン": "参加支援プランと支援決定",
    "会議": "重層的支援会議・支援会議と付議",
    "帳票": "様式（市区町村が置きかえられる）と、記録から埋めた帳票。写しには番号が付き、記録に残ります。",
}


def create_app(installation: Installation) -> FastAPI:
    """Make the application on an installation, which is closed when the application ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        installation.close()

    app = bare_app(lifespan=lifespan)
    app.state.installation = installation
    add_shield(app, installation.settings.is_https)
    handle_errors(app)
    app.mount(ASSETS_PATH, Assets(directory=FOLDER), name="static")
    return app


def bare_app(lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """Make the application as it describes itself, with nothing to work on."""
    app = FastAPI(
        title="sanka",
        summary="参加支援の資源マッチング",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=lifespan,
        responses={500: {"model": Problem}},
        generate_unique_id_function=lambda route: route.name,
        openapi_tags=[{"name": name, "description": words} for name, words in TAGS.items()],
    )
    for router in ROUTERS:
        app.include_router(router)
    describe(app)
    return app
