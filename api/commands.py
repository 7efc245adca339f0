"""The service's commands: serve, worker, user, municipality, audit. The service is loaded when one is run."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.terminal import show
from api.words import word
from matching.vocabulary import Lang

if TYPE_CHECKING:
    from api.infra.installation import Installation
    from api.tables import Municipality

user = typer.Typer(help="利用者 / users", no_args_is_help=True)
municipality = typer.Typer(help="市区町村 / municipalities", no_args_is_help=True)
audit = typer.Typer(help="監査の記録 / the trail", no_args_is_help=True)
retention = typer.Typer(help="定着の見込み / predictions of a lasting connection", no_args_is_help=True)

Code = Annotated[
    str, typer.Option("--municipality", help="全国地方公共団体コード（6桁）/ municipality code, 6 digits")
]
Password = Annotated[
    str,
    typer.Option(
        envvar="SANKA_NEW_PASSWORD",
        prompt="パスワード（12字以上）/ password",
        hide_input=True,
        confirmation_prompt=True,
        help="12字以上 / 12 letters or more",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the service's commands to the `sanka` command."""
    app.command()(serve)
    app.command()(worker)
    app.add_typer(user, name="user")
    app.add_typer(municipality, name="municipality")
    app.add_typer(audit, name="audit")
    app.add_typer(retention, name="retention")


