"""Rules that records of documents decide."""

from __future__ import annotations

from pactbook import dates
from pactbook.locale import Language
from pactbook.record import Tables, select, status
from pactbook.subjects.article.rules.verdict import Verdict, rule, status_name
from pactbook.subjects.findings import records
from pactbook.subjects.pair import contacts, domain_name


@rule
def signed(tables: Tables, t: Language, *, agreements: list[str], on: str = "") -> Verdict:
    """Were the documents signed (on that day, if one is claimed)?"""
    frame = tables.agreements.set_index("agreement_id")
    found = [name for name in agreements if name in frame.index and frame.at[name, "signed"]]
    if not found:
        return Verdict("not_established", t("The record holds no signature of it."))
    evidence = records("agreements", found)
    told = "; ".join(_signed_phrase(frame.loc[name].to_dict() | {"agreement_id": name}, tables, t) for name in found)
    reasoning = t("On record: {told}.", told=told)
    if len(found) < len(agreements) or (on and any(frame.at[name, "signed"] != on for name in found)):
        return Verdict("partly", reasoning, evidence)
    return Verdict("supported", reasoning, evidence)


def _signed_phrase(agreement: dict, tables: Tables, t: Language) -> str:
    now = status.of_rows(tables, [agreement])[0]
    told = {"kind": t.word(agreement["kind"]), "day": t.date(agreement["signed"])}
    if now == "signed":
        return t("{kind} signed {day}, no ratification or entry into force on record", **told)
    return t("{kind} signed {day}, status now: {status}", status=status_name(now, t), **told)


@rule
def several_documents(tables: Tables, t: Language, *, parties: list[str], on: str, domain: str, kind: str) -> Verdict:
    """Did the parties sign several documents of that domain and kind on the day, as a plural claims?"""
    frame = tables.agreements_of(*parties)
    day = frame[frame.signed == on]
    exact = select(day[day.kind == kind], (domain in cell for cell in day[day.kind == kind].domains))
    if day.empty:
        return Verdict("not_established", t("The record holds no document signed on {day}.", day=t.date(on)))
    reasoning = t.plural(
        "Of the {all} documents signed on {day} on record, {n} fits the words.",
        "Of the {all} documents signed on {day} on record, {n} fit the words.",
        len(exact),
        all=t.number(len(day)),
        day=t.date(on),
    )
    verdict = "supported" if len(exact) > 1 else "partly" if len(exact) else "contradicted"
    return Verdict(verdict, reasoning, records("agreements", exact.agreement_id))


@rule
def earlier_contacts(tables: Tables, t: Language, *, parties: list[str], before: str) -> Verdict:
    """Had the parties defence contacts before the day?"""
    found = contacts(tables, *parties, since=1945)
    found = found[found.defence.astype(bool)]
    earlier = select(found, (dates.latest(day) < dates.earliest(before) for day in found.date))
    if earlier.empty:
        return Verdict("not_established", t("The record holds no defence contact before {day}.", day=t.date(before)))
    reasoning = t.plural(
        "{n} defence contact before {day} is on record, the first of {first}.",
        "{n} defence contacts before {day} are on record, the first of {first}.",
        len(earlier),
        day=t.date(before),
        first=t.date(earlier.date.iloc[0]),
    )
    return Verdict("supported", reasoning, tuple(earlier.record[:8]))


@rule
def text_unpublished(tables: Tables, t: Language, *, agreements: list[str]) -> Verdict:
    """Is no text of the documents public, as far as the record shows?"""
    frame = tables.agreements[tables.agreements.agreement_id.isin(agreements)]
    public = frame[frame.text_public == "yes"]
    reasoning = t.plural(
        "The text of {public} of {n} document is known to be public.",
        "The texts of {public} of {n} documents are known to be public.",
        len(frame),
        public=t.number(len(public)),
    )
    verdict = "not_established" if frame.empty else "supported" if public.empty else "contradicted"
    return Verdict(verdict, reasoning, records("agreements", frame.agreement_id))


@rule
def covers(tables: Tables, t: Language, *, agreement: str, domains: list[str]) -> Verdict:
    """Does the document cover the fields that the wording names, and no others that it leaves out?"""
    row = _agreement(tables, agreement)
    if row is None:
        return Verdict("not_established", t("The record holds no such document."))
    own = set(row.domains)
    told = t(
        "On record it covers {domains}.",
        domains=t.list([domain_name(name, t) for name in row.domains]),
    )
    # What nobody read may cover more than the record names.
    without = "contradicted" if row.text_public == "yes" else "not_established"
    verdict = "supported" if own == set(domains) else "partly" if own & set(domains) else without
    return Verdict(verdict, told, records("agreements", [agreement]))


