"""Markdown of an answer becomes HTML that holds no more than it should."""

from html.parser import HTMLParser

import pytest

from web.markdown import safe_link, to_html

ALLOWED = {
    "p", "br", "strong", "em", "ul", "ol", "li", "h3", "h4", "h5", "h6", "blockquote", "hr", "code",
    "a", "span", "div", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {"href", "target", "rel", "class", "scope", "tabindex", "start"}
PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)></style>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<details ontoggle=alert(1) open>",
    "<form action=//evil.example><input name=q>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<style>@import '//evil.example/x.css';</style>",
    "<a href='javascript:alert(1)'>x</a>",
    "[a](javascript:alert(1))",
    "[a](jAvAsCrIpT:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:msgbox(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](//evil.example/x)",
    "[a](file:///etc/passwd)",
    "![x](https://evil.example/x.png)",
    '![x]("onerror="alert(1))',
    '[a](https://a.example "onmouseover=alert(1) \\" onclick=alert(1)")',
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[1]: https://evil.example\n\n[1]",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "| <img src=x onerror=alert(1)> | b |\n|---|---|\n| <svg/onload=alert(1)> | 1 |",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "\x00<script>alert(1)</script>",
    '<a href="https://a.example" onclick=alert(1)>x',
]


class Tags(HTMLParser):
    """The tags and attributes a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(html)
    parser.close()
    return parser.seen


def rendered(text: str, marks: tuple[str, ...] = ("1", "2")) -> str:
    return to_html(text, marks=marks, anchor="k-a1", label="Kilde")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_more_than_text_and_plain_markup(payload: str) -> None:
    for wrapped in (payload, f"Ja. {payload} [1]", f"> {payload}", f"- **{payload}**"):
        for tag, attributes in tags(rendered(wrapped)):
            assert tag in ALLOWED, (tag, wrapped)
            assert set(attributes) <= ALLOWED_ATTRIBUTES, (attributes, wrapped)
            href = attributes.get("href") or "#k-a1-1"
            assert href.startswith(("http://", "https://", "#k-a1-")), (href, wrapped)


def test_raw_html_is_shown_as_it_was_written() -> None:
    assert "&lt;img src=x onerror=alert(1)&gt;" in rendered("<img src=x onerror=alert(1)>")


def test_a_mark_of_a_cited_passage_leads_to_it() -> None:
    [(_, paragraph), (tag, link), *_] = tags(rendered("Alle kommuner kan søke. [1]"))
    assert (paragraph, tag) == ({}, "a")
    assert link == {"class": "mark", "href": "#k-a1-1"}


def test_a_mark_that_stands_for_nothing_stays_text() -> None:
    assert rendered("Se [7].") == "<p>Se [7].</p>\n"


def test_marks_work_in_tables_lists_and_side_by_side() -> None:
    html = rendered("Ja [1][2].\n\n- a [1]\n\n| x |\n|---|\n| b [2] |")
    assert html.count('class="mark"') == 4


def test_a_link_opens_in_a_new_tab_and_tells_nothing_of_where_from() -> None:
    [(_, _), (tag, link)] = tags(rendered("[Helsedirektoratet](https://www.helsedirektoratet.no)"))
    assert tag == "a"
    assert link["target"] == "_blank"
    assert link["rel"] == "noopener noreferrer"


def test_headings_of_an_answer_come_below_the_question() -> None:
    assert [tag for tag, _ in tags(rendered("# En\n\n## To\n\n###### Seks"))] == ["h3", "h4", "h6"]


def test_a_column_of_amounts_is_set_to_the_right_and_one_of_words_is_not() -> None:
    table = (
        "| Del | Beløp |\n|---|---|\n| Veiledning | 91\u00a0317,19 |\n| **Sum** | **91 317,19** |"
    )
    classes = [a.get("class") for tag, a in tags(rendered(table)) if tag in {"th", "td"}]
    assert classes == [None, "number", None, "number", None, "number"]


def test_table_headers_say_that_they_head_a_column() -> None:
    html = rendered("| Del | Beløp |\n|---|---|\n| a | 1 |")
    assert [a["scope"] for tag, a in tags(html) if tag == "th"] == ["col", "col"]


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://lovdata.no/forskrift/2017-02-17-192", True),
        ("http://example.no/æøå?x=1#y", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        (" https://example.no", False),
        ("https://exa\nmple.no", False),
        ("//example.no", False),
        ("https://", False),
        ("http://[", False),
        ("ftp://example.no", False),
        ("", False),
        (None, False),
    ],
)
def test_only_whole_web_addresses_become_links(url: str | None, *, kept: bool) -> None:
    assert safe_link(url) == (url if kept else None)
