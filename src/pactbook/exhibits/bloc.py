"""The exhibits on a set of states that somebody calls a bloc."""

from __future__ import annotations

from functools import cached_property

from pactbook.exhibits.exhibit import Exhibit, Shown, exhibit
from pactbook.plots import alignment, charts, ground, interactive, maps
from pactbook.plots import ties as drawings
from pactbook.record import outside
from pactbook.subjects import bloc, likeness, membership
from pactbook.subjects.findings import Brief, Finding, find_horizon

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
    def holds(self) -> Finding:
        """Return under how many definitions the set holds together."""
        return bloc.find_bloc(self.tested, self.states, self.day, self.t)

    @cached_property
    def worst(self) -> Finding:
        """Return which state fits worst."""
        return bloc.find_worst(self.left_out, self.tested, self.t)

    # ------------------------------------------------------------------------------------------- exhibits

    @exhibit
    def brief(self) -> Exhibit:
        """Return the answer in three sentences."""
        t = self.t
        exceptions = bloc.find_exceptions(self.record, self.states, self.date, self.t)
        return Exhibit("brief", parts=(Brief(t("In brief"), (self.holds, self.worst, exceptions)),))

    @exhibit
    def membership(self) -> Exhibit:
        """Return the map of who belongs to the chosen organisations."""
        t, members = self.t, self.members
        told = membership.find_membership(members, self.organisations, self.day, t)
        return Exhibit(
            "membership",
            title=membership.headline_membership(members, t),
            subtitle=t("Members and other roles on {day}", day=t.date(self.day)),
            findings=(told,),
            alt=t("World map. {finding}", finding=told),
            sources=self.cite.line(members.source_ids.explode().dropna(), EARTH),
            note=ground.boundary_note(self.params.worldview, t),
            frame=members,
            draw=lambda: maps.membership(members, self.organisations, named=self.states, **self._frame),
        )

    @exhibit
    def growth(self) -> Exhibit:
        """Return the same map on the first day of earlier years."""
        t, over_years = self.t, self.over_years
        counts = membership.member_counts(over_years)
        told = t.list(t("{n} in {label}", n=n, label=label) for label, n in counts)
        return Exhibit(
            "over-years",
            title=membership.headline_growth(counts, t),
            subtitle=t("Members on the first day of the year; last map: {day}", day=t.date(self.day)),
            alt=t("Small world maps. Member states: {told}.", told=told),
            sources=self.cite.line(self.members.source_ids.explode().dropna(), EARTH),
            note=ground.boundary_note(self.params.worldview, t),
            frame=membership.stacked(over_years),
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
    def ties(self) -> Exhibit:
        """Return the map of the defence documents of the states, with each other and with others."""
        t, pairs = self.t, self.tied
        joined = bloc.find_ties(pairs, self.states, t)
        return Exhibit(
            "ties",
            title=bloc.headline_ties(pairs, self.states, t),
            subtitle=t("Bilateral defence documents on record, signed and not ended, {day}", day=t.date(self.day)),
            findings=(joined,),
            alt=t("World map with great circles. {finding}", finding=joined),
            sources=self.cite.line(self.sources_of(self.states), EARTH),
            note=ground.boundary_note(self.params.worldview, t),
            frame=pairs,
            draw=lambda: drawings.among(pairs, self.states, **self._frame),
        )

    @exhibit
    def network(self) -> Exhibit:
        """Return the network of defence documents, coloured by community."""
        t, net, groups = self.t, self.surroundings, self.communities
        spread = bloc.find_network(net, groups, self.states, t)
        return Exhibit(
            "network",
            title=bloc.headline_network(groups, t),
            subtitle=t(
                "Colour: community by the Leiden algorithm; grey lines join communities; {day}", day=t.date(self.day)
            ),
            findings=(spread,),
            alt=t("Network. {finding}", finding=spread),
            sources=self.cite.line(self.sources_of(self.states)),
            frame=net,
            draw=lambda: drawings.network(net, groups, self.states, t),
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
            title=membership.headline_roles(roles, self.states, t),
            subtitle=t("Roles on {day}; year from which the role holds", day=t.date(self.day)),
            findings=(common, membership.find_shared(pairs, self.record, self.day, t)),
            alt=t("Table of dots. {finding}", finding=common),
            sources=self.cite.line(roles.source_ids.explode().dropna()),
            frame=roles,
            draw=lambda: charts.roles(roles, self.states, t),
            parts=(self.cite.table(named, columns, name="roles"),),
        )

    @exhibit
    def alike(self) -> Exhibit:
        """Return how alike the states are, one heatmap a definition."""
        t = self.t
        panels = [(one.name, one.values, likeness.ranks(one.values)) for one in self.definitions]
        means = likeness.mean_ranks(self.definitions, self.states)
        return Exhibit(
            "alignment",
            title=bloc.headline_alignment(self.definitions, self.states, t),
            subtitle=t("Likeness by definition on {day}; states ordered by their mean likeness", day=t.date(self.day)),
            alt=t("Heatmaps, one a definition. {finding}", finding=self.holds),
            sources=self.cite.line(self.sources_of(self.states)),
            frame=bloc.long(self.definitions, self.states),
            draw=lambda: alignment.heatmaps(panels, means, t),
            parts=(Brief(t("What is compared"), bloc.find_definitions(self.definitions)),),
        )

    @exhibit
    def neighbours(self) -> Exhibit:
        """Return the outsiders that are most like the set."""
        t, near = self.t, self.nearest
        closest = bloc.find_nearest(near, t)
        means = likeness.mean_ranks(self.definitions, list(near.iso3))
        return Exhibit(
            "nearest",
            title=bloc.headline_nearest(near, t),
            subtitle=t("Mean of all definitions on {day}; bold: the set; boxes: states alike", day=t.date(self.day)),
            findings=(closest,),
            alt=t("Heatmap with a tree. {finding}", finding=closest),
            sources=self.cite.line(self.sources_of(list(near.iso3))),
            frame=near,
            draw=lambda: alignment.heatmap(means, self.states, t),
        )

    @exhibit
    def test(self) -> Exhibit:
        """Return whether the set is more alike than random sets of states."""
        t, tested, left_out = self.t, self.tested, self.left_out
        named = t.list(map(t.country, self.states))
        return Exhibit(
            "bloc",
            title=bloc.headline_bloc(tested, self.states, t),
            subtitle=t("Mean likeness of {states} against random sets, {day}", states=named, day=t.date(self.day)),
            findings=(self.holds, self.worst, bloc.find_robust(tested, left_out, self.without_sources, t)),
            alt=t("Distributions with dots. {finding}", finding=self.holds),
            sources=self.cite.line(self.sources_of(self.states)),
            frame=tested.drop(columns=["drawn", "states"]),
            draw=lambda: alignment.against_random(tested, left_out, bloc.told_beside(tested, t), t),
        )

    @exhibit
    def cohesion(self) -> Exhibit:
        """Return how the likeness of the set moved through the years."""
        t, history, events = self.t, self.history, self.movers
        moved = bloc.find_over_time(history, t)
        return Exhibit(
            "cohesion",
            title=bloc.headline_over_time(history, t),
            subtitle=t("Mean likeness of the set on the first day of each year, and on {day}", day=t.date(self.day)),
            findings=(moved,),
            alt=t("Curves, one a definition. {finding}", finding=moved),
            sources=self.cite.line(self.sources_of(self.states)),
            frame=history.drop(columns="states"),
            draw=lambda: alignment.years(history, events, t),
        )

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
