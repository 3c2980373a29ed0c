"""The page's words are complete in three languages, and none is left over."""

import re
import string
from pathlib import Path

import pytest

from assistant import Language
from corpus import Authority
from web.texts import MissingTextError, all_texts, words

ROOT = Path(__file__).resolve().parent.parent
BUILT_KEYS = re.compile(r"(authority|status|input|element|step|api|example|working_amount)_\w+")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(all_texts()))
def test_a_text_stands_in_all_languages_with_the_same_placeholders(key: str) -> None:
    texts = all_texts()[key]
    assert set(texts) == set(Language)
    assert len({frozenset(placeholders(text)) for text in texts.values()}) == 1
    assert all(text.strip() for text in texts.values())


def test_every_text_is_used() -> None:
    code = "".join(p.read_text("utf-8") for p in [*(ROOT / "web").glob("*.py"), ROOT / "app.py"])
    unused = {key for key in all_texts() if f'"{key}"' not in code and f"'{key}'" not in code}
    assert {key for key in unused if not BUILT_KEYS.fullmatch(key)} == {
        "examples_label", "suggestions_label",  # made from the name of their row
    }  # fmt: skip


def test_every_authority_and_every_api_error_has_a_text() -> None:
    for authority in Authority:
        assert words(f"authority_{authority.value}", Language.NYNORSK)


def test_a_missing_text_says_where_to_add_it() -> None:
    with pytest.raises(MissingTextError, match=r"no text 'nowhere' in 'nb'; add it to texts\.yaml"):
        words("nowhere", Language.BOKMAAL)
