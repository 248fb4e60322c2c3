"""Every sentence stands in both languages, is said somewhere, and gets the values it wants."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import numpy as np
import pytest
from babel import Locale

import partner_dashboard
from partner_dashboard import errors, ui
from partner_dashboard.problems import SEVERITIES
from partner_dashboard.settings import installed
from partner_dashboard.texts import LANGUAGES, Sentence, Texts, sentences

ENGLISH, GERMAN = sentences("en"), sentences("de")
ROOMS = {key.split(".")[0] for key in ENGLISH}
FILES = (".csv", ".toml", ".py", ".json", ".geojson", ".md", ".js", ".typ")


def forms(sentence: Sentence) -> dict[str, str]:
    return {"other": sentence} if isinstance(sentence, str) else dict(sentence)


def placeholders(sentence: Sentence) -> set[str]:
    parsed = (part for form in forms(sentence).values() for part in Formatter().parse(form))
    return {name for _, name, _, _ in parsed if name is not None}


# --- the two languages -------------------------------------------------------------------------------------------


def test_both_languages_have_the_same_sentences() -> None:
    assert set(ENGLISH) ^ set(GERMAN) == set()


def test_the_rooms_have_a_file_in_each_language() -> None:
    folder = Path(partner_dashboard.__file__).parent / "texts"
    files = {language: {file.name for file in (folder / language).iterdir()} for language in LANGUAGES}
    assert files["en"] == files["de"]


def test_a_sentence_has_the_same_values_and_is_counted_alike_in_both_languages() -> None:
    both = {key: (sentence, GERMAN[key]) for key, sentence in ENGLISH.items() if key in GERMAN}
    assert [key for key, (english, german) in both.items() if placeholders(english) != placeholders(german)] == []
    assert [key for key, (english, german) in both.items() if isinstance(english, str) != isinstance(german, str)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_with_a_count_has_every_plural_of_its_language(language: str) -> None:
    wanted = {*Locale.parse(language).plural_form.tags, "other"}
    counted = {key: set(said) for key, said in sentences(language).items() if not isinstance(said, str)}
    assert [key for key, held in counted.items() if not wanted <= held <= wanted | {"zero"}] == []


QUOTES = {"en": ("“", "”", "„"), "de": ("„", "“", "”")}
"""How a language opens and closes a quotation, and the sign that it does not know."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_badly_quoted(language: str) -> None:
    said = [(key, name, form) for key, held in sentences(language).items() for name, form in forms(held).items()]
    assert [key for key, _, form in said if form != form.strip()] == []
    assert [key for key, name, form in said if not form and name != "zero"] == [], "of nothing nothing may be said"
    opening, closing, foreign = QUOTES[language]
    assert [key for key, _, form in said if re.search(rf"[\"‘«»{foreign}]|(?<!\w)'|'(?!\w)", form)] == []
    assert [key for key, _, form in said if form.count(opening) != form.count(closing)] == []


# --- the code and the texts --------------------------------------------------------------------------------------


@cache
def code() -> tuple[ast.AST, ...]:
    """Give every node of every module of the product and of every page."""
    source = Path(partner_dashboard.__file__).parent
    files = [*source.rglob("*.py"), *installed("pages").glob("*.py")]
    return tuple(node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))))


def nodes(kind: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in code() if isinstance(node, kind))


def literal_keys() -> set[str]:
    parts = {id(part) for built in nodes(ast.JoinedStr) for part in built.values}
    texts = {node.value for node in nodes(ast.Constant) if isinstance(node.value, str) and id(node) not in parts}
    return {
        text
        for text in texts
        if re.fullmatch(r"[a-z]+(\.[a-z0-9_]+)+", text) and text.split(".")[0] in ROOMS and not text.endswith(FILES)
    }


