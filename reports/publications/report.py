"""The yearly report of an edition: everything it prints comes from what was published, whatever the records say today."""

from datetime import date
from decimal import Decimal
from itertools import zip_longest

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman.addresses import absolute
from reports.context.charts import context_chart
from reports.maps import district_map
from reports.publications.bilingual import LANGUAGES, in_both, translated
from reports.publications.models import Edition, Publication
from reports.publications.surroundings import table_of
from reports.publications.telling import Told, told_openly
from reports.yearly.contents import Chapter, Chart, Picture, Restated, Restatement, Surrounding, YearlyReport

MAPPED = "assisted-msmes"


def report_of(edition: Edition) -> YearlyReport:
    """The report; of an edition of an earlier format without what that didn't hold."""
    content, publication = edition.content, edition.publication
    figures, context = content["indicators"], content.get("context", {})
    series = context.get("series", [])
    return YearlyReport(
        title=in_both(lambda: title_of(publication)),
        **{name: date.fromisoformat(content[name]) for name in ("first_day", "last_day")},
        against_on=date.fromisoformat(content["against_day"]),
        baseline_on=date.fromisoformat(content["baseline_day"]),
        figures=figures,
        edition=f"{publication.slug}/{edition.number}",
        checksum=edition.checksum,
        check_address=absolute(reverse("publications:check")),
        made_at=edition.published_at,
        narrative=story(content["narrative"]),
        restatement=restatement(edition),
        charts=[one for one in charts(figures, "month") if len(one.days) > 1],
        years=[one for one in charts(figures, "year") if len(one.days) == years_of(figures) > 1],
        maps=maps(figures, publication),
        quality=quality(figures),
        methods=[Chapter(one["title"], one["paragraphs"]) for one in content.get("methods", [])],
        context=[surrounding(one, value) for one in series for value in one["values"]],
        context_notes=context.get("notes", []),
        context_charts=list(filter(None, map(context_picture, series))),
    )


def title_of(publication: Publication) -> str:
    if publication.year:
        return _("I-DAMAN yearly report %(year)d") % {"year": publication.year}
    return _("I-DAMAN report, %(period)s") % {"period": publication.period}


def story(narrative: dict[str, list[str]]) -> list[Chapter]:
    """The paragraphs of both languages; without English ones they are of Indonesian only."""
    written = {language: paragraphs for language, paragraphs in narrative.items() if paragraphs}
    paragraphs = [dict(zip(written, some, strict=True)) for some in zip_longest(*written.values(), fillvalue="")]
    return [Chapter(in_both(lambda: _("What the numbers mean")), paragraphs)] if paragraphs else []


def restatement(edition: Edition) -> Restatement | None:
    """What it says otherwise than the edition before it; the first one restates nothing."""
    before = edition.before
    if before is None:
        return None
    told = {}
    for language in LANGUAGES:
        with translation.override(language):
            told[language] = [(one.title, *one.values, different(one)) for one in told_openly(edition)]
    rows = [[dict(zip(told, pair, strict=True)) for pair in zip(*some, strict=True)] for some in zip(*told.values(), strict=True)]
    reason = edition.reason
    return Restatement(f"{before.publication.slug}/{before.number}", before.checksum, reason, [Restated(*row) for row in rows])


def different(one: Told) -> str:
    """What is different besides the value, in the reader's language."""
    difference = one.difference
    said = [
        (difference.came, _("came: %(count)d") % {"count": len(difference.came)}),
        (difference.went, _("went: %(count)d") % {"count": len(difference.went)}),
        (difference.is_compared_anew, _("the figure of a year before")),
        (difference.is_based_anew, _("the baseline")),
        (difference.is_aimed_anew, _("the target")),
        (difference.is_told_anew_over_time, _("the months or years before")),
        (difference.is_defined_anew, _("the definition")),
        (difference.is_known_anew, _("how many are known")),
        (one.breakdowns, _("told apart: %(titles)s") % {"titles": ", ".join(one.breakdowns)}),
    ]
    return "; ".join(words for is_so, words in said if is_so)


def charts(figures: list[dict], unit: str) -> list[Chart]:
    """The figures over time, as far as they are known."""
    found = []
    for figure in figures:
        points = [one for one in figure.get("series", {}).get(unit, []) if one["value"] is not None]
        days, values = [date.fromisoformat(one["day"]) for one in points], [Decimal(one["value"]) for one in points]
        if points:
            found.append(Chart(figure["code"], figure["title"], days, values))
    return found


def years_of(figures: list[dict]) -> int:
    """How many years the programme had by then."""
    return max((len(figure.get("series", {}).get("year", [])) for figure in figures), default=0)


def maps(figures: list[dict], publication: Publication) -> list[Picture]:
    """Assisted MSMEs by district, where the edition tells them."""
    figure = next((one for one in figures if one["code"] == MAPPED), {})
    parts = [part for one in figure.get("breakdowns", []) if one["code"] == "district" for part in one["parts"]]
    counts = {part["key"]: part["count"] and int(part["count"]) for part in parts if part["key"]}
    if not counts:
        return []
    title, told = (in_both(lambda words=words: words(publication)) for words in (map_title, map_told))
    drawn = {
        language: translated(language, lambda lang=language: district_map(counts, title=title[lang], description=told[lang]))
        for language in LANGUAGES
    }
    return [Picture(title, drawn, told)]


def map_title(publication: Publication) -> str:
    return _("Assisted MSMEs by district, %(day)s") % {"day": date_format(publication.day)}


def map_told(publication: Publication) -> str:
    return _("The darker a district, the more there are; the table by district tells the same. Outlines: cahyadsn (MIT licence).")


def quality(figures: list[dict]) -> list[Chapter]:
    """What must be said beside the figures, one sentence after the other."""
    said = [
        {language: f"{figure['title'][language]}: {remark['words'][language]}." for language in LANGUAGES}
        for figure in figures
        for remark in figure["remarks"]
        if remark["words"] != figure["growth_words"]
    ]
    return [Chapter(in_both(lambda: _("How complete the figures are")), said)] if said else []


def surrounding(series: dict, value: dict) -> Surrounding:
    same = {name: series[name] for name in ("title", "unit")} | {name: value[name] for name in ("place", "status", "source")}
    return Surrounding(**same, year=int(value["year"]), value=value["value"])


def context_picture(series: dict) -> Picture | None:
    """The series drawn as on its page, if it has several years."""
    drawn = {}
    for language in LANGUAGES:
        with translation.override(language):
            drawn[language] = context_chart(table_of(series, language), chart_id=f"context-{series['code']}")
    return Picture(series["title"], drawn, series["meaning"]) if all(drawn.values()) else None
