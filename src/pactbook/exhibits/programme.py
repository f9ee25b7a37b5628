"""The exhibits on a missile programme."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pactbook import geo
from pactbook.exhibits.exhibit import Exhibit, Shown, drawn_if, exhibit
from pactbook.plots import cards, ground, programmes, quoted, ranges, timelines
from pactbook.subjects import programme, questions, sanctions
from pactbook.subjects.findings import Brief, Finding, find_horizon


class Programme(programme.Programme, Shown):
    """What is publicly known of a missile programme, on one day and in one language.

    Tables are attributes, exhibits are methods; each method takes other words for its title, subtitle, alt text or note.
    """

    @property
    def name(self) -> str:
        """Return the name of the state."""
        return self.t.country(self.country)

    @cached_property
    def reach(self) -> Finding:
        """Return how many systems are on record, and how far the longest is quoted to reach."""
        return programme.find_systems(self.systems, self.country, self.t)

    @cached_property
    def category(self) -> Finding:
        """Return which systems the quoted figures put into MTCR Category I."""
        return programme.find_category(self.systems, self.t)

    @cached_property
    def sanctioned(self) -> Finding:
        """Return how many designations are tied to the programme."""
        return programme.find_designations(self.designations, self.country, self.partner, self.day, self.t)

    @cached_property
    def waves(self) -> Finding:
        """Return the entities by state since the first designation in the partner state."""
        return sanctions.find_since(self.designations, self.partner, self.day, self.t)

    @cached_property
    def territory(self) -> Finding:
        """Return which territory an envelope is measured from."""
        view = geo.view_on(self.country, self.params.worldview, self.params.day)
        return programme.find_territory(self.country, view, self.t)

    @cached_property
    def off_map(self) -> str:
        """Return which built systems the range map leaves out; where the reader chose some, the others are no matter."""
        return "" if self.params.systems else programme.off_map(self.systems, self.on_map, self.t)

    # ------------------------------------------------------------------------------------------- exhibits

    @exhibit
    def brief(self) -> Exhibit:
        """Return the answer in three sentences."""
        t = self.t
        told = Brief(t("In brief"), (self.reach, self.category, self.sanctioned))
        return Exhibit("brief", parts=(told,))

    @exhibit
    def envelope(self) -> Exhibit:
        """Return the range map."""
        t, ranged, view = self.t, self.on_map, self.params.worldview
        title = programme.headline_envelope(ranged, self.country, t)
        return Exhibit(
            "envelope",
            title=title,
            findings=() if len(ranged) else (Finding("envelope", f"{title}."),),
            subtitle=t(
                "Publicly quoted maximum ranges from the territory of {state}, {day}",
                state=self.name,
                day=t.date(self.day),
            ),
            alt=t("Range map. {finding}", finding=self.reach),
            sources=self.cite.line(programme.range_sources(self.record, ranged), "Natural Earth", "GeoNames"),
            note=" ".join(
                filter(None, [self.territory.text, self.off_map, ground.boundary_note(view, t, self.params.day)])
            ),
            frame=ranged,
            bars=quoted.within(self.capitals, t),
            counted=t(
                "Capitals of other states within the highest quoted range, {state}, {day}",
                state=self.name,
                day=t.date(self.day),
            ),
            areas=lambda: programme.areas(ranged, self.country, view, self.params.day),
            reflows=True,
            draw=drawn_if(
                len(ranged), lambda: ranges.envelope(ranged, self.country, view, language=t.code, day=self.params.day)
            ),
        )

    @exhibit
    def within_range(self) -> Exhibit:
        """Return the capitals within each range."""
        t, within = self.t, self.capitals
        columns = {
            "name": t("System"), "range": t("Range, km"), "at_lowest": t("Capitals, lowest"), "at_highest": t("highest"),
            "told": t("Within the lowest figure, nearest first"), "told_further": t("Only within the highest"),
        }  # fmt: skip
        table = self.cite.table(within, columns, name="capitals")
        measured = (self.territory,) if len(within) else ()
        found = (self.reach, *measured, programme.find_capitals(within, t))
        return Exhibit("capitals", findings=found, frame=within, parts=(table,))

    @exhibit
    def quoted_ranges(self) -> Exhibit:
        """Return who says which range."""
        t, known = self.t, self.systems
        columns = {
            "name": t("System"), "aliases": t("Also called"), "class": t("Class"),
            "range": t("Range, km"), "who_says": t("Who says what"),
            "status": t("Status"), "first_announced": t("First announced test"),
            "last_test": t("Last flight on record"), "source_ids": t("Sources"),
        }  # fmt: skip
        return Exhibit(
            "quoted-ranges",
            title=programme.headline_ranges(known, t),
            subtitle=t(
                "Publicly quoted maximum ranges in km, logarithmic axis, {state}, {day}",
                state=self.name,
                day=t.date(self.day),
            ),
            alt=t("Chart of ranges. {finding}", finding=self.reach),
            sources=self.cite.line(programme.range_sources(self.record, known)),
            frame=known,
            bars=quoted.longest(known, t),
            counted=t(
                "The longest publicly quoted ranges, lowest and highest figure, {state}, {day}",
                state=self.name,
                day=t.date(self.day),
            ),
            reflows=True,
            draw=drawn_if(
                known.range_km.notna().sum(), lambda: quoted.quoted_ranges(known, programme.CLASS_LIMITS_KM, t)
            ),
            parts=(self.cite.table(programme.quoted(self.record, known, t), columns, name="systems"),),
        )

    @exhibit
    def category_one(self) -> Exhibit:
        """Return which quoted figures decide about MTCR Category I."""
        t, rows = self.t, programme.deciding(self.record, self.systems, self.t)
        columns = {
            "name": t("System"), "category_i": t("Category I"), "range_reading": t("Highest quoted range"),
            "payload_reading": t("Highest quoted payload"), "below": t("Below the limit, others say"),
            "source_ids": t("Sources"),
        }  # fmt: skip
        table = self.cite.table(rows, columns, name="category")
        return Exhibit("category", findings=(self.category,), frame=rows, parts=(table,))

    @exhibit
    def restraint(self) -> Exhibit:
        """Return which states are MTCR partners and subscribers of the Hague Code of Conduct."""
        t, partners = self.t, self.regimes
        columns = {
            "state": t("State"), "mtcr": t("MTCR partner"), "mtcr_since": t("since"), "hcoc": t("HCoC subscriber"),
            "hcoc_since": t("since"), "source_ids": t("Sources"),
        }  # fmt: skip
        table = self.cite.table(programme.in_words(partners, t), columns, name="regimes")
        found = programme.find_regimes(partners, self.day, t)
        return Exhibit("regimes", findings=(found,), frame=partners, parts=(table,))

    @exhibit
    def tests(self) -> Exhibit:
        """Return the announced flights by year."""
        t, flown = self.t, self.flights
        told = programme.find_flights(flown, self.country, t, self.record.missile_tests.country)
        return Exhibit(
            "flights",
            title=programme.headline_flights(flown, self.country, t),
            subtitle=t(
                "Announced flight tests of {state} by year and class of system, to {day}",
                state=self.name,
                day=t.date(self.day),
            ),
            findings=(told, programme.find_years(self.record, flown, t)),
            alt=t("Chart of flights by year. {finding}", finding=told),
            sources=self.cite.line(flown.source_ids.explode().dropna()),
            frame=flown,
            bars=cards.counted(programmes.classes_of(flown, t), t),
            counted=t(
                "Announced flight tests of {state} by class of system, to {day}", state=self.name, day=t.date(self.day)
            ),
            draw=drawn_if(len(flown), lambda: programmes.flights(flown, self.params.as_of.year, t)),
        )

    @exhibit
    def sanctions(self) -> Exhibit:
        """Return the designations in time, with their legal bases as a table."""
        t, designated, basis = self.t, self.designations, self.legal_bases
        columns = {
            "authority": t("Authority"), "legal_basis": t("Legal basis"), "designations": t("Designations"),
            "entities": t("Entities"), "first": t("First"), "last": t("Last"), "lifted": t("Lifted"),
            "source_ids": t("Sources"),
        }  # fmt: skip
        return Exhibit(
            "designations",
            title=programme.headline_designations(designated, self.partner, t),
            subtitle=t(
                "Designations tied to the missile or nuclear programme of {state}, by authority", state=self.name
            ),
            findings=tuple(self._of_designations()),
            alt=t("Timeline of designations. {finding}", finding=self.sanctioned),
            sources=self.cite.line(designated.source_ids.explode().dropna()),
            frame=designated,
            bars=cards.counted((t.country(code) for code in designated.country), t),
            counted=t(
                "Designations tied to the missile or nuclear programme of {state}, by state of the entity",
                state=self.name,
            ),
            draw=drawn_if(
                len(designated), lambda: timelines.designations(designated, self.partner, self.params.as_of, t)
            ),
            parts=(self.cite.table(basis, columns, name="legal-bases"),) if len(basis) else (),
        )

    def _of_designations(self) -> Iterator[Finding]:
        """Yield what there is to say of the designations; where there are none, that alone."""
        yield self.sanctioned
        if len(self.designations):
            yield sanctions.find_authorities(self.legal_bases, self.t)
            yield self.waves
            yield programme.find_suppliers(self.designations, self.country, self.t)

    @exhibit
    def supply(self) -> Exhibit:
        """Return the designated entities and what is alleged of each."""
        t, links = self.t, self.suppliers
        return Exhibit(
            "supply",
            title=sanctions.headline_edges(links, self.country, self.partner, t),
            subtitle=t(
                "Designated entities and what the authority named in each row alleges, newest designation, {day}",
                day=t.date(self.day),
            ),
            findings=tuple(self._of_suppliers()),
            alt=t("Network of entities and the programme. {finding}", finding=self.sanctioned),
            sources=self.cite.line(links.source_ids.explode().dropna()),
            frame=links,
            bars=cards.counted((t.country(code) for code in links.state if code != self.country), t),
            counted=t("Designated entities abroad by state, {day}", day=t.date(self.day)),
            draw=drawn_if(len(links), lambda: programmes.supply(links, self.country, t)),
            parts=(self._statements(), self._designations()) if len(links) else (),
        )

    def _of_suppliers(self) -> Iterator[Finding]:
        t = self.t
        yield sanctions.find_partner(self.designations, self.statements, self.partner, t)
        if len(self.designations):
            yield sanctions.find_answers(self.designations, self.statements, t)

    def _statements(self) -> object:
        t = self.t
        columns = {"date": t("Date"), "title": t("Statement"), "note": t("Note"), "source_ids": t("Sources")}
        return self.cite.table(self.statements, columns, name="statements")

    def _designations(self) -> object:
        t, rows = self.t, self.designations
        columns = {
            "designated_on": t("Date"), "name": t("Entity"), "aliases": t("Also called"),
            "country": t("State"), "authority": t("Authority"),
            "stated_reason": t("Stated reason"), "lifted_on": t("Lifted"), "response": t("Answer"),
            "source_ids": t("Sources"),
        }  # fmt: skip
        named = rows.assign(country=[t.country(code) for code in rows.country])[::-1]
        return self.cite.table(named, columns, name="designations")

    @exhibit
    def side_by_side(self) -> Exhibit:
        """Return the quoted ranges of some programmes side by side."""
        t, compared = self.t, self.peers
        told = programme.find_peers(compared, t)
        rows = programme.of_states(self.record, self.states)
        return Exhibit(
            "side-by-side",
            title=programme.headline_peers(compared, t),
            subtitle=t("Publicly quoted ranges of each system in km, logarithmic axis, {day}", day=t.date(self.day)),
            findings=(told,),
            alt=t("Small multiples of quoted ranges. {finding}", finding=told),
            sources=self.cite.line(programme.range_sources(self.record, rows)),
            frame=compared,
            bars=quoted.longest_of(compared, t),
            counted=t("The longest publicly quoted range of each state, {day}", day=t.date(self.day)),
            reflows=True,
            draw=drawn_if(
                compared.longest_km.notna().sum(),
                lambda: quoted.side_by_side(self.systems_of_peers, programme.CLASS_LIMITS_KM, t),
            ),
        )

    @exhibit
    def to_look_for(self) -> Exhibit:
        """Return what the record of the programme leaves open, with words to look for it."""
        return self._asked(questions.find_of_programme(self.open_questions, self.country, self.t))

    @exhibit
    def limits(self) -> Exhibit:
        """Return what this report does not show."""
        found = (
            programme.find_limits(self.systems, self.flights, self.t, cut=not self.record.is_latest),
            find_horizon(self.record.newest_page, self.day, self.t),
        )
        return Exhibit("limits", findings=found)