def built_keys() -> set[str]:
    """Give a pattern for each key that the code puts together, as in f"page.{name}"."""
    found = set()
    for node in nodes(ast.JoinedStr):
        first = node.values[0]
        if isinstance(first, ast.Constant) and re.match(r"[a-z]+\.", str(first.value)):
            pattern = "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_]+" for part in node.values
            )
            if str(first.value).split(".")[0] in ROOMS and not pattern.endswith(tuple(map(re.escape, FILES))):
                found.add(pattern)
    return found


def test_every_sentence_that_the_code_names_is_there() -> None:
    assert literal_keys() - set(ENGLISH) == set()


def test_every_sentence_that_the_code_puts_together_is_there() -> None:
    assert [pattern for pattern in built_keys() if not any(re.fullmatch(pattern, key) for key in ENGLISH)] == []


def test_every_sentence_is_said_somewhere() -> None:
    patterns = [re.compile(pattern) for pattern in built_keys()]
    unsaid = set(ENGLISH) - literal_keys()
    assert sorted(key for key in unsaid if not any(pattern.fullmatch(key) for pattern in patterns)) == []


def test_every_sentence_gets_the_values_it_wants() -> None:
    wrong = []
    for node in nodes(ast.Call):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
            continue
        sentence = ENGLISH.get(str(node.args[0].value))
        given = {keyword.arg for keyword in node.keywords}
        named = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "t")
        if sentence is None or None in given or named not in ("t", "Texts"):
            continue
        wanted = placeholders(sentence) | (set() if isinstance(sentence, str) else {"count"})
        if not wanted <= given:
            wrong.append((node.args[0].value, sorted(wanted - given)))
    assert wrong == []


def test_every_problem_error_and_page_has_a_sentence() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    wanted = {kind.code for kind in kinds if issubclass(kind, errors.DashboardError)}
    wanted |= {f"problem.{name}" for name in SEVERITIES} | {f"page.{name}" for name in ui.PAGES}
    assert wanted - set(ENGLISH) == set()


# --- saying ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "english", "german"),
    [
        (0, "none new", "keiner neu"),
        (1, "1 new", "1 neuer"),
        (2, "2 new", "2 neue"),
        (1234, "1,234 new", "1.234 neue"),
    ],
)
def test_a_count_chooses_its_form_and_is_written_as_the_language_does(count: int, english: str, german: str) -> None:
    assert Texts("en")("overview.partners_recent", count=count) == english
    assert Texts("de")("overview.partners_recent", count=count) == german


def test_a_count_of_numpy_is_a_count() -> None:
    assert Texts("en")("reach.partners", count=np.int64(1)) == "1 partner"
    assert Texts("de")("reach.countries", count=np.int64(1234)) == "1.234 Ländern"


def test_numbers_and_lists_are_written_as_the_language_does() -> None:
    english, german = Texts("en"), Texts("de")
    assert (english.number(1234.5), german.number(1234.5)) == ("1,234.5", "1.234,5")
    assert (english.joined(["a", "b", "c"]), german.joined(["a", "b", "c"])) == ("a, b and c", "a, b und c")
    assert (english.value(True), english.value("1234"), english.value(None)) == ("True", "1234", "None")


def test_a_date_is_said_and_an_unknown_one_is_unknown() -> None:
    assert (Texts("en").date("2025-04"), Texts("de").date("1985~")) == ("April 2025", "um 1985")
    assert (Texts("en").date(""), Texts("de").date("")) == ("unknown", "unbekannt")


@pytest.mark.parametrize("hostile", ["{text}", "{0}", "{", "%s", "{count.__class__}"])
def test_a_value_is_said_as_it_is_and_never_filled_in_again(hostile: str) -> None:
    assert Texts("en")("filter.said_text", text=hostile) == f"“{hostile}”"


def test_a_sentence_that_is_not_there_is_our_mistake() -> None:
    with pytest.raises(KeyError, match=r"map\.nonsense"):
        Texts("en")("map.nonsense")
    assert not Texts("de").has("map.nonsense")
    assert Texts("de").has("page.map")


def test_a_language_without_texts_is_none() -> None:
    with pytest.raises(ValueError, match="fr"):
        sentences("fr")
