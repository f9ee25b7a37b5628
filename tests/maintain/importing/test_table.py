"""A table of somebody else's becomes rows of the reader's own, all of them or none, each fault with file and row."""

import csv
import io

import openpyxl
import pytest

from pactbook import cli
from pactbook.errors import UserError
from pactbook.maintain.importing import preview, table
from pactbook.record import load

PAGE = {
    "source.url": "https://www.fiji.gov.fj/treaties", "source.publisher": "Government of Fiji",
    "source.title": "List of treaties", "source.language": "en", "source.kind": "government",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _the_small_record(folder, monkeypatch):
    folder.drop("claims")  # some are wrong on purpose
    folder.drop("sources", "article-2022")
    monkeypatch.setenv("PACTBOOK_DATA", str(folder.path))


def put(folder, text, name="list.csv"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def read(tmp_path, text, given=PAGE, maps=None, name="agreements"):
    return table.read(name, put(tmp_path, text), maps or {}, given, tmp_path / "mine")


def rows(folder, name="agreements"):
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


OFFICE = """Vertragspartner;Titel;Unterzeichnung;Inkrafttreten;Ort
Uruguay;Abkommen über die militärische Zusammenarbeit;25.04.2011;März 2012;Suva
Bhutan;Absichtserklärung über Ausbildung;2013;;Thimphu
"""


@pytest.mark.slow
def test_a_treaty_offices_list_in_german_is_understood_added_and_marked(tmp_path):
    made = read(tmp_path, OFFICE, PAGE | {"parties": "Fidschi", "domains": "defence"})
    assert not made.faults
    made.write(tmp_path / "mine")
    first, second = rows(tmp_path / "mine")
    assert first | {"agreement_id": ""} == {
        "agreement_id": "", "parties": "FJI;URY", "title": "Abkommen über die militärische Zusammenarbeit",
        "kind": "agreement", "domains": "defence", "signed": "2011-04-25", "announced": "", "place": "Suva",
        "in_force": "2012-03", "ended": "", "period_start": "", "period_end": "", "mutual_defence": "not_searched",
        "text_public": "not_searched", "signatories": "", "see_also": "", "note": "",
        "source_ids": "government-of-fiji-nd-list-of-treaties",
    }  # fmt: skip
    assert (second["kind"], second["signed"]) == ("letter_of_intent", "2013")
    assert [page["url"] for page in rows(tmp_path / "mine", "sources")] == [PAGE["source.url"]]
    found = load(overlay=tmp_path / "mine").agreements.set_index("agreement_id")
    assert found.loc[first["agreement_id"]].origins == ("yours",)


@pytest.mark.slow
def test_the_preview_shows_what_was_understood(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    told = preview.text(read(tmp_path, OFFICE, PAGE | {"parties": "FJI", "domains": "defence"}))
    assert "list.csv: 2 rows, UTF-8, separated by semicolons" in told
    for words in (
        "Unterzeichnung",
        "25.04.2011",
        "1 to the day, 1 to the year",
        "BTN 1",
        "kind: by how the title begins",
    ):
        assert words in told
    assert "of every row: parties=FJI" in told


DCAD = """ccode1,cowName1,ccode2,cowName2,signDay,signMonth,signYear,EIFDay,EIFMonth,EIFYear,type,category1,category2,DCAid
950,FIJ,165,URU,1,4,1994,,,,sector,PROCUREMENT,,DCADv1.0-0001
950,FIJ,395,ICE,-77,-77,1996,8,6,1997,general,DCA,TREX,DCADv1.0-0002
"""
ATOP = """atopid,begyr,begmo,begday,endyr,endmo,endday,defense,consul,mem1,mem2,mem3
3001,1991,5,6,1999,1,1,1,0,950,165,
3002,1992,0,0,0,0,0,0,1,950,395,165
"""
SIPRI = """SIPRI Arms Transfers Database

Recipient,Supplier,Year of order,Number ordered,Weapon designation,Weapon description,Comments
Fiji,Uruguay,2003,2,Model 4,patrol craft,second-hand
"""
UNTS = """Registration Number,Title,Participant(s),Date of Conclusion,Definitive EIF,Treaty Type
I-100,Exchange of notes constituting an agreement on exercises,"Fiji
Uruguay",13/02/2001,03/04/2001,Bilateral
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "register", "given", "wanted"),
    [
        (DCAD, "Defense Cooperation Agreement Dataset", {}, [
            ("FJI;URY", "agreement", "arms_trade", "1994-04-01", "", ""),
            ("FJI;ISL", "agreement", "defence;training;exercises", "1996", "1997-06-08", ""),
        ]),
        (ATOP, "Alliance Treaty Obligations and Provisions, one row an alliance", {"kind": "treaty"}, [
            ("FJI;URY", "treaty", "defence", "1991-05-06", "", "1999-01-01"),
            ("FJI;ISL;URY", "treaty", "defence", "1992", "", ""),
        ]),
        (SIPRI, "SIPRI Arms Transfers Database, trade register", {}, [
            ("FJI;URY", "contract", "arms_trade", "2003", "", ""),
        ]),
        (UNTS, "United Nations Treaty Series", {"domains": "exercises"}, [
            ("FJI;URY", "exchange_of_notes", "exercises", "2001-02-13", "2001-03-04", ""),
        ]),
    ],
)  # fmt: skip
def test_known_registers_are_understood_as_they_are(tmp_path, text, register, given, wanted):
    if register.startswith("United"):  # a column that nothing shows the order of is not read
        assert "may be 2001-04-03 or 2001-03-04" in read(tmp_path, text, PAGE | given).faults[0]
        text = text.replace("03/04/2001", "04.03.2001")
    made = read(tmp_path, text, PAGE | given)
    assert made.faults == [] and made.understood.register == register
    columns = ("parties", "kind", "domains", "signed", "in_force", "ended")
    assert [tuple(line.row.get(name, "") for name in columns) for line in made.added] == wanted


def test_a_duty_to_help_is_read_from_marks_and_one_row_a_member_is_refused(tmp_path):
    made = read(tmp_path, ATOP, PAGE | {"kind": "treaty"})
    assert [line.row["mutual_defence"] for line in made.added] == ["yes", "consultation"]
    (fault,) = read(tmp_path, "atopid,member,yrent\n1,950,1990\n").faults
    assert fault == (
        "list.csv: has one row a member: take the file of the same dataset that has one row an alliance (atop5_1a.csv)"
    )


FAULTY = """parties,title,kind,signed,in_force,domains,link
Fiji;Atlantis,One,muo,03/04/2011,,defence,https://www.fiji.gov.fj/1
Fiji;Uruguay,Two,mou,2011-02-30,2012,defense,nowhere
Fiji;Uruguay,Three,mou,2011,2010,defence,https://www.fiji.gov.fj/3
Fiji;Uruguay,Four,mou,2011,,defence,
Fiji,Five,mou,2012,,defence,https://www.fiji.gov.fj/5
Fiji;Uruguay,Six,mous,2011,,defence,https://www.fiji.gov.fj/6,more
"""


def test_every_fault_of_every_row_is_told_at_once_with_file_and_row_and_nothing_is_written(tmp_path):
    given = {key: value for key, value in PAGE.items() if key != "source.url"}
    made = read(tmp_path, FAULTY, given)
    told = "\n".join(made.faults)
    for words in (
        "list.csv: row 2: parties: 'Atlantis'",
        "list.csv: row 2: signed: '03/04/2011' may be",
        "list.csv: row 2: kind: 'muo' is not allowed (did you mean 'mou'?)",
        "list.csv: row 3: signed: '2011-02-30' is no date",
        "list.csv: row 3: source.url: 'nowhere' is no address",
        "list.csv: row 4: in_force 2010 lies before signed 2011",
        "list.csv: row 5: no page says it",
        "list.csv: row 6: parties: one party alone concludes nothing",
        "list.csv: row 7: 8 cells under 7 headings",
    ):
        assert words in told
    with pytest.raises(UserError):
        made.write(tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_a_fault_of_many_rows_is_told_once(tmp_path):
    text = "parties,title,signed,kind\n" + "".join(f"Fiji;Uruguay,No {n},2011,mou\n" for n in range(12))
    (fault,) = read(tmp_path, text).faults
    assert fault.startswith("list.csv: rows 2, 3, 4, 5, 6, 7, 8, 9 and 4 more: domains is missing")


@pytest.mark.slow
def test_what_is_on_record_or_stands_twice_is_named_and_left_out(tmp_path):
    text = (
        "parties,title,signed,kind,domains\n"
        "Fiji;Iceland,Memo,2022-09,mou,defence\n"
        "Fiji;Iceland,A contract of that year,2022,contract,defence\n"
        "Fiji;Uruguay,New,2011,mou,defence\n"
        "Uruguay;Fiji,NEW,2011,mou,defence\n"
    )
    made = read(tmp_path, text)
    assert made.left_out == {2: "is on record: fji-isl-2022-memo", 5: "says what row 4 says"}
    assert list(made.doubtful) == [3] and "which is on record" in made.doubtful[3]
    made.write(tmp_path / "mine")
    assert [row["title"] for row in rows(tmp_path / "mine")] == ["A contract of that year", "New"]
    again = read(tmp_path, text)
    assert len(again.left_out) == 4 and not again.added
    before = (tmp_path / "mine" / "agreements.csv").read_bytes()
    again.write(tmp_path / "mine")
    assert (tmp_path / "mine" / "agreements.csv").read_bytes() == before


def test_a_new_row_never_takes_the_identifier_of_one_on_record(tmp_path, folder):
    taken = "fji-ury-2011-new"
    folder.append("agreements", "fji-isl-2022-memo", agreement_id=taken, parties="BTN;NOR", signed="1999", see_also="")
    made = read(tmp_path, "parties,title,signed,kind,domains\nFiji;Uruguay,New,2011,mou,defence\n")
    assert made.added[0].row["agreement_id"] == f"{taken}-2"


def test_the_reader_says_what_a_heading_means_and_a_mistake_has_the_nearest(tmp_path):
    text = "A;B;Was;Wann;link\nFiji;Uruguay;MoU;25/04/2011;x\n"
    maps = {"A": "parties", "B": "parties", "Was": "kind", "Wann": "signed", "link": ""}
    made = read(tmp_path, text, PAGE | {"domains": "defence"}, maps)
    assert not made.faults and made.added[0].row["title"] == "Mou (defence)"
    wrong = read(
        tmp_path, text, PAGE, {"C": "parties", "A": "partys", "Was": "kind.year", "Wann": "title", "B": "title"}
    )
    told = "\n".join(wrong.faults)
    assert "--map C: no such column" in told and "did you mean 'parties'?" in told
    assert "kind is not told by .year" in told and "B, Wann: all are read as title" in told


@pytest.mark.slow
def test_pages_stand_in_a_column_and_one_on_record_needs_no_more(tmp_path):
    text = (
        "parties,title,signed,kind,domains,source\n"
        "Fiji;Uruguay,One,2011,mou,defence,https://institute.example/think-2018\n"
        "Fiji;Uruguay,Two,2012,mou,defence,https://www.fiji.gov.fj/2 https://www.fiji.gov.fj/3\n"
    )
    given = {key: value for key, value in PAGE.items() if key != "source.url"}
    made = read(tmp_path, text, given)
    assert not made.faults
    one, two = (line.row["source_ids"] for line in made.added)
    assert one == "think-2018" and len(two.split(";")) == 2
    (fault,) = read(tmp_path, text.replace("www.fiji.gov.fj", "other.example"), given).faults
    assert fault.startswith("list.csv: row 3: ") and "is other.example a host of Government of Fiji?" in fault


@pytest.mark.slow
def test_our_own_rows_come_back_as_they_went(tmp_path, folder):
    """What `show --format csv` and `export` write is understood; all of it is on record."""
    book = openpyxl.Workbook()
    known = folder.rows("agreements")
    book.active.title = "agreements"
    book.active.append(list(known[0]))
    for row in known:
        book.active.append(list(row.values()))
    book.save(tmp_path / "ours.xlsx")
    made = table.read("agreements", tmp_path / "ours.xlsx", {}, {}, tmp_path / "mine")
    assert made.faults == [] and len(made.left_out) == len(known)


@pytest.mark.slow
def test_other_tables_take_rows_too(tmp_path):
    events = "Event,Date,State,Type,domains\nTalks on training,4 May 2021,Fiji,meeting,training\n"
    made = read(tmp_path, events, PAGE, name="events")
    assert made.faults == [] and made.added[0].row["event_id"] == "2021-05-04-fji-talks-on-training"
    tests = "launch_date,missile,country,result,announced_by\n2019-01-02,Beta,Fiji,success,The ministry\n"
    made = read(tmp_path, tests, PAGE, {"missile": "described_as"}, name="missile_tests")
    assert made.faults == [] and made.added[0].row["described_as"] == "Beta"


@pytest.mark.slow
def test_the_command_shows_first_and_writes_nothing_on_a_dry_run(tmp_path, capsys):
    words = ["import", "agreements", str(put(tmp_path, OFFICE)), "--into", str(tmp_path / "mine"), "-p", "parties=Fiji"]
    words += ["-p", "domains=defence", "--source", PAGE["source.url"]]
    words += [word for key, value in PAGE.items() if key != "source.url" for word in ("-p", f"{key}={value}")]
    assert cli.main([*words, "--dry-run"]) == 0
    assert "2 rows of agreements would be added" in capsys.readouterr().out and not (tmp_path / "mine").exists()
    assert cli.main(words) == 0
    assert "has 2 rows of agreements more" in capsys.readouterr().out and len(rows(tmp_path / "mine")) == 2
    assert cli.main([*words, "--map", "Ort=signed"]) == 2
    assert "Unterzeichnung, Ort: all are read as signed" in capsys.readouterr().err
    assert cli.main([*words, "--map", "Ort"]) == 2
    assert "--map 'Ort': write KEY=VALUE" in capsys.readouterr().err
    assert cli.main(["import", "treaties", str(tmp_path / "list.csv")]) == 2


def test_a_file_written_by_the_csv_module_of_another_system_is_read(tmp_path):
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(
        [["parties", "title", "signed"], ["Fiji;Uruguay", "MoU on x", "2011"]]
    )
    (tmp_path / "x.csv").write_bytes(stream.getvalue().encode("utf-16"))
    made = table.read("agreements", tmp_path / "x.csv", {}, PAGE | {"domains": "defence"}, tmp_path / "mine")
    assert made.faults == [] and made.added[0].row["kind"] == "mou"
