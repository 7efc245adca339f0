"""The one mail there is: a request waits, open your page. It says nothing of any person."""

from __future__ import annotations

import datetime as dt
import smtplib
import ssl
import uuid
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime

from api.infra.settings import Settings
from api.web.entry import HOST_PATH

LONGEST_ANSWER_S = 10.0
"""How long the mail server may take for each step."""

_SUBJECT = "{office} 参加支援からのお知らせ"
_BODY = """\
{host} 御中

受け入れのお願いが届いています。受入先のページを開いて、お返事をお願いします。

{page}

お持ちのリンクか QR から開いてください。サインイン名のある方は、上のアドレスからサインインできます。
電話や FAX でのお返事もお受けします。

本人のことは、このメールには書いていません。このメールに返信しても届きません。
{office} 参加支援
"""


def letter(
    settings: Settings, notice_id: uuid.UUID, office: str, host: str, to: Sequence[str], at: dt.datetime
) -> EmailMessage:
    """
    Write the mail of a notice.

    Parameters
    ----------
    settings
        Who sends it, and where the pages are.
    notice_id
        The same notice has the same Message-ID, so that a mail that comes twice is known to be one.
    office, host, to, at
        From whom to whom, and when.
    """
    message = EmailMessage()
    message["Subject"] = _SUBJECT.format(office=office)
    message["From"] = settings.mail_from
    message["To"] = ", ".join(to)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{notice_id}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_BODY.format(office=office, host=host, page=f"{settings.origin}{HOST_PATH}"))
    return message


def send(settings: Settings, message: EmailMessage) -> None:
    """
    Hand a mail to the mail server.

    Raises
    ------
    OSError, smtplib.SMTPException
        If the server cannot be reached or does not take it.
    """
    secure = ssl.create_default_context()
    if settings.mail_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.mail_host, settings.mail_port, timeout=LONGEST_ANSWER_S, context=secure
        )
    else:
        server = smtplib.SMTP(settings.mail_host, settings.mail_port, timeout=LONGEST_ANSWER_S)
    with server:
        if settings.mail_security == "starttls":
            server.starttls(context=secure)
        if settings.mail_user:
            server.login(settings.mail_user, settings.mail_password.get_secret_value())
        server.send_message(message)
