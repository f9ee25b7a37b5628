"""Two counts that are never added, with years that neither covers left missing."""

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pactbook.locale import Language
from pactbook.subjects import pair, rates, ties

PAIR = ("FJI", "ISL")


@pytest.fixture
def dcad():
    rows = [
        ("FJI", "ISL", 1990),
        ("FJI", "ISL", 2005),
        ("FJI", "NOR", 2005),
        ("ISL", "NOR", 2010),
        ("NOR", "SWE", 1980),
    ]
    frame = pd.DataFrame(rows, columns=["a", "b", "year"]).assign(general=True, category="dca")
    return frame.assign(parties=list(zip(frame.a, frame.b, strict=True)))


@pytest.mark.parametrize(
    ("day", "years"),
    [
        ("2024-03-01", (1980, 2010)),
        ("1989-06-30", (1980, 1988)),
        ("1989-12-31", (1980, 1989)),
        ("2011-01-01", (1980, 2010)),
    ],
)
def test_only_years_that_had_ended_are_covered(day, years):
    assert rates.covered(dt.date.fromisoformat(day)) == years


def test_a_year_before_a_states_first_agreement_is_missing_and_not_zero(record, dcad):
    counts = rates.yearly(record, dcad, PAIR).set_index(["series", "source", "year"]).agreements.sort_index()
    assert counts["world", "dcad"].tolist() == [int((dcad.year == year).sum()) for year in range(1980, 2011)]
    assert (
        np.isnan(counts["FJI", "dcad", 1989]) and counts["FJI", "dcad", 1990] == 1 and counts["FJI", "dcad", 1991] == 0
    )
    assert counts["FJI", "dcad", 2005] == 2


def test_the_record_takes_over_where_the_dataset_ends(record, untouched, dcad):
    counts = rates.yearly(record, dcad, PAIR)
    assert dict(counts.groupby("source").year.agg(["min", "max"]).loc["record"]) == {"min": 2011, "max": 2024}
    rows = [row for row in untouched.rows("agreements") if row["signed"] >= "2011" and row["domains"] != "culture"]
    assert counts[(counts.series == "world") & (counts.source == "record")].agreements.sum() == len(rows)
    own = counts[(counts.series == "ISL") & (counts.source == "record")].set_index("year").agreements
    assert (own[2020], own[2022], own[2023]) == (1, 2, 0)


def test_without_the_dataset_the_record_counts_from_its_first_year(record, untouched):
    counts = rates.yearly(record, None, PAIR)
    assert set(counts.source) == {"record"}
    assert counts.year.min() == 1980
    assert counts[counts.series == "world"].agreements.sum() == sum(
        row["signed"] >= "1980" and row["domains"] != "culture" for row in untouched.rows("agreements")
    )


def test_a_state_of_which_nothing_is_known_is_missing_everywhere(record, dcad):
    counts = rates.yearly(record, dcad, ("BOL", "ISL"))
    assert counts[counts.series == "BOL"].agreements.isna().all()


def test_nothing_later_than_the_day_is_counted(untouched, dcad):
    counts = rates.yearly(untouched.load("2006-06-01"), dcad, PAIR)
    assert counts.year.max() == 2005
    assert set(counts.source) == {"dcad"}
    assert rates.yearly(untouched.load("1975-01-01"), dcad, PAIR).empty


def test_signers_count_both_sides(dcad):
    counts = rates.signers(dcad, 2001, 2010)
    assert dict(counts) == {"FJI": 2, "ISL": 2, "NOR": 2, "SWE": 0}


def test_the_rates_are_those_of_the_last_ten_years(record, dcad, en):
    text = rates.find_rates(dcad, record, *PAIR, en).text
    assert text.startswith(
        "3 defence cooperation agreements of 2001 to 2010 are in the dataset of Kinne (2020), 0.3 a year"
    )
    assert "Fiji signed 0.2 a year; 25 % of its 4 states signed fewer." in text
    assert text.endswith("With each other the two signed in 1990 and 2005.")
    text = rates.find_rates(dcad, record, "BOL", "ISL", en).text
    assert "Bolivia is not in it: missing, not zero." in text
    assert text.endswith("Of the two with each other it has none up to 2010.")


def test_the_rates_of_an_earlier_day_use_what_had_ended(untouched, dcad, en):
    text = rates.find_rates(dcad, untouched.load("1991-06-01"), *PAIR, en).text
    assert text.startswith("1 defence cooperation agreement of 1981 to 1990")
    assert "2005" not in text
    assert "no year" in rates.find_rates(dcad, untouched.load("1975-01-01"), *PAIR, en).text


