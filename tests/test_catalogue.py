"""Every message of the package, the notebooks and the schema stands in each catalogue, and nothing else does."""

import ast
import datetime as dt
import functools
import json
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import yaml
from babel.messages.pofile import read_po

from pactbook import paths
from pactbook.exhibits import citations
from pactbook.locale import LANGUAGES, Language
from pactbook.record import Tables, load, status
from pactbook.subjects import article, membership, networks, pair, programme, rates, ties
from pactbook.subjects.findings import find_horizon

CATALOGUES = [code for code in LANGUAGES if code != "en"]
TRANSLATORS = {"t", "self._t"}
# Columns with words that reports show in prose or on cards, beside the columns of `present.WORDS`.
SHOWN = citations.WORDS | {"status", "hedge", "verdict", "mutual_defence"}
# A reading never speaks of a record's key or of its sources.
NO_READING = {"source_ids"}


# ------------------------------------------------------------------------------------------------- the messages


@functools.cache
def _modules() -> dict[str, ast.Module]:
    found = {}
    for path in sorted((paths.ROOT / "src").rglob("*.py")):
        found[str(path.relative_to(paths.ROOT))] = ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(paths.NOTEBOOKS.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
        found[str(path.relative_to(paths.ROOT))] = ast.parse(code)
    return found


@functools.cache
def _constants() -> dict[str, ast.expr]:
    """Return what each module assigns at its top: word dictionaries are imported by their names."""
    found = {}
    for module in _modules().values():
        for node in module.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found[node.targets[0].id] = node.value
    return found


def _code_messages() -> tuple[set[str], set[tuple[str, str]], list[str]]:
    """Return the messages, the plural messages, and the calls of which neither can be told."""
    single, plural, unclear = set(), set(), []
    for name, module in _modules().items():
        scopes = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)] + [module]
        # Only the catalogue's own class calls itself.
        translators = TRANSLATORS | {"self"} if name.endswith("locale/__init__.py") else TRANSLATORS
        for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
            called = ast.unparse(call.func)
            scope = next(node for node in scopes if node is module or _holds(node, call))
            if called in {f"{one}.plural" for one in translators}:
                one, many = (_values(arg, scope) or [None] for arg in call.args[:2])
                pairs = set(zip(one, many, strict=True))
                if any(None in pair for pair in pairs):
                    unclear.append(f"{name}:{call.lineno}: {ast.unparse(call)}")
                else:
                    plural |= pairs
            elif called in translators and not _names_schema(call.args[0]):
                values = _values(call.args[0], scope)
                single |= set(values)
                if not values:
                    unclear.append(f"{name}:{call.lineno}: {ast.unparse(call)}")
    return single, plural, unclear


def _holds(function: ast.FunctionDef, node: ast.AST) -> bool:
    return function.lineno <= node.lineno <= function.end_lineno


def _names_schema(node: ast.expr) -> bool:
    """Tell whether a message is a value of the schema: ``row["kind"]``, or a word with its underscores replaced."""
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant)
    return isinstance(node, ast.Call) and ast.unparse(node).endswith(".replace('_', ' ')")


