"""The exhibits on a set of states that somebody calls a bloc."""

from __future__ import annotations

from functools import cached_property

from pactbook.exhibits.exhibit import Exhibit, Shown, exhibit
from pactbook.plots import alignment, cards, charts, ground, interactive, maps
from pactbook.record import outside
from pactbook.subjects import bloc, membership, questions
from pactbook.subjects.findings import FEWEST, Brief, Finding, find_horizon

EARTH = "Natural Earth"


class Bloc(bloc.Bloc, Shown):
    """Who belongs to which organisation, and whether a claimed bloc is one, on one day and in one language.

    Tables are attributes, exhibits are methods; each method takes other words for its title, subtitle, alt text or note.
    """

    @property
    def _frame(self) -> dict[str, str]:
        """Return how every map of the report is drawn."""
        return {"worldview": self.params.worldview, "language": self.t.code, "centre": self.params.projection}

    @cached_property
    def answer(self) -> Finding:
        """Return who names the set and how many of its pairs have signed what."""
        return bloc.find_bloc(self.chance, self.tied, self.params.claimed_by, self.t, self.around)

    @cached_property
    def fallen(self) -> Finding:
        """Return into which groups the set falls."""
        return bloc.find_groups(self.chance, self.groups, self.t)

    # ------------------------------------------------------------------------------------------- exhibits

    @exhibit
    def brief(self) -> Exhibit:
        """Return the answer in three sentences."""
        t = self.t
        bound = bloc.find_exceptions(self.record, self.states, self.date, t)
        return Exhibit("brief", parts=(Brief(t("In brief"), (self.answer, self.fallen, bound)),))

    @exhibit
    def membership(self) -> Exhibit:
        """Return the map of who belongs to the chosen organisations."""
        t, members = self.t, self.members
        told = membership.find_membership(members, self.organisations, self.day, t)
        return Exhibit(
            "membership",
            title=membership.headline_membership(members, t),
            subtitle=t("Members and other roles on {day}; named are the states in question", day=t.date(self.day)),
            findings=(told,),
            alt=t("World map. {finding}", finding=told),
            sources=self.cite.line(members.source_ids.explode().dropna(), EARTH),
            note=" ".join(
                filter(
                    None,
                    [
                        membership.caveats(self.record, members, self.date, t),
                        ground.boundary_note(self.params.worldview, t, self.date),
                    ],
                )
            ),
            frame=members,
            bars=maps.counted(members, self.organisations, t),
            counted=t("Members on {day}", day=t.date(self.day)),
            reflows=True,
            draw=lambda: maps.membership(members, self.organisations, named=self.states, day=self.date, **self._frame),
        )

    @exhibit
    def growth(self) -> Exhibit:
        """Return the same map at the end of earlier years."""
        t, over_years = self.t, self.over_years
        counts = membership.member_counts(over_years)
        told = t.list(t("{n} in {label}", n=n, label=label) for label, n in counts)
        return Exhibit(
            "over-years",
            title=membership.headline_growth(counts, t),
            subtitle=t("Members at the end of each year; last map: {day}", day=t.date(self.day)),
            alt=t("Small world maps. Member states: {told}.", told=told),
            sources=self.cite.line(self.members.source_ids.explode().dropna(), EARTH),
            note=" ".join(
                filter(
                    None,
                    [
                        membership.told_late(over_years, t),
                        ground.boundary_note(self.params.worldview, t, *(day for day, _ in over_years)),
                    ],
                )
            ),
            frame=membership.stacked(over_years),
            bars=tuple(cards.Bar(label, n, t.number(n)) for label, n in counts),
            counted=t("Members at the end of each year; last: {day}", day=t.date(self.day)),
            reflows=True,
            draw=lambda: maps.small_multiples(over_years, self.organisations, **self._frame),
        )

    @exhibit
    def world_map(self) -> Exhibit:
        """Return the map in which the year can be moved."""
        shown = interactive.world(
            self.periods, self.organisations, self.date, self.params.worldview, self.t, self.params.projection
        )
        return Exhibit("world", frame=self.periods, parts=(shown,))

    @exhibit
    def signed(self) -> Exhibit:
        """Return what each pair of the set has signed, group by group."""
        t = self.t
        return Exhibit(
            "pairs",
            title=bloc.headline_pairs(self.chance, self.groups, t),
            subtitle=t(
                "Defence documents of each pair alone, on record, signed and not ended, {day}; heavy lines part groups",
                day=t.date(self.day),
            )
            if len(self.groups) > 1
            else t(
                "Defence documents of each pair alone, on record, signed and not ended, {day}", day=t.date(self.day)
            ),
            findings=(
                self.answer,
                self.fallen,
                bloc.find_odd(self.odd, t),
                bloc.find_robust(self.chance, self.without_sources, t),
            ),
            alt=t("Half a table of pairs. {finding}", finding=self.answer),
            sources=self.cite.line(bloc.pair_sources(self.record, self.tied, self.states)),
            frame=self.pairs,
            bars=cards.counted(alignment.commitments_of(self.pairs, t), t),
            counted=t("Pairs by the strongest commitment on record, signed and not ended, {day}", day=t.date(self.day)),
            draw=lambda: alignment.pairs(self.pairs, self.groups, t),
        )

    @exhibit
    def shared(self) -> Exhibit:
        """Return which of the states belong to which organisation, as dots and as a table."""
        t, roles = self.t, self.roles
        common = membership.find_common(self.states, self.record, self.date, t)
        pairs = membership.shared(self.record, self.states, self.date)
        columns = {
            "iso3": t("State"), "bloc": t("Organisation"), "role": t("Role"), "start": t("Since"), "source_ids": t("Sources")
        }  # fmt: skip
        named = roles.assign(iso3=[t.country(code) for code in roles.iso3]).sort_values(["iso3", "bloc"])
        return Exhibit(
            "roles",
            title=membership.headline_roles(roles, self.states, membership.compared(self.record, self.date), t),
            subtitle=t("Roles on {day}; year from which the role holds", day=t.date(self.day)),
            findings=(common, membership.find_shared(pairs, self.record, self.day, t)),
            alt=t("Table of dots. {finding}", finding=common),
            sources=self.cite.line(roles.source_ids.explode().dropna()),
            note=membership.spelt_out(self.record, roles.bloc_id),
            frame=roles,
            bars=cards.most(roles[roles.role == "member"].bloc, t),
            counted=t("How many of the {n} are members, {day}", n=t.number(len(self.states)), day=t.date(self.day)),
            draw=lambda: charts.roles(roles, self.states, t),
            parts=(self.cite.table(named, columns, name="roles"),),
        )

    @exhibit
    def alike(self) -> Exhibit:
        """Return how alike the states are, half a table a measure."""
        t = self.t
        told = bloc.find_alike(self.tested, self.states, t)
        return Exhibit(
            "alignment",
            title=bloc.headline_alike(self.definitions, self.states, t),
            subtitle=t("Likeness by measure on {day}", day=t.date(self.day)),
            findings=(told,),
            alt=t("Half a table a measure. {finding}", finding=told),
            sources=self.cite.line(self.sources_of(self.states)),
            frame=bloc.long(self.definitions, self.states),
            bars=tuple(
                cards.Bar(t.dyad(a, b), value, t.number(value))
                for value, a, b in bloc.most_alike(self.definitions, self.states)
            ),
            counted=t("Mean of all measures on {day}", day=t.date(self.day)),
            draw=lambda: alignment.halves([(one.name, one.values) for one in self.definitions], self.ordered, t),
            parts=(Brief(t("What is compared"), bloc.find_definitions(self.definitions)),),
        )

    @exhibit
    def neighbours(self) -> Exhibit:
        """Return the outsiders that are most like the set."""
        t, near = self.t, self.nearest
        closest = bloc.find_nearest(near, t)
        return Exhibit(
            "nearest",
            title=bloc.headline_nearest(near, t),
            subtitle=t("Mean of all measures on {day}", day=t.date(self.day)),
            findings=(closest,),
            alt=t("Dots in order of likeness. {finding}", finding=closest),
            sources=self.cite.line(self.sources_of(list(near.iso3))),
            frame=near,
            bars=tuple(
                cards.Bar(t.country(row.iso3), row.likeness, t.number(row.likeness)) for row in near.itertuples()
            ),
            reflows=True,
            draw=lambda: alignment.ranking(near, t),
        )

    @exhibit
    def test(self) -> Exhibit:
        """Return where the set lies among random ones, measure by measure."""
        t, tested = self.t, self.tested
        told = bloc.find_alike(tested, self.states, t)
        return Exhibit(
            "bloc",
            title=bloc.headline_bloc(tested, t),
            subtitle=t(
                "Documents: against {records} random records with as many partners a state; else against {sets} random sets of "
                "states from the same continents; {day}",
                records=t.number(len(self.chance.drawn)),
                sets=t.number(bloc.SETS),
                day=t.date(self.day),
            ),
            findings=(self.answer, told),
            alt=t("A dot on a scale from 0 to 100 for each measure. {finding}", finding=self.answer),
            sources=self.cite.line(self.sources_of(self.states)),
            frame=tested.drop(columns="states"),
            bars=tuple(cards.Bar(*bar) for bar in bloc.ahead(tested, t)),
            counted=t("How many of 100 random ones are less alike, {day}", day=t.date(self.day)),
            draw=lambda: alignment.among_random(tested, bloc.told_beside(tested, self.chance.pairs, t), t),
        )

    @exhibit
    def cohesion(self) -> Exhibit:
        """Return how many pairs of the set were bound to help each other through the years."""
        t, history = self.t, self.history
        moved = bloc.find_over_time(history, self.states, t)
        ends = {row.day.year: int(row.pairs) for row in (history.iloc[0], history.iloc[-1])}
        changes = [bloc.change(row, t) if row.gained or row.lost else "" for row in history.itertuples()]
        drawn = {
            "title": bloc.headline_over_time(history, t),
            "subtitle": t(
                "Organisations, and treaties from their signature, that oblige to help, to {day}", day=t.date(self.day)
            ),
            "alt": t("Steps. {finding}", finding=moved),
            "sources": self.cite.line(self.sources_of(self.states)),
            "reflows": True,
            "bars": tuple(cards.Bar(str(year), n, t.number(n)) for year, n in ends.items()),
            "draw": lambda: alignment.steps(history, changes, self.chance.pairs, t),
        }
        # So few steps are told in a sentence.
        return Exhibit("over-time", findings=(moved,), frame=history, **(drawn if len(history) >= FEWEST else {}))

    @exhibit
    def to_look_for(self) -> Exhibit:
        """Return what the record of the organisations and the set leaves open, with words to look for it."""
        named = [name for _, name in self.organisations]
        return self._asked(questions.find_of_bloc(self.open_questions, named, self.states, self.t))

    @exhibit
    def limits(self) -> Exhibit:
        """Return what this report does not show."""
        t = self.t
        note = outside.note("ideal_points", t) if "outside" in self.params.origins else ""
        found = (
            membership.find_limits(self.record, self.params.blocs, t),
            bloc.find_depth(self.record, self.states, self.date, t),
            bloc.find_reference(self.points, note, t),
            find_horizon(self.record.newest_page, self.day, t),
        )
        return Exhibit("limits", findings=found)
