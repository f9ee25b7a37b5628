"""The exhibits on an article and its claims."""

from __future__ import annotations

from functools import cached_property

from pactbook.exhibits.citations import linked_data
from pactbook.exhibits.exhibit import Exhibit, Shown, drawn_if, exhibit
from pactbook.plots import cards, claims, timelines
from pactbook.subjects import article
from pactbook.subjects.findings import Brief, Finding, find_horizon


class Article(article.Article, Shown):
    """Which claims of an article hold, on one day and in one language.

    Tables are attributes, exhibits are methods; each method takes other words for its title, subtitle, alt text or note.
    """

    @cached_property
    def verdict(self) -> Finding:
        """Return how many claims have which verdict."""
        return article.find_verdicts(article.own(self.claims), self.source, self.day, self.t)

    @property
    def source(self) -> dict[str, str]:
        """Return the article's row of ``sources.csv``."""
        sources = self.record.sources
        return sources[sources.source_id == self.params.article].iloc[0].to_dict()

    @cached_property
    def reported(self) -> Finding:
        """Return who reported on the document."""
        return article.find_coverage(self.pages, self.document["title"], self.t)

    # ------------------------------------------------------------------------------------------- exhibits

    @exhibit
    def brief(self) -> Exhibit:
        """Return the answer in three sentences."""
        t = self.t
        matters = article.find_matters(self.claims, self.t)
        return Exhibit("brief", parts=(Brief(t("In brief"), (self.verdict, matters, self.reported)),))

    @exhibit
    def verdicts(self) -> Exhibit:
        """Return the claims by verdict, and what the verdicts rest on."""
        t, judged = self.t, article.own(self.claims)
        facts = article.statements_of_fact(judged)
        words = {verdict: article.verdict_name(verdict, t) for verdict in article.VERDICTS}
        rests = Brief(
            t("What the verdicts rest on"),
            (
                article.find_facts(judged, t),
                article.find_left_out(self.claims, t),
                article.find_sureness(judged, t),
                article.find_limits(judged, self.record, t),
            ),
        )
        return Exhibit(
            "verdicts",
            title=article.headline_verdicts(judged, t),
            subtitle=t("Statements of fact of one article by verdict, as of {day}", day=t.date(self.day)),
            alt=t("Claims by verdict. {finding}", finding=self.verdict),
            sources=self.cite.line([self.params.article]),
            frame=judged,
            reflows=True,
            draw=(lambda: claims.verdicts(facts, article.VERDICTS, words, t)) if len(facts) else None,
            bars=claims.verdict_bars(facts, article.VERDICTS, words, t),
            parts=(rests,),
        )

    @exhibit
    def cards(self) -> Exhibit:
        """Return a card a claim, after an index by paragraph, with ClaimReview for what collects fact checks."""
        cards = self.cite.cards(article.cards(self.claims, self.record, self.t))
        return Exhibit("claims", frame=self.claims, parts=(cards, linked_data(self.reviews)))

    @exhibit
    def speakers(self) -> Exhibit:
        """Return who says it, and through whom."""
        t, voices = self.t, self.voices
        columns = {
            "speaker": t("Speaker"), "role": t("Role"), "country": t("State"), "through": t("Quoted through"),
            "paragraphs": t("Paragraphs"), "claims": t("Claims"),
        }  # fmt: skip
        named = voices.assign(country=[t.country(code) if code else "" for code in voices.country])
        twice = Brief(
            t("What is said twice, and by whom"),
            (article.find_speakers(self.claims, t), article.find_repeated(self.claims, t)),
        )
        return Exhibit("attribution", frame=voices, parts=(self.cite.table(named, columns, name="attribution"), twice))

    @exhibit
    def versions(self) -> Exhibit:
        """Return how the wording differs from another version of the text."""
        t = self.t
        columns = {
            "number": t("Claim"), "speaker": t("Speaker"), "claim": t("In short"), "wording": t("Wording"),
            "source_ids": t("Compared with"),
        }  # fmt: skip
        return Exhibit(
            "wordings", frame=self.wordings, parts=(self.cite.table(self.wordings, columns, name="wordings"),)
        )

    @exhibit
    def coverage(self) -> Exhibit:
        """Return who reported on the document, by state and day."""
        t, pages, document = self.t, self.pages, self.document
        publishers = pages.drop_duplicates("publisher")
        return Exhibit(
            "coverage",
            title=article.headline_coverage(pages, t),
            subtitle=t("Pages that report on “{title}”, by days from the event", title=document["title"]),
            findings=(self.reported,),
            alt=t("Dots by state and day. {finding}", finding=self.reported),
            sources=self.cite.line(pages.source_id),
            frame=pages,
            bars=cards.counted((t.country(code) for code in publishers.country if code), t),
            counted=t("Publishers that report on “{title}”, by state", title=document["title"]),
            draw=drawn_if(len(pages), lambda: timelines.reports(pages, document["date"], t)),
        )

    @exhibit
    def outlets(self) -> Exhibit:
        """Return which outlet mentions what, with every page as a table."""
        t, named, pages = self.t, self.mentions, self.pages
        counts, everyone = article.mentioned_by(named, t), named.publisher.nunique()
        title, several = article.headline_mentioned(named, t), len(counts) > 1
        columns = {
            "published": t("Published"), "publisher": t("Publisher"), "country": t("State"), "language": t("Language"),
            "mentions": t("Mentions"), "voice": t("Text from"), "note": t("Note"), "source_ids": t("Sources"),
        }  # fmt: skip
        rows = pages.assign(
            source_ids=[(source,) for source in pages.source_id],
            country=[t.country(code) if code else "" for code in pages.country],
        )
        return Exhibit(
            "mentions",
            title=title,
            subtitle=t("Publishers that tell what was agreed: “{title}”", title=self.document["title"]),
            alt=t("Bars by what was agreed. {finding}", finding=self.reported),
            findings=() if several else (Finding("mentions", f"{title}."),),
            sources=self.cite.line(pages.source_id),
            frame=named,
            draw=drawn_if(several, lambda: claims.mentions(counts, everyone, t)),
            bars=claims.mention_bars(counts, everyone, t),
            parts=(self.cite.table(rows, columns, name="coverage"),),
        )

    @exhibit
    def not_found(self) -> Exhibit:
        """Return the searches that found nothing."""
        t = self.t
        columns = {
            "outlet": t("Looked for"), "query": t("Query"), "language": t("Language"), "searched_on": t("Searched on")
        }  # fmt: skip
        return Exhibit(
            "searches", frame=self.searches, parts=(self.cite.table(self.searches, columns, name="searches"),)
        )

    @exhibit
    def limits(self) -> Exhibit:
        """Return what this report does not show."""
        return Exhibit("limits", findings=(find_horizon(self.record.newest_page, self.day, self.t),))
