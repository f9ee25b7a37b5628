"""The exhibits on two states."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import pandas as pd

from pactbook.exhibits.exhibit import Exhibit, Shown, drawn_if, exhibit
from pactbook.locale import Language
from pactbook.plots import cards, charts, ground, timelines
from pactbook.plots import ties as drawings
from pactbook.subjects import membership, networks, origins, pair, questions, rates, titles
from pactbook.subjects.completeness import find_completeness
from pactbook.subjects.findings import FEWEST, Brief, Finding, find_horizon


def _labelled(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the titles that a figure shows."""
    return origins.marked(rows.assign(title=rows.title.map(titles.brief)))


def _bar(state: str, documents: int, t: Language) -> cards.Bar:
    return cards.Bar(t.country(state), int(documents), t.number(int(documents)))


class Pair(pair.Pair, Shown):
    """What two states have signed with each other, on one day and in one language.

    Tables are attributes (``agreements``, ``dealings``, ``steps``, …), exhibits are methods; each method takes other words for
    its title, subtitle, alt text or note.
    """

    # ------------------------------------------------------------------------------------------- sentences

    @cached_property
    def history(self) -> Finding:
        """Return how far back the contacts go before the document in focus."""
        found = self.dealings, self.agreements
        return pair.find_history(*found, *self.states, self.params.since, self.t, self.params.focus)

    @cached_property
    def newest(self) -> Finding:
        """Return what the document in focus is, and what in it is new."""
        return pair.find_newest(self.agreements, *self.states, self.day, self.t, self.params.focus, self.inherited)

    @cached_property
    def signed(self) -> Finding:
        """Return how many documents the two have signed, and what binds."""
        return pair.find_documents(self.agreements, *self.states, self.t)

    @cached_property
    def in_force(self) -> Finding:
        """Return which documents are in force."""
        return pair.find_in_force(self.agreements, *self.states, self.day, self.t)

    @cached_property
    def allied(self) -> Finding:
        """Return which alliances bind the two to help each other."""
        return membership.find_allied(self.record, *self.states, self.params.day, self.t)

    @cached_property
    def completeness(self) -> Finding:
        """Return how well the two were searched."""
        return find_completeness(self.record, *self.states, self.t)

    # ------------------------------------------------------------------------------------------- exhibits

    @exhibit
    def brief(self) -> Exhibit:
        """Return the answer in three sentences."""
        t = self.t
        nothing = self.agreements.empty and self.dealings.empty
        found = (self.history, self.completeness) if nothing else (self.signed, self.newest, self.history)
        if self.allied.records:
            found = (self.allied, *found)
        return Exhibit("brief", parts=(Brief(t("In brief"), found),))

    @exhibit
    def contacts(self) -> Exhibit:
        """Return the timeline of documents and dated contacts, with those about defence as a table."""
        t, found = self.t, self.dealings
        since, without = self.params.since, pair.find_undated(self.agreements, t)
        return Exhibit(
            "contacts",
            title=pair.headline_contacts(found, *self.states, t),
            subtitle=pair.subtitle_contacts(self.agreements, since, self.day, t),
            findings=(
                self.history,
                *([without] if without.text else []),
                *([] if len(found) >= FEWEST else [self.completeness]),
            ),
            alt=t("Timeline. {finding}", finding=self.history),
            sources=self.cite.line(found.source_ids.explode().dropna()),
            frame=found,
            bars=cards.counted(timelines.kinds_of_contact(pair.without_steps(found), t), t),
            draw=drawn_if(
                len(found) >= FEWEST, lambda: timelines.contacts(_labelled(found), since, self.params.as_of, t)
            ),
            parts=(
                self.cite.table(
                    found[found.defence.astype(bool)],
                    {"date": t("Date"), "kind": t("Kind"), "title": t("What"), "source_ids": t("Sources")},
                    name="defence-contacts",
                ),
            ),
        )

    @exhibit
    def documents(self) -> Exhibit:
        """Return the lives of the documents, what binds, and all of them as a table."""
        t, shown, found = self.t, self.shown_documents, self.agreements
        steps = self.steps
        return Exhibit(
            "documents",
            title=pair.headline_lives(shown, *self.states, t),
            subtitle=t(
                "Documents about defence, roadmaps and programmes, with the steps on record up to {day}",
                day=t.date(self.day),
            ),
            findings=tuple(self._of_documents()),
            alt=t("Bars in time, one a document. {finding}", finding=self.in_force),
            sources=self.cite.line(found[found.agreement_id.isin(shown.agreement_id)].source_ids.explode().dropna()),
            frame=shown,
            bars=cards.counted((t.word(status) for status in shown.status_on), t),
            counted=t("Documents about defence, roadmaps and programmes by status, {day}", day=t.date(self.day)),
            draw=drawn_if(
                len(shown) >= FEWEST,
                lambda: timelines.lives(_labelled(shown), steps[steps.date != ""], self.params.as_of, t),
            ),
            parts=(
                self.cite.table(
                    found.sort_values(["defence", "date"], ascending=False, kind="stable"),
                    {
                        "date": t("Date"), "title": t("Document"), "status_on": t("Status"), "domains": t("Domains"),
                        "signatories": t("Signed by"), "note": t("Note"), "source_ids": t("Sources"),
                    },
                    name="documents",
                ),
            ),
        )  # fmt: skip

    def _of_documents(self) -> Iterator[Finding]:
        """Yield what there is to say of the documents; where there are none, that alone."""
        t, found = self.t, self.agreements
        plans = pair.find_plans(found, *self.states, self.day, t)
        if plans.records:
            yield plans
        yield self.in_force
        if len(found) or self.allied.records:
            yield self.allied
        if len(self.in_focus):
            steps = pair.find_steps(self.in_focus, self.steps, self.day, t)
            yield from [steps] if steps.text else []
        if len(found):
            yield self.signed
        if len(self.inherited):
            yield pair.find_inherited(self.inherited, *self.states, t)

    @exhibit
    def novelty(self) -> Exhibit:
        """Return what is new in the document in focus, domain by domain."""
        t, fields = self.t, self.domain_history
        columns = {
            "domains": t("Domain"), "date": t("On record since"), "title": t("First contact"),
            "documents": t("Dated documents before"), "contacts": t("Other contacts before"), "mark": t("In focus"),
            "source_ids": t("Sources"),
        }  # fmt: skip
        table = self.cite.table(fields, columns, name="domains")
        return Exhibit("domains", findings=(self.newest,), frame=fields, parts=(table,))

    @exhibit
    def partners(self) -> Exhibit:
        """Return the defence partners of each of the two as ranked bars."""
        t, portfolios = self.t, self.portfolios
        rows = pair.ranked(portfolios)
        shares = tuple(
            pair.find_share(portfolios[one], one, other, t) for one, other in ((self.a, self.b), (self.b, self.a))
        )
        return Exhibit(
            "partners",
            title=pair.headline_partners(portfolios, t),
            subtitle=t("Bilateral defence documents on record, signed and not ended, {day}", day=t.date(self.day)),
            findings=shares,
            alt=t("Bar charts. {finding}", finding=" ".join(share.text for share in shares)),
            sources=self.cite.line(pair.sources_of(self.record, rows)),
            note=t(
                "Some states were searched more deeply than others: a longer bar is more on record, not more in the world."
            ),
            frame=rows,
            bars=tuple(_bar(state, (frame.documents > 0).sum(), t) for state, frame in portfolios.items()),
            counted=t("States with a defence document signed and not ended, {day}", day=t.date(self.day)),
            reflows=True,
            draw=drawn_if(len(rows) >= FEWEST, lambda: charts.partners(portfolios, t)),
        )

    @exhibit
    def partner_map(self, state: str) -> Exhibit:
        """Return the defence partners of one of the two as a map.

        Parameters
        ----------
        state : str
            `a` or `b` of this pair.
        """
        t, partners = self.t, self.portfolios[state]
        ties = pair.find_portfolio(partners, state, t)
        return Exhibit(
            f"map-{state.lower()}",
            title=pair.headline_portfolio(partners, state, t),
            subtitle=t(
                "Beside each state, how many bilateral defence documents are on record, signed and not ended, {day}",
                day=t.date(self.day),
            ),
            findings=(ties,),
            alt=t("Map with a line to each partner. {finding}", finding=ties),
            sources=self.cite.line(pair.sources_of(self.record, partners)),
            note=ground.boundary_note(self.params.worldview, t, self.params.day),
            frame=partners,
            bars=tuple(_bar(row.partner, row.documents, t) for row in partners.itertuples() if row.documents),
            counted=t("Bilateral defence documents on record, signed and not ended, {day}", day=t.date(self.day)),
            reflows=True,
            draw=drawn_if(
                int((partners.documents > 0).sum()) >= FEWEST,
                lambda: drawings.partners(partners, state, self.params.worldview, t.code, self.params.day),
            ),
        )

    @exhibit
    def base_rates(self) -> Exhibit:
        """Return how often states sign such agreements, in the world and each of the two."""
        t, dcad = self.t, self.dataset
        base = rates.find_rates(dcad, self.record, *self.states, t)
        return Exhibit(
            "base-rates",
            title=rates.headline_rates(self.yearly, *self.states, t),
            subtitle=t(
                "Defence agreements by year of signature, worldwide and by state, up to {day}", day=t.date(self.day)
            ),
            findings=(
                base,
                rates.find_break(dcad, self.record, t),
                rates.find_clause(self.record, self.in_focus, self.day, t),
            ),
            alt=t("Three bar charts by year. {finding}", finding=base),
            sources=self.cite.line([], *rates.credit(dcad, t), t("this record")),
            note=rates.note(dcad, t),
            frame=self.yearly,
            # Without the dataset the years would show how the search went, not how states sign.
            reflows=True,
            draw=drawn_if(dcad is not None, lambda: charts.base_rates(self.yearly, list(self.states), t)),
        )

    @exhibit
    def network(self) -> Exhibit:
        """Return the partners that the two share, and whether their tie joins two circles of states."""
        t, circle = self.t, self.neighbourhood
        position = networks.find_position(self.position, self.tied, *self.states, self.day, t)
        own = networks.commitment_between(self.tied, *self.states)
        return Exhibit(
            "network",
            title=networks.headline_neighbourhood(circle, *self.states, t),
            subtitle=t("States with a defence document signed and not ended, {day}", day=t.date(self.day)),
            findings=(position,),
            alt=t("Two states with their partners. {finding}", finding=position),
            sources=self.cite.line(pair.sources_of(self.record, pair.ranked(self.portfolios))),
            frame=circle,
            bars=cards.counted(networks.whose(circle, *self.states, t), t),
            draw=drawn_if(len(circle) >= FEWEST, lambda: drawings.neighbourhood(circle, *self.states, own, t)),
        )

    @exhibit
    def disagreements(self) -> Exhibit:
        """Return what sources say where they differ."""
        t, apart = self.t, self.readings
        columns = {
            "record_id": t("Record"), "field": t("Field"), "value": t("Value"), "attributed_to": t("Attributed to"),
            "source_ids": t("Sources"),
        }  # fmt: skip
        table = self.cite.table(apart, columns, name="readings")
        return Exhibit("readings", findings=(pair.find_readings(apart, t),), frame=apart, parts=(table,))

    @exhibit
    def to_look_for(self) -> Exhibit:
        """Return what the record of the two leaves open, with words to look for it."""
        return self._asked(questions.find_of_pair(self.open_questions, *self.states, self.t))

    @exhibit
    def limits(self) -> Exhibit:
        """Return what this report does not show."""
        t = self.t
        found = (
            pair.find_limits(self.agreements, self.dealings, t),
            pair.find_scope(self.record, *self.states, self.day, self.params.since, t, self.params.domains),
            self.completeness,
            find_horizon(self.record.newest_page, self.day, t),
        )
        return Exhibit("limits", findings=found)
