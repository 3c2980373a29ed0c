"""What happens to a question before anything else sees it: it is cleaned, measured and stripped of personal data.

Redaction comes first because nothing that is searched, sent to a model or stored may hold a fødselsnummer, an e-mail
address or a phone number. Kroner amounts and organisation numbers are left alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MAX_CHARACTERS = 4000
INVISIBLE = re.compile(
    "[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\u3164\uffa0\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
ZALGO = re.compile(r"([\u0300-\u036f\u0488\u0489]{3})[\u0300-\u036f\u0488\u0489]+")
DIGITS_WITH_SEPARATORS = re.compile(r"(?<![\w.,])\d(?:[\s.\-–/_·:]{0,3}\d){10}(?!\d)(?![.,]\d)")
DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d{2}")
EMAIL = re.compile(r"[\w.+\-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\w.,\-])(?:(?:\+|00)\s?47[\s.\-]?)?(?:[2-79]\d[\s.\-]?\d{2}[\s.\-]?\d{2}[\s.\-]?\d{2}|[489]\d{2}[\s.\-]?\d{2}[\s.\-]?\d{3})"
    r"(?!\d)(?![.,]\d)"
)
AMOUNT_AFTER = re.compile(r"\s*(?:kr\b|kroner|NOK|,-|mill)", re.IGNORECASE)
AMOUNT_BEFORE = re.compile(r"(?:kr\.?|NOK|satsen er|beløp\w*|rate is|org(?:anisasjons)?\.?\s*(?:nr|nummer)\.?:?)\s*$", re.IGNORECASE)
PHONE_CUE = re.compile(r"(?:tlf|telefon\w*|mobil\w*|phone|ring\w*|call|nummer\w*|sms)\.?:?\s*(?:er|is|på|me|meg|on|at)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guarded:
    """A question that is safe to search, send and store."""

    text: str
    redacted: tuple[str, ...]
    """Kinds of personal data that were taken out: national_id, email, phone."""
    problem: str | None = None
    """Key of the reply that says why the question cannot be read: empty, too_long."""


def guard(question: str) -> Guarded:
    """Clean a question and take personal data out of it. Never raises, whatever the characters."""
    text = clean(question)
    if not text:
        return Guarded("", (), "empty")
    if len(text) > MAX_CHARACTERS:
        return Guarded(redact(text[:MAX_CHARACTERS])[0], (), "too_long")
    return Guarded(*redact(text))


def clean(text: str) -> str:
    """The text in NFC without control, invisible and broken characters; full-width digits become ordinary ones."""
    text = text[: MAX_CHARACTERS * 4]
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", text).replace("\ufffd", " ")
    text = ZALGO.sub(r"\1", CONTROL.sub(" ", INVISIBLE.sub("", text)))
    text = "".join(_plain_digit(c) for c in text)
    return re.sub(r"[ \t]{2,}", " ", text).strip()


def _plain_digit(char: str) -> str:
    if char.isascii() or not (char.isdecimal() or "\uff01" <= char <= "\uff5e"):
        return char
    return unicodedata.normalize("NFKC", char) if not char.isdecimal() else str(unicodedata.decimal(char))


def redact(text: str) -> tuple[str, tuple[str, ...]]:
    """Replace personal data by a word in brackets; say which kinds were found."""
    kinds: list[str] = []

    def take(kind: str) -> str:
        kinds.append(kind)
        return {"national_id": "[fødselsnummer]", "email": "[e-post]", "phone": "[telefon]"}[kind]

    text = DIGITS_WITH_SEPARATORS.sub(
        lambda m: take("national_id") if _is_personal(m.group()) else m.group(), text
    )
    text = EMAIL.sub(lambda _: take("email"), text)
    text = PHONE.sub(lambda m: take("phone") if _is_phone(m) else m.group(), text)
    return text, tuple(dict.fromkeys(kinds))


def _is_personal(written: str) -> bool:
    return not DATE.search(written) and is_national_id(re.sub(r"\D", "", written))


def _is_phone(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()], match.string[match.end() :]
    if AMOUNT_AFTER.match(after) or AMOUNT_BEFORE.search(before):
        return False
    digits = match.group()
    if digits.startswith(("+", "00")) or PHONE_CUE.search(before):
        return True
    grouped = re.fullmatch(r"\d{2}[\s.]\d{2}[\s.]\d{2}[\s.]\d{2}|\d{3}[\s.]\d{2}[\s.]\d{3}", digits)
    return bool(grouped) or bool(re.fullmatch(r"[49]\d{7}", digits))


def is_national_id(digits: str) -> bool:
    """Whether eleven digits can be a fødselsnummer or a D-number.

    The date must be possible (day + 40 in D-numbers; month + 40, + 65 or + 80 in synthetic ones). The check digits are
    not demanded: from 2032 the first of them no longer follows the old rule, and a mistyped number is personal all the same.
    """
    if len(digits) != 11:  # noqa: PLR2004 - the length of the number itself
        return False
    day, month = int(digits[:2]), int(digits[2:4])
    day -= 40 if day > 40 else 0  # noqa: PLR2004 - the D-number's offset
    for offset in (80, 65, 40):
        if month > offset:
            month -= offset
            break
    return 1 <= day <= 31 and 1 <= month <= 12  # noqa: PLR2004 - days and months