def _values(node: ast.expr, scope: ast.AST) -> list[str]:
    """Return the strings that an expression can be: a literal, a choice, a word of a dictionary, a loop's variable."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return _values(node.body, scope) + _values(node.orelse, scope)
    if isinstance(node, ast.Subscript):
        words = _resolve(node.value, scope)
        return [one for value in words.values for one in _values(value, scope)] if isinstance(words, ast.Dict) else []
    if isinstance(node, ast.Name):
        return [one for value in _bound(node.id, scope) for one in _values(value, scope)]
    return []


def _resolve(node: ast.expr, scope: ast.AST) -> ast.expr | None:
    """Return the literal behind a name."""
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return node
    name = node.id if isinstance(node, ast.Name) else node.attr
    own = (one.value for one in ast.walk(scope) if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == name)
    return next(own, _constants().get(name))


def _bound(name: str, scope: ast.AST) -> list[ast.expr]:
    """Return the literals that a loop or comprehension of `scope` gives to a variable."""
    found = []
    for loop in (node for node in ast.walk(scope) if isinstance(node, (ast.For, ast.comprehension))):
        targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
        if name not in map(ast.unparse, targets):
            continue
        place = list(map(ast.unparse, targets)).index(name)
        found += [row[place] for row in _rows(loop.iter, scope) if place < len(row)]
    return found


def _rows(node: ast.expr, scope: ast.AST) -> Iterator[list[ast.expr]]:
    """Yield what a loop over a literal, or over the items or values of a literal dictionary, gives."""
    method = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
    literal = _resolve(node.func.value if method in ("items", "values") else node, scope)
    if isinstance(literal, ast.Dict):
        pairs = zip(literal.keys, literal.values, strict=True)
        yield from ([key, value] if method == "items" else [value if method else key] for key, value in pairs)
    elif isinstance(literal, (ast.Tuple, ast.List)):
        yield from (one.elts if isinstance(one, (ast.Tuple, ast.List)) else [one] for one in literal.elts)


def _schema_messages() -> set[str]:
    """Return the values of the columns that reports show, and the names of the columns of which readings speak."""
    package = yaml.safe_load((paths.ROOT / "data" / "datapackage.yaml").read_text(encoding="utf-8"))
    fields = {one["name"]: one["schema"]["fields"] for one in package["resources"]}
    words = {"yes", "no", "unknown"}  # category_i is computed
    for field in (field for columns in fields.values() for field in columns if field["name"] in SHOWN):
        words |= set(field.get("x-enum", field.get("constraints", {}).get("enum", [])))
    keys = {one["name"]: one["schema"]["primaryKey"] for one in package["resources"]}
    read = next(field for field in fields["readings"] if field["name"] == "table")["constraints"]["enum"]
    for table in read:
        key = keys[table]
        key = {key} if isinstance(key, str) else set(key) & {"bloc_id", "iso3"}
        # A reading is of the text itself, not of its translation.
        words |= {field["name"] for field in fields[table] if "x-translates" not in field} - key - NO_READING
    return {word.replace("_", " ") for word in words | set(status.STATUSES)}


def _prose_messages() -> set[str]:
    found = set()
    for path in sorted(paths.NOTEBOOKS.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                parts = "".join(cell["source"]).split("\n\n")
                found |= {" ".join(part.split()).lstrip("#").strip() for part in parts}
    return found - {""}


def _bloc_names() -> set[str]:
    """Return the short names of organisations, which a catalogue may hold: most are the same in every language."""
    return set(load().blocs.short_name)


@functools.cache
def messages() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Return every message of one form, and every message of two."""
    single, plural, _ = _code_messages()
    return frozenset(single | _schema_messages() | _prose_messages()), frozenset(plural)


@functools.cache
def _catalogue(code: str):
    path = Path(paths.ROOT / "src" / "pactbook" / "locale" / f"{code}.po")
    with path.open("rb") as stream:
        return [message for message in read_po(stream, locale=code) if message.id]