@rule
def namesakes(tables: Tables, t: Language, *, parties: list[str], kind: str, start: str, end: str) -> Verdict:
    """Is there one document of that kind for those years, as a name without its field claims?"""
    frame = tables.agreements_of(*parties)
    same = frame[frame.kind == kind]
    same = same[(same.period_start == start) & (same.period_end == end)].sort_values("signed")
    if same.empty:
        return Verdict("not_established", t("The record holds no such document."))
    told = t.list([t("“{title}”", title=title) for title in same.title])
    reasoning = t.plural(
        "{n} document of this kind for these years is on record: {told}.",
        "{n} documents of this kind for these years are on record: {told}.",
        len(same),
        told=told,
    )
    return Verdict(
        "supported" if len(same) == 1 else "contradicted", reasoning, records("agreements", same.agreement_id)
    )


@rule
def not_in_force(tables: Tables, t: Language, *, agreements: list[str]) -> Verdict:
    """Is no ratification and no entry into force of the documents on record?"""
    found = [row for name in agreements if (row := _agreement(tables, name)) is not None and row.signed]
    if not found:
        return Verdict("not_established", t("The record holds no signature of it."))
    steps = status.of_rows(tables, (row._asdict() for row in found))
    told = "; ".join(_signed_phrase(row._asdict(), tables, t) for row in found)
    verdict = "supported" if set(steps) == {"signed"} else "partly" if set(steps) <= SIGNED_ONLY else "contradicted"
    return Verdict(verdict, t("On record: {told}.", told=told), records("agreements", [r.agreement_id for r in found]))


# A ratification by one side does not yet bind.
SIGNED_ONLY = {"signed", "ratified"}


@rule
def obliges(tables: Tables, t: Language, *, agreement: str) -> Verdict:
    """Does the document oblige its parties to help each other if attacked?"""
    row = _agreement(tables, agreement)
    if row is None or not row.signed:
        return Verdict("not_established", t("The record holds no signature of it."))
    words = {
        "yes": t("The record says that it obliges the parties to help each other if attacked."),
        "one_sided": t("The record says that it obliges one party to help the other if attacked, not both."),
        "consultation": t("The record says that it obliges the parties to consult if attacked, not to help."),
        "no": t("The record says that it obliges the parties to no help if attacked."),
        **dict.fromkeys(
            status.UNTOLD, t("Whether it obliges the parties to help each other cannot be told: no text has been seen.")
        ),
    }
    verdicts = {
        "yes": "supported",
        "one_sided": "partly",
        "consultation": "partly",
        "no": "contradicted",
        **dict.fromkeys(status.UNTOLD, "not_established"),
    }
    return Verdict(verdicts[row.mutual_defence], words[row.mutual_defence], records("agreements", [agreement]))


@rule
def widened(tables: Tables, t: Language, *, agreement: str) -> Verdict:
    """Has a later document of the same states taken up the agreement, as somebody foresaw?"""
    row = _agreement(tables, agreement)
    if row is None or not row.signed:
        return Verdict("forecast_open", t("The record holds no signature of it."))
    frame = tables.agreements_of(*row.parties)
    later = frame[frame.signed > row.signed]
    linked = select(later, (agreement in cell for cell in later.see_also))
    reasoning = t.plural(
        "Of {n} later document of the two states on record, {linked} refer to it.",
        "Of {n} later documents of the two states on record, {linked} refer to it.",
        len(later),
        linked=t.number(len(linked)),
    )
    evidence = records("agreements", [agreement, *linked.agreement_id])
    if len(linked):
        return Verdict("forecast_came_true", reasoning, evidence)
    if row.ended:
        return Verdict("forecast_failed", t("It ended on {day}.", day=t.date(row.ended)), evidence)
    return Verdict("forecast_open", reasoning, evidence)


def _agreement(tables: Tables, name: str) -> object | None:
    return next(tables.agreements[tables.agreements.agreement_id == name].itertuples(index=False), None)


@rule
def undisputed(tables: Tables, t: Language, *, table: str, record: str, field: str, party: str = "") -> Verdict:
    """Do all pages on record say the same of a field, or of who signed for a party?"""
    said = tables.readings
    said = said[(said.table == table) & (said.record_id == record) & (said.field == field)]
    if party:
        said = said[said.value.str.startswith(f"{party}: ")].assign(value=said.value.str.removeprefix(f"{party}: "))
    if said.empty:
        return Verdict("not_established", t("No page on record by {day} tells it.", day=t.date(tables.counted_until)))
    publisher = tables.publisher
    told = t.list(
        [
            f"{value} ({t.list(sorted({publisher[i] for i in group.source_id}))})"
            for value, group in said.groupby("value", sort=True)
        ]
    )
    verdict = "supported" if said.value.nunique() == 1 else "partly"
    return Verdict(verdict, t("What the pages say: {told}.", told=told), records("sources", said.source_id.unique()))
