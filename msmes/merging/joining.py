"""How all that hangs on one record passes to another of the same business, whatever app it comes from.

A fact moves as it is unless its kind may not overlap and the record that stays has one for some of its days. Then:
- what a business has one of at a time (address, standing): the one that stays wins, the other fills the days before,
  between and after; a standing only where the table of moves allows it next to its neighbours;
- what is the same fact twice (the same company's sponsorship, a product of the same name, the same coach): one fact for
  the days of both, with the aspects of both; what hangs on the other (its standardisations) passes to it in the same way.
A model says with `is_united_when_merged` where this reading of its overlap rule would be wrong.
"""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from idaman.overlaps import NoOverlap
from idaman.periods import Dated, Period
from msmes.actions import STANDINGS
from msmes.aspects import COLUMNS, OnAspects
from msmes.merging.ledger import Ledger
from msmes.merging.models import Merge
from msmes.models import Activity, Enrolment, Msme


def relations(model) -> list:
    """The keys of other models, of any app, to this one; who was merged into whom stays."""
    found = [one for one in model._meta.related_objects if not one.many_to_many]
    return [one for one in found if one.related_model not in (Msme, Merge)]


def join(ledger: Ledger, gone, kept):
    """Pass on all that points to the one record to the other; both are of one model."""
    for relation in relations(type(gone)):
        model, key = relation.related_model, relation.field
        facts = model._base_manager.filter(**{key.name: gone.pk})
        for pk in facts.order_by(*(["starts_on"] if rule_of(model, key) else []), "pk").values_list("pk", flat=True):
            fact = model._base_manager.filter(pk=pk, **{key.name: gone.pk}).first()  # an earlier step may have united it
            if fact:
                pass_on(ledger, fact, key, kept)


def pass_on(ledger: Ledger, fact, key, kept):
    """Pass one fact on, by the rule of its kind."""
    rivals = overlapping(fact, key, kept)
    if key.one_to_one and type(fact).objects.filter(**{key.name: kept}).exists():
        tell(ledger, fact, _("gives way to the record that stays"))
        give_way(ledger, fact, [])
    elif isinstance(fact, Activity):
        join_activity(ledger, fact, kept)
    elif rivals and is_united(type(fact), key):
        unite(ledger, fact, rivals)
    elif rivals or isinstance(fact, Enrolment):
        fill_gaps(ledger, fact, key, kept, rivals)
    else:
        tell(ledger, fact, _("moves over"))
        ledger.change(fact, **{key.attname: kept.pk})


def join_activity(ledger: Ledger, fact: Activity, kept: Msme):
    """A code that both have stays once, and the main one is that of the record that stays."""
    if kept.activities.filter(kbli=fact.kbli_id).exists():
        tell(ledger, fact, _("gives way to the record that stays"))
        ledger.remove(fact)
        return
    tell(ledger, fact, _("moves over"))
    is_main = fact.is_main and not kept.activities.filter(is_main=True).exists()
    ledger.change(fact, msme_id=kept.pk, is_main=is_main)


def rule_of(model, key) -> NoOverlap | None:
    """The rule by which facts about one thing may not overlap."""
    rules = (rule for rule in model._meta.constraints if isinstance(rule, NoOverlap))
    return next((rule for rule in rules if key.name in rule.same), None)


def is_united(model, key) -> bool:
    """Whether two overlapping facts are the same one twice, rather than two answers to one question."""
    return getattr(model, "is_united_when_merged", len(rule_of(model, key).same) > 1)


def overlapping(fact, key, kept) -> list:
    """The facts of the record that stays which the rule doesn't allow beside this one, oldest first."""
    rule = rule_of(type(fact), key)
    if rule is None:
        return []
    agrees = {name: getattr(fact, fact._meta.get_field(name).attname) for name in rule.same} | {key.name: kept.pk}
    if None in agrees.values():
        return []
    return list(type(fact).objects.filter(**agrees).exclude(pk=fact.pk).during(fact.period).order_by("starts_on", "pk"))


# --- one at a time


