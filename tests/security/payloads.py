"""What people type who mean harm, and what runs patterns out of time."""

from __future__ import annotations

MARKUP = (
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></ScRiPt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert&#40;1&#41;</script>",
    "<iframe src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "<input autofocus onfocus=alert(1)>",
    "<form action=//evil.example><button>x",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<style>*{display:none}</style>",
    "<object data=//evil.example>",
    "<template><script>alert(1)</script></template>",
    "<!--<img src=--><img src=x onerror=alert(1)>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "` onmouseover=`alert(1)",
    '" autofocus onfocus="alert(1)" x="',
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003ealert(1)",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<<script>alert(1)//<</script>",
)
TEMPLATES = ("{{ 7 * 7 }}", "{% include '/etc/passwd' %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{config}}")
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(0)", "＝1+1", "=cmd|' /C calc'!A0", "%0A=1+1")
DIRECTIONS = ("\u202egnp.exe", "\u2066x\u2069", "\u200fx", "a\u2028b", "a\u2029b", "\ufeffx", "a\u200bb")
BREAKS = ("a\r\nSet-Cookie: x=1", "a\nb", "a\tb", "a\x00b", "a\x1b[31mb")
PAYLOADS = (*MARKUP, *TEMPLATES, *FORMULAS, *DIRECTIONS, *BREAKS)

LETTERS = 50_000


def adversarial(letters: int = LETTERS) -> list[str]:
    """Make long texts that patterns with nested or neighbouring repeats take long over."""
    units = (
        *"aA0 ０あ一、,:：〜~-/.@+(（[\u3014\n\t年月日時人名休祝",
        "0:",
        "00:00",
        "00:00-",
        "00:00〜00:00、",
        "1/1",
        "1月1日",
        "月火",
        "土日祝",
        "毎週",
        "原則",
        "(a",
        "a(",
        " \n",
        "\r\n ",
        "0.",
        "a@",
        "郡",
    )
    made = []
    for unit in units:
        run = (unit * letters)[:letters]
        made += [run, f"{run}!", f"x{run}x", f"1{run}!"]
    return made
