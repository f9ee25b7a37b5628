import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactbook import dates


@given(st.dates())
def test_a_full_date_means_one_day(day):
    assert dates.span(day.isoformat()) == (day, day)


@given(st.dates())
def test_a_month_runs_from_its_first_to_its_last_day(day):
    first, last = dates.span(day.isoformat()[:7])
    assert (first.year, first.month, first.day) == (day.year, day.month, 1)
    assert (last.year, last.month) == (day.year, day.month)
    if last < dt.date.max:
        assert (last + dt.timedelta(1)).day == 1


@given(st.dates())
def test_a_year_runs_from_new_year_to_new_years_eve(day):
    first, last = dates.span(day.isoformat()[:4])
    assert (first.isoformat()[5:], last.isoformat()[5:]) == ("01-01", "12-31")
    assert (last - first).days + 1 == 365 + calendar.isleap(day.year)


@given(st.dates())
def test_more_precision_narrows_the_span(day):
    text = day.isoformat()
    wide, mid, narrow = dates.span(text[:4]), dates.span(text[:7]), dates.span(text)
    assert wide[0] <= mid[0] <= narrow[0] <= narrow[1] <= mid[1] <= wide[1]


@given(st.text(alphabet="0123456789-٢ /.TZ", max_size=12))
def test_other_text_is_refused_or_stands_for_the_days_it_begins_with(text):
    try:
        first, last = dates.span(text)
    except ValueError as error:
        assert repr(text) in str(error)
    else:
        assert first.isoformat().startswith(text)
        assert last.isoformat().startswith(text)


@pytest.mark.parametrize(
    "text",
    ["", "2015-2", "2015-13", "2015-00", "2015-02-29", "0000", "15", "2015-08-10 ", "2015-08-10\n", "20150810", "٢٠١٥"],
)
def test_what_is_no_date_is_refused_with_the_text(text):
    with pytest.raises(ValueError, match="is no date") as caught:
        dates.span(text)
    assert repr(text) in str(caught.value)


def test_an_empty_cell_has_no_day():
    assert (dates.earliest(""), dates.latest(""), dates.middle("")) == (None, None, None)


def test_the_middle_lies_between_the_ends():
    assert dates.middle("2016-02") == dt.date(2016, 2, 15)
    assert dates.middle("2015") == dt.date(2015, 7, 2)
    assert dates.middle("2015-08-10") == dt.date(2015, 8, 10)
