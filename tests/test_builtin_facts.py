"""What a turn says about a case: share, category, agreement, kommune, amounts, doctors and rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.builtin.positions import first_share
from assistant.builtin.read_facts import read_facts
from assistant.builtin.spoken import in_digits
from assistant.calculator import Category, Element, Grant
from corpus import load_register

REGISTER = load_register()
SHARES: dict[str, str | None] = {
    "i 80 % stilling": "0.8",
    "80-prosent stilling": "0.8",
    "hundre prosent": "1",
    "i halv stilling": "0.5",
    "går i full jobb": "1",
    "a half-time introduction doctor": "0.5",
    "3/4 stilling": "0.75",
    "0,8 årsverk": "0.8",
    "stillingsprosent 60": "0.6",
    "a half post": "0.5",
    "full-time": "1",
    "0,6-stilling": "0.6",
    "3/5 stilling": "0.6",
    "she works 4/5.": "0.8",
    "2/3 stilling": "0.6667",
    "fire dager i uka": "0.8",
    "four days out of five": "0.8",
    "a three-fifths contract": "0.6",
    "tre kvart stilling": "0.75",
    "0.75 of a full-time post": "0.75",
    "1/10-25": None,
    "0,5 årsv.": "0.5",
    "prosent=100; fra=2025-06-01": "1",
    "%: 80; fra: 1.6.2025": "0.8",
    "heile stillinga": "1",
    "hele tiden med avtale": None,
    "140 %": "1.4",
    "−20 %": "-0.2",
    "12,5 prosent": "0.125",
    "20 % egenandel": None,
    "egenandelen på 20 prosent": None,
    "5 prosent tilrettelegging": None,
    "80 % av utgiftene": None,
}
CATEGORIES: dict[str, str | None] = {
    "en fastlegevikar": "fastlege",
    "a locum GP": "fastlege",
    "ein introduksjonslege": "introduksjonslege",
    "an introduction doctor": "introduksjonslege",
    "en sykehjemslege, hun startet som fastlege 1. mai 2020": "allmennlege",
    "a nursing home doctor, outside the GP scheme": "allmennlege",
    "lege i annet kommunalt legearbeid": "allmennlege",
    "allmennlege i spesialisering": None,
    "GP trainee; position: introductory doctor": "introduksjonslege",
    "ein introduksjonslækjar": "introduksjonslege",
    "fastlækjaren vår": "fastlege",
    "allmennlege outside FLO": "allmennlege",
    "lege utanfor FLO": "allmennlege",
    "legen vår": None,
}
AGREEMENTS: dict[str, bool | None] = {
    "med ALIS-avtale": True,
    "ALIS-avtalen er på plass": True,
    "alis avtale er signert": True,
    "alisavtale har vi": True,
    "Alis-avtale har vi": True,
    "fastlege 100 %, Masfjorden, ALIS-avtale, maks?": True,
    "with an ALIS agreement": True,
    "Karasjok: én ALIS med avtale, 60 prosent stilling": True,
    "Kva får Karasjok for ein fastlege med avtale i 60 %?": True,
    "Bodø, legevakt med avtale om vakt, 100 %": None,
    "two trainees with an agreement, 100 %, Bodø": True,
    "to leger uten avtale, 100 %, Bodø": None,
    "ALIS agreement signed": True,
    "fastlege 80 %, ALIS-avtale=ja": True,
    "fastlege 80 %, ALIS-avtale=nei": False,
    "fastlege 80 %. Avtale om ALIS er gjord": True,
    "introduksjonslege i 100 %, Bodø, avtale ok": True,
    "vil ikke ha ALIS-avtale": False,
    "har takket nei til ALIS-avtale": False,
    "legen vår gidd ikkje ha alisavtale": False,
    "uten ALIS-avtale": False,
    "a doctor who turns down the ALIS agreement": False,
    "ALIS-avtalen er ikke signert": False,
    "hva får vi bare for veiledningen": False,
    "for berre rettleiing": False,
    "supervision only": False,
    "Må legen ha ALIS-avtale?": None,
    "Hva er en ALIS-avtale?": None,
    "før ALIS-avtalen er signert": None,
    "Hvor lenge varer den?": None,
}
AMOUNTS = {
    "Satsen er 180 000 kr per år": ("rate", "180000"),
    "Satsen for fastlege i regelverket for 2022 er 300 000 kr per år": ("rate", "300000"),
    "i 2022-regelverket sto satsen for fastlege til 300 000 kr i året": ("rate", "300000"),
    "the rate for a GP was NOK 280,000 per year": ("rate", "280000"),
    "300 000 kroner i utgifter": ("cost", "300000"),
    "the fixed amount for introduksjonslege was 240 000 kroner a year": ("rate", "240000"),
    "fastbeløpet var 210 000 kr": ("rate", "210000"),
    "sentralitetsgrad 4": ("centrality", "4"),
    "og hvis sentraliteten var 6?": ("centrality", "6"),
    "enn klasse 6?": ("centrality", "6"),
    "centrality class 2": ("centrality", "2"),
    "Utgiftene i 2021 var på 412 500,50 kroner": ("cost", "412500.50"),
    "Vi brukte 250 000 kr på en ALIS-avtale i 2021": ("cost", "250000"),
    "utgifter på 1,2 mill. kroner": ("cost", "1200000"),
    "42 timer veiledning av en LIS3": ("hours", "42"),
    "37,5 timar rettleiing av LIS3": ("hours", "37.5"),
    "ALIS-Nord-piloten med én lege i tre år": ("years", "3"),
}


@pytest.mark.parametrize(("text", "share"), SHARES.items(), ids=SHARES)
def test_a_share_is_read(text: str, share: str | None) -> None:
    found = first_share(in_digits(text))
    assert (found[0] if found else None) == (Decimal(share) if share else None)


@pytest.mark.parametrize(("text", "category"), CATEGORIES.items(), ids=CATEGORIES)
def test_a_category_is_read(text: str, category: str | None) -> None:
    found = read_facts(text, REGISTER).category
    assert found == (Category(category) if category else None)


@pytest.mark.parametrize(("text", "agreement"), AGREEMENTS.items(), ids=AGREEMENTS)
def test_an_agreement_is_there_or_not_or_not_told(text: str, agreement: bool | None) -> None:
    assert read_facts(text, REGISTER).agreement is agreement


@pytest.mark.parametrize(("text", "stated"), AMOUNTS.items(), ids=AMOUNTS)
def test_a_stated_amount_is_read(text: str, stated: tuple[str, str]) -> None:
    name, value = stated
    assert getattr(read_facts(text, REGISTER), name) == Decimal(value)


def test_a_number_that_can_be_read_in_two_ways_is_told_apart() -> None:
    facts = read_facts("Satsen er 1.000 kr", REGISTER)
    assert facts.rate is None
    assert facts.ambiguous_number == "1.000"


def test_a_year_beside_the_rate_is_no_amount() -> None:
    assert read_facts("Hva var satsen i 2022?", REGISTER).rate is None


@pytest.mark.parametrize("span", ["2025/26", "2025-2026", "2025–2026"])
def test_a_period_of_two_years_is_neither_of_them(span: str) -> None:
    facts = read_facts(f"fastlege 60 % i Karasjok, hele perioden {span}", REGISTER)
    assert "year" not in facts.words
    assert (facts.start, facts.end) == (None, None)
    assert read_facts("fastlege 60 % i Karasjok, hele 2025", REGISTER).words["year"] == "2025"


def test_expenses_are_read_by_element() -> None:
    facts = read_facts("praksiskompensasjon 90 000 kr, læringsaktiviteter 5000 kr", REGISTER)
    assert dict(facts.expenses) == {
        Element.PRAKSISKOMPENSASJON: Decimal(90000),
        Element.LAERINGSAKTIVITETER: Decimal(5000),
    }


def test_an_expense_may_stand_before_its_element() -> None:
    text = "brukt 40 000 kr på praksiskompensasjon, 5 000 kr på læringsaktivitetar og 18 000 kr på"
    facts = read_facts(f"{text} rettleiing", REGISTER)
    assert dict(facts.expenses) == {
        Element.PRAKSISKOMPENSASJON: Decimal(40000),
        Element.LAERINGSAKTIVITETER: Decimal(5000),
        Element.VEILEDNING: Decimal(18000),
    }
    hours = read_facts("We only paid for supervision: 30 hours for one ALIS", REGISTER)
    assert dict(hours.expense_hours) == {Element.VEILEDNING: Decimal(30)}


def test_a_kommune_named_takes_the_place_of_a_class_and_the_other_way_round() -> None:
    named = read_facts("i Bergen", REGISTER)
    stated = read_facts("sentralitet 6", REGISTER)
    assert named.updated_by(stated).municipalities == ()
    assert stated.updated_by(named).municipality is not None


def test_several_doctors_are_groups() -> None:
    text = "to fastleger i 100 % og en introduksjonslege i 60 %"
    groups = read_facts(text, REGISTER).groups
    assert [(g.count, g.category, g.share) for g in groups] == [
        (2, Category.FASTLEGE, Decimal(1)),
        (1, Category.INTRODUKSJONSLEGE, Decimal("0.6")),
    ]


def test_rows_in_turn_end_where_the_next_begins() -> None:
    text = "fastlege i 50 % fra 1. juni 2025 og 80 % fra 1. desember 2025 til 31. mai 2026"
    rows = read_facts(text, REGISTER).positions
    assert [(r.share, str(r.start), str(r.end)) for r in rows] == [
        (Decimal("0.5"), "2025-06-01", "2025-11-30"),
        (Decimal("0.8"), "2025-12-01", "2026-05-31"),
    ]


def test_two_positions_at_once_share_the_period() -> None:
    text = "fastlege i 70 % og sykehjemslege i 50 % samtidig, 1. juni 2025 til 31. mai 2026"
    rows = read_facts(text, REGISTER).positions
    assert [(r.category, r.share, str(r.end)) for r in rows] == [
        (Category.FASTLEGE, Decimal("0.7"), "2026-05-31"),
        (Category.ALLMENNLEGE, Decimal("0.5"), "2026-05-31"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hva får Kárášjohka?", "Karasjok"),
        ("hva far Tromso kommune", "Tromsø"),
        ("hvilken klasse har Bodo?", "Bodø"),
    ],
)
def test_a_kommune_is_found_by_any_spelling(text: str, name: str) -> None:
    municipality = read_facts(text, REGISTER).municipality
    assert municipality is not None
    assert municipality.name == name


def test_the_place_of_an_office_is_not_the_users_kommune() -> None:
    assert read_facts("Hvor ligger ALIS-kontoret i Bodø?", REGISTER).municipalities == ()


def test_an_ordinary_first_word_is_no_unknown_kommune() -> None:
    assert read_facts("Kunne kommunen få tilskudd?", REGISTER).unknown_municipality is None
    assert read_facts("Hva får Granvik kommune?", REGISTER).unknown_municipality == "Granvik"


def test_lis3_names_the_old_grant_only_up_to_2021() -> None:
    assert read_facts("veiledning av LIS3 i 2021", REGISTER).grant is Grant.LIS3_SUPERVISION
    assert read_facts("LIS3-lege fra 1. juni 2025 til 31. mai 2026", REGISTER).grant is None