def fill_gaps(ledger: Ledger, fact, key, kept, rivals: list):
    """Use the fact on the days on which the record that stays has none; on no day, it goes."""
    pieces = free = fact.period.without(one.period for one in rivals)
    if isinstance(fact, Enrolment):
        pieces = [piece for piece in free if makes_sense(ledger, fact.state, piece, kept)]
    if not pieces:
        tell(ledger, fact, _("fits between no two of the record that stays") if free else _("gives way to the record that stays"))
        give_way(ledger, fact, rivals)
        return
    if pieces == [fact.period]:
        tell(ledger, fact, _("moves over"))
    else:
        tell(ledger, fact, _("moves over for %(periods)s only") % {"periods": ", ".join(map(str, pieces))})
    ledger.change(fact, starts_on=pieces[0].start, ends_on=pieces[0].end, **{key.attname: kept.pk})
    for piece in pieces[1:]:
        ledger.add(copied(fact, piece))


def give_way(ledger: Ledger, fact, rivals: list):
    """What hangs on a fact that goes passes to the one that stays in its place."""
    if rivals:
        join(ledger, fact, rivals[0])
    ledger.remove(fact)


def copied(fact, period: Period):
    """The same fact for other days."""
    values = {field.attname: field.value_from_object(fact) for field in fact._meta.concrete_fields if not field.primary_key}
    return type(fact)(**values | {"starts_on": period.start, "ends_on": period.end})


def makes_sense(ledger: Ledger, state: str, piece: Period, kept: Msme) -> bool:
    """Whether an MSME can go from the standing before to this one, and on to the next; going on in the same one it can."""
    before = kept.enrolments.filter(starts_on__lt=piece.start).order_by("starts_on").last()
    after = kept.enrolments.filter(starts_on__gte=piece.start).order_by("starts_on").first()
    comes = before is None or ledger.has(before) or state in {before.state, *STANDINGS.moves[before.state]}
    return comes and (after is None or after.state in {state, *STANDINGS.moves[state]})


# --- the same one twice


def unite(ledger: Ledger, fact, rivals: list):
    """Make one fact of it and those it overlaps: the oldest that stays, for the days and aspects of all."""
    first, *others = rivals
    every = [first, *others, fact]
    ends = [one.ends_on for one in every]
    values = {"starts_on": min(one.starts_on for one in every), "ends_on": None if None in ends else max(ends)}
    if isinstance(first, OnAspects):
        values |= {column: any(getattr(one, column) for one in every) for column in COLUMNS}
    period = Period(values["starts_on"], values["ends_on"])
    tell(ledger, fact, _("becomes one with the same of the record that stays: %(period)s") % {"period": period})
    for one in [fact, *others]:
        join(ledger, one, first)
        ledger.remove(one)
    ledger.change(first, **values)


# --- the business itself


def fill(ledger: Ledger, gone: Msme, kept: Msme):
    """Free the NIB of the record that goes, and complete the one that stays with what it lacks; no number is lost."""
    said = ["owner_birth_year", "owner_has_disability", "owner_is_poor"]
    names = ["nib", "npwp", "owner_name", "owner_nik", "owner_sex", "phone", *said]
    taken = {name: getattr(gone, name) for name in names if is_known(gone, name) and not is_known(kept, name)}
    other_nib = f"NIB {gone.nib}" if gone.nib and "nib" not in taken else ""
    known = kept.older_numbers.splitlines()
    lines = [line for line in [*gone.older_numbers.splitlines(), other_nib] if line.strip() and line not in known]
    if lines:
        taken["older_numbers"] = "\n".join([*known, *lines])
    ledger.change(gone, nib=None, merged_into_id=kept.pk)
    if not taken:
        return
    fields = ", ".join(str(Msme._meta.get_field(name).verbose_name) for name in taken)
    ledger.told.append(_("Taken over from %(gone)s: %(fields)s.") % {"gone": gone.name, "fields": fields})
    ledger.change(kept, **taken, is_as_printed=kept.is_as_printed or gone.is_as_printed)


def is_known(msme: Msme, name: str) -> bool:
    """Whether the record says anything; "no" is something."""
    return getattr(msme, name) not in (None, "")


def tell(ledger: Ledger, fact, what: str):
    """One step as a sentence: which fact, its days, what becomes of it."""
    days = f" ({fact.period})" if isinstance(fact, Dated) else ""
    words = {"kind": capfirst(fact._meta.verbose_name), "fact": fact, "days": days, "what": what}
    ledger.told.append(_("%(kind)s %(fact)s%(days)s %(what)s.") % words)