def test_a_missing_dataset_is_told_apart_from_one_that_is_not_wanted(record, en, fetched):
    assert rates.dataset(["outside"]) is None
    assert "make reference" in rates.find_rates(None, record, *PAIR, en).text
    assert rates.credit(None, en) == []
    assert rates.note(None, en) == ""
    fetched.dcad("770,370,7,7,1995,,,,general,DCA,,,0,,DCADv1.0-0001")
    assert len(rates.dataset(["outside"])) == 1
    assert rates.dataset(["pactbook"]) is None
    assert "switched off" in rates.find_rates(None, record, *PAIR, en).text
    assert "Kinne" in rates.credit(rates.dataset(["outside"]), en)[0]
    assert "in the dataset are not covered" in rates.note(rates.dataset(["outside"]), en)


def test_the_break_is_measured_in_the_years_of_both(record, untouched, dcad, en):
    rows = [row for row in untouched.rows("agreements") if row["signed"] and row["domains"] != "culture"]
    late = sum(row["signed"] >= "2011" for row in rows)
    text = rates.find_break(dcad, record, en).text
    assert text.startswith(
        "Up to 2010 this record can be set against the Defense Cooperation Agreement Dataset; "
        f"it holds {late} defence documents signed later, up to 1 March 2024."
    )
    assert f"Of 1980 to 2010 it holds {len(rows) - late}, where the dataset has 5" in text
    assert "sample" not in rates.find_break(None, record, en).text


def test_the_share_with_a_clause_leaves_out_what_is_not_known(record, untouched, en):
    rows = [row for row in untouched.rows("agreements") if row["domains"] != "culture" and not row["announced"]]
    known = [row for row in rows if row["mutual_defence"] != "unknown"]
    bound = sum(row["mutual_defence"] == "yes" for row in known)
    low, high = stats.binomtest(bound, len(known)).proportion_ci(method="wilson")
    shown = pair.in_focus(ties.between(record, "FJI", "NOR"))
    finding = rates.find_clause(record, shown, "2024-03-01", en)
    assert finding.text.startswith(
        f"Of {len(rows)} defence documents on record by 1 March 2024 it is known for {len(known)}"
    )
    share = f"{bound} say so ({100 * bound / len(known):.0f} %, 95 % interval {100 * low:.0f} to {100 * high:.0f} %"
    assert share in finding.text
    assert finding.text.endswith("“Title of fji-nor-2019-treaty” has such a clause.")
    assert len(finding.records) == bound


@pytest.mark.parametrize(
    ("partner", "words"), [("NZL", "it is not known."), ("URY", "has none."), ("BOL", "at random).")]
)
def test_the_clause_of_the_document_in_focus(record, en, partner, words):
    documents = ties.between(record, "FJI", partner)
    shown = documents if partner == "NZL" else pair.in_focus(documents)
    assert rates.find_clause(record, shown, "2024-03-01", en).text.endswith(words)


def test_a_clause_may_bind_one_party_alone(folder, en):
    folder.change("agreements", "fji-nor-2019-treaty", mutual_defence="one_sided")
    record = folder.load()
    shown = pair.in_focus(ties.between(record, "FJI", "NOR"))
    assert rates.find_clause(record, shown, "2024-03-01", en).text.endswith("obliges one party alone.")


def test_the_headline_counts_the_years_of_the_dataset(record, untouched, dcad, en):
    counts = rates.yearly(record, dcad, ("FJI", "BOL"))
    assert rates.headline_rates(counts, "FJI", "BOL", en) == (
        "Defence agreements of 1980 to 2010: Fiji 3, Bolivia not covered, of 5"
    )
    counts = rates.yearly(record, None, PAIR)
    assert rates.headline_rates(counts, *PAIR, en).startswith(
        "Defence documents on record from 1980 on: Fiji 7, Iceland 3, of 7"
    )
    none = rates.yearly(untouched.load("1975-01-01"), None, PAIR)
    assert rates.headline_rates(none, *PAIR, en) == "No year is covered"


def test_both_languages_tell_the_same_numbers(record, dcad):
    told = {}
    for code in ("en", "de"):
        t = Language(code)
        texts = [rates.find_rates(dcad, record, *PAIR, t), rates.find_break(dcad, record, t)]
        told[code] = [sorted(re.findall(r"\d+", finding.text)) for finding in texts]
    assert told["en"] == told["de"]