def serve(
    host: Annotated[str, typer.Option(help="待ち受けるアドレス / address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    lang: Lang = Lang.JA,
) -> None:
    """画面・API・計算を始める / start the pages, the API and one worker."""
    with _service(lang):
        from api.infra.settings import load_settings
        from api.serving import serve_with_worker

        origin = {} if "SANKA_ORIGIN" in os.environ else {"origin": f"http://{host}:{port}"}
        serve_with_worker(load_settings(**origin), host, port)


def worker(lang: Lang = Lang.JA) -> None:
    """計算だけを別に動かす / run a worker by itself."""
    with _service(lang):
        from api.infra.installation import open_installation
        from api.infra.logging import set_up_logging
        from api.infra.settings import load_settings
        from api.serving import run_worker_until_told

        set_up_logging()
        run_worker_until_told(open_installation(load_settings()))


def serve_demo(port: int, lang: Lang) -> None:
    """Open the demo town as a service, with one account for every role, on records that are then deleted."""
    with _service(lang):
        from api.demo.town import PASSWORD, fill_demo_town
        from api.infra.installation import open_installation
        from api.infra.migrate import upgrade
        from api.infra.settings import load_settings
        from api.serving import serve_with_worker

        folder = Path(tempfile.mkdtemp(prefix="sanka-demo-"))
        origin = f"http://127.0.0.1:{port}"
        try:
            settings = load_settings(
                secret=secrets.token_urlsafe(32),
                data_folder=folder,
                origin=origin,
                database_url="",
                keys_url="",
            )
            installation = open_installation(settings)
            upgrade(installation.database)
            accounts = fill_demo_town(installation)
            installation.close()
            show.demo_accounts(origin, [(each.sign_in_name, each.words) for each in accounts], PASSWORD, lang)
            serve_with_worker(settings, "127.0.0.1", port)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@municipality.command("add")
def add_municipality(
    code: Annotated[str, typer.Argument(help="全国地方公共団体コード（6桁）/ code, 6 digits")],
    name: Annotated[str, typer.Argument(help="名前 / name")],
    population: Annotated[int | None, typer.Option(min=1, help="人口 / population")] = None,
    lang: Lang = Lang.JA,
) -> None:
    """市区町村を登録する / add a municipality."""
    with _service(lang), _opened() as installation:
        from api.office.setup import add_municipality as add

        with installation.database.write() as session:
            add(session, code, name, population, installation.clock.now(session))
    show.line(word("office_added", lang, name=name, code=code))


@user.command("add")
def add_user(
    sign_in_name: Annotated[str, typer.Argument(help="サインイン名 / sign-in name")],
    name: Annotated[str, typer.Argument(help="氏名 / name")],
    office: Code,
    role: Annotated[list[str], typer.Option(help="役割（何度でも）/ role, repeatable")],
    password: Password,
    host_id: Annotated[str | None, typer.Option(help="受入先の利用者なら、その番号 / host's id")] = None,
    lang: Lang = Lang.JA,
) -> None:
    """利用者を登録する / add a user."""
    with _service(lang), _opened() as installation:
        from pydantic import ValidationError

        from api.accounts.schemas import UserCreate
        from api.accounts.service import add_user as add
        from api.audit.trail import Entry, append
        from api.errors import Fault, Refused
        from api.infra.database import work_for

        try:
            given = UserCreate.model_validate(
                {
                    "sign_in_name": sign_in_name,
                    "password": password,
                    "name": name,
                    "roles": role,
                    "host_id": host_id,
                }
            )
        except ValidationError as wrong:
            faults = [Fault(str(each["loc"][0]), "", each["msg"]) for each in wrong.errors()]
            raise Refused(faults) from None
        with installation.database.write() as session:
            now = installation.clock.now(session)
            found = _office(installation, office, lang)
            work_for(session, found.id)
            row = add(session, installation, found.id, given, now)
            entry = Entry("user.add", "ok", resource="user_account", resource_id=row.id, version=1)
            append(session, installation.roots.audit, now, [entry])
    show.line(word("user_added", lang, name=sign_in_name))


@audit.command("verify")
def verify_audit(
    office: Annotated[str | None, typer.Option("--municipality", help="1つだけ / only this one")] = None,
    anchor: Annotated[str | None, typer.Option(help="外に控えた 番号:MAC / anchor kept outside")] = None,
    lang: Lang = Lang.JA,
) -> None:
    """監査の記録が途切れず、書きかえられていないか確かめる / check the trail."""
    broken = False
    with _service(lang), _opened() as installation:
        from api.audit.verify import Anchor, verify_chain

        kept = None
        if anchor is not None:
            number, _, mac = anchor.partition(":")
            if not (number.isascii() and number.isdigit() and mac):
                raise typer.BadParameter(word("bad_anchor", lang))
            kept = Anchor(int(number), mac)
        offices = [_office(installation, office, lang)] if office else _offices(installation)
        for each in offices:
            with installation.database.read(each.id) as session:
                checked = verify_chain(session, installation.roots.audit, kept)
            if checked.faults:
                broken = True
                show.line(word("chain_broken", lang, name=each.name))
                for fault in checked.faults:
                    show.line(f"  {fault}")
            else:
                end = checked.end
                show.line(
                    word("chain_holds", lang, name=each.name, rows=checked.rows, seq=end.seq, mac=end.mac)
                )
    if broken:
        raise typer.Exit(1)


@retention.command("train")
def train_retention(
    office: Annotated[str | None, typer.Option("--municipality", help="1つだけ / only this one")] = None,
    lang: Lang = Lang.JA,
) -> None:
    """受入と連絡の記録から学ぶ（下限に届かなければ曲線だけ）/ learn from placements and contacts."""
    with _service(lang), _opened() as installation:
        from api.retention.training import train
        from api.terminal.progress import learning
        from matching.retention.artefact import model_hash, write_model

        for each in [_office(installation, office, lang)] if office else _offices(installation):
            with learning(lang) as progress:
                model = train(installation, each.id, progress)
            if model is None:
                show.line(word("no_stays", lang, name=each.name))
                continue
            kept = "trained" if model.why_curve is None else "curve_only"
            known_by = model_hash(write_model(model))[:12]
            show.line(word(kept, lang, name=each.name, stays=model.counts.stays, hash=known_by))
            if model.why_curve is not None:
                show.line(f"  {word(f'why_{model.why_curve.value}', lang)}")
            if model.metrics is not None:
                brier, curve = f"{model.metrics.brier:.4f}", f"{model.metrics.brier_curve:.4f}"
                show.line(f"  {word('brier', lang, brier=brier, curve=curve)}")


def _offices(installation: Installation) -> list[Municipality]:
    from sqlalchemy import select
    from sqlmodel import col

    from api.tables import Municipality

    with installation.database.read() as session:
        return list(session.execute(select(Municipality).order_by(col(Municipality.code))).scalars())


def _office(installation: Installation, code: str, lang: Lang) -> Municipality:
    for each in _offices(installation):
        if each.code == code:
            return each
    raise typer.BadParameter(word("no_such_office", lang, code=code))


@contextmanager
def _opened() -> Iterator[Installation]:
    """Open the installation of the settings, its database brought up to date."""
    from api.infra.installation import open_installation
    from api.infra.migrate import upgrade
    from api.infra.settings import load_settings

    installation = open_installation(load_settings())
    try:
        upgrade(installation.database)
        yield installation
    finally:
        installation.close()


@contextmanager
def _service(lang: Lang) -> Iterator[None]:
    """Say plainly what is missing or wrong, and end with status 2."""
    try:
        import sqlmodel  # noqa: F401

        from api.errors import BadSettings, Refused, ServiceError
    except ModuleNotFoundError as missing:
        show.needs_service(missing.name or "")
        raise typer.Exit(2) from missing
    try:
        yield
    except BadSettings as wrong:
        for problem in wrong.problems:
            show.fault(problem)
        raise typer.Exit(2) from wrong
    except Refused as wrong:
        for fault in wrong.faults:
            show.fault(f"{fault.field}: {fault.given} → {fault.expected}")
        raise typer.Exit(2) from wrong
    except ServiceError as wrong:
        from api.web.problems import problem_of

        said = problem_of(wrong)
        show.fault(f"{said.title} {said.detail}")
        raise typer.Exit(2) from wrong
