"""Which pages and addresses are fetched from: the list, the policy, and the shell."""

from datetime import date
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from corpus import CorpusError, load_texts
from corpus.__main__ import main
from corpus.fetch import Fetcher, LivePage, load_sources, public_only


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        (str(IPv4Address(0x0A010203)), False),
        ("172.16.0.1", False),
        (str(IPv4Address(0xC0A80101)), False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:a00:1", False),
        ("2002:0a00:0001::1", False),
        ("64:ff9b::a00:1", False),
    ],
)
def test_only_addresses_of_the_public_network_are_allowed(address: str, public: bool) -> None:
    assert public_only(address) is public


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "http://u:p@example.org/",
        "http:///a",
        "http://a\r\nb/",
    ],
)
def test_other_addresses_are_refused_without_asking(url: str, tmp_path: Path) -> None:
    fetcher = Fetcher(tmp_path, shipped=(), today=date(2025, 6, 1))
    (found,) = fetcher.visit([LivePage("a", url, ())])
    assert found.outcome == "refused"
    assert "not fetched" in found.told


def test_the_list_of_sources_names_every_address_and_every_text_behind_it() -> None:
    texts = load_texts()
    listed = {page.url: set(page.texts) for page in load_sources()}
    wanted: dict[str, set[str]] = {}
    for text in texts:
        if text.source.url:
            wanted.setdefault(text.source.url, set()).add(text.source.id)
    assert listed == wanted


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a: b", "must be a list of pages"),
        ("- id: a\n  url: http://x", "must have the keys"),
        ("- {id: A b, url: 'http://x', texts: []}", "is not an id"),
        ("- {id: a, url: 'file:///x', texts: []}", "does not start with http"),
        ("- {id: a, url: 'http://x', texts: b}", "must be a list of text ids"),
        ("- {id: a, url: 'http://x', texts: []}\n" * 2, "is given twice"),
        ("- [", "is not readable YAML"),
    ],
)
def test_a_mistake_in_the_list_is_told(content: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=expected):
        load_sources(tmp_path / "s.yaml")


def test_the_shell_refuses_this_machine_and_an_unknown_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "s.yaml"
    listed.write_text("- {id: a, url: 'http://127.0.0.1:9/a', texts: [a]}\n", encoding="utf-8")
    options = ["fetch", "--home", str(tmp_path), "--sources", str(listed)]
    assert main(options) == 1
    told = capsys.readouterr().err
    assert told.startswith("a: http://127.0.0.1:9/a ")
    assert "127.0.0.1, an address that is not fetched from" in told
    assert main([*options, "b"]) == 1
    assert "'b' is no page of the list" in capsys.readouterr().err