def _names(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _forms(message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


# ---------------------------------------------------------------------------------------------------- the tests


@pytest.mark.slow
def test_it_can_be_told_of_each_call_which_messages_it_gives():
    assert _code_messages()[2] == []


@pytest.mark.slow
def test_messages_of_every_kind_are_found():
    single, plural = messages()
    assert {"No text read here obliges the parties to help each other if attacked; {n} was not read for it."} <= {
        one for one, _ in plural
    }
    chosen = {"In brief", "none", "2–7 days later", "arms and industry", "cannot be told", "observers", "framing"}
    assert chosen | {"legal step", "supported as allegation", "range km", "Which sources were read?"} <= single


@pytest.mark.parametrize("code", CATALOGUES)
def test_no_message_is_missing(code):
    known = {message.id for message in _catalogue(code)}
    single, plural = messages()
    missing = sorted(single - known) + sorted(plural - known)
    assert not missing, f"{len(missing)} messages are not in {code}.po:\n" + "\n".join(map(repr, missing))


@pytest.mark.slow
@pytest.mark.parametrize("code", CATALOGUES)
def test_no_message_is_left_over(code):
    single, plural = messages()
    over = [message.id for message in _catalogue(code) if message.id not in single | plural | _bloc_names()]
    assert not over, f"{len(over)} messages of {code}.po are said nowhere:\n" + "\n".join(map(repr, over))


@pytest.mark.parametrize("code", CATALOGUES)
def test_each_message_is_translated_in_all_its_forms(code):
    for message in _catalogue(code):
        forms = _forms(message)
        assert len(forms) == (2 if message.pluralizable else 1), message.id
        assert all(form.strip() for form in forms), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("code", CATALOGUES)
def test_the_values_in_braces_agree(code):
    for message in _catalogue(code):
        ids = message.id if message.pluralizable else (message.id,)
        # Markdown may hold braces of its own only if both languages do; the form for one may leave out its number.
        for form, own in zip(_forms(message), ids, strict=True):
            assert _names(form) in (_names(own), _names(*ids)), f"{message.id}: {form}"


# ----------------------------------------------------------------------------------------------- German findings


def _dcad() -> pd.DataFrame:
    rows = [("FJI", "ISL", 1990, True, "dca"), ("FJI", "NOR", 2005, True, "dca")]
    frame = pd.DataFrame(rows, columns=["a", "b", "year", "general", "category"])
    return frame.assign(parties=list(zip(frame.a, frame.b, strict=True)))


def _german(record: Tables, t: Language) -> list[str]:
    """Return every finding and headline that the made rows of `conftest` give, once full and once empty."""
    a, b, day = "FJI", "ISL", record.counted_until
    found, tied = [], ties.current(record)
    for first, second in ((a, b), ("BTN", "NZL")):
        documents = ties.between(record, first, second)
        met = pair.contacts(record, first, second, 1990)
        partners = pair.portfolio(record, first)
        found += [
            pair.find_history(met, documents, first, second, 1990, t),
            pair.find_documents(documents, first, second, t),
            pair.find_undated(documents.assign(date=""), t),
            pair.find_undated(documents[:1].assign(date=""), t),
            pair.find_newest(documents, first, second, day, t),
            pair.find_share(partners, first, second, t),
            pair.find_portfolio(partners, first, t),
            pair.find_limits(documents, met, t),
            pair.find_steps(pair.in_focus(documents), pair.steps(record, documents), day, t),
            pair.find_in_force(documents, first, second, day, t),
            pair.find_plans(documents, first, second, day, t),
            pair.find_scope(record, first, second, day, 1990, t, ["training"]),
            rates.find_rates(_dcad(), record, first, second, t),
            rates.find_break(_dcad(), record, t),
            rates.find_clause(record, pair.in_focus(documents), day, t),
            networks.find_position(networks.position(tied, first, second, 20), tied, first, second, day, t),
        ]
    pairs = membership.shared(record, [a, b, "NOR"], dt.date.fromisoformat(day))
    found += [membership.find_shared(pairs, record, day, t), membership.find_limits(record, ["NORDPACT"], t)]
    for country, partner in ((a, b), ("URY", a)):
        known, listed = programme.systems(record, country), programme.designations(record, country)
        found += [
            programme.find_systems(known, country, t),
            programme.find_category(known, t),
            programme.find_designations(listed, country, partner, day, t),
            programme.find_suppliers(listed, country, t),
            programme.find_limits(known, programme.flights(record, country), t),
        ]
    judged = article.audit(record, "article-2022", t)
    source = record.sources[record.sources.source_id == "article-2022"].iloc[0].to_dict()
    found += [
        article.find_verdicts(article.own(judged), source, day, t),
        article.find_left_out(judged, t),
        article.find_facts(judged, t),
        article.find_speakers(judged, t),
    ]
    found += [article.find_limits(judged, record, t), find_horizon(record.newest_page, day, t)]
    return [finding.text for finding in found] + list(judged.reasoning)


def test_findings_are_german_and_complete(record, de):
    said = _german(record, de)
    assert len(said) > 30
    for text in said:
        assert not re.search(r"[{}]", text), text
        # English words that no German sentence has; the made titles say "Event", "Title of" and "Page".
        assert not re.search(r"\b(the|is|are|on record|and|with|no|none|which)\b", text), text


@pytest.mark.slow
def test_each_language_says_the_same_numbers(record, en, de):
    for english, german in zip(_german(record, en), _german(record, de), strict=True):
        if "addition" not in english and "judgement" not in english:  # typed in the made claims
            assert sorted(re.findall(r"\d+", german)) == sorted(re.findall(r"\d+", english)), (english, german)


def test_a_finding_reads_as_german(record, de):
    contacts = pair.contacts(record, "FJI", "ISL", 1990)
    documents = ties.between(record, "FJI", "ISL")
    text = pair.find_history(contacts, documents, "FJI", "ISL", 1990, de).text
    assert text.startswith(
        "Vor ihrem jüngsten Verteidigungsdokument (9. September 2022) sind 3 Verteidigungskontakte von Fidschi und Island "
    )
    assert "9. September 2022" in text
    status = article.status_name("in_force", de), article.verdict_name("supported_as_allegation", de)
    assert status == ("in Kraft", "als Aussage belegt")
