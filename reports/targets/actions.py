"""How targets are set, revised and taken back; pages, imports and commands call these."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman import refusals
from idaman.history import keep, sign
from idaman.periods import Period
from idaman.programme import BASELINE_ON
from reports.indicators import REGISTRY
from reports.targets.actuals import actuals
from reports.targets.models import Target, TargetValue
from reports.targets.numbers import in_words, is_counted, refuse_unfit


def set_target(
    *,
    indicator: str,
    period: Period,
    value: Decimal,
    on: date,
    today: date,
    by,
    why: str = "",
    breakdown: str = "",
    part: str = "",
) -> Target:
    """Aim at a value for an indicator, or a part of it, by the end of a period; it is in force from the day it was decided.

    Raises ValidationError for what no target can be, for one that was set already (by somebody else meanwhile, too), and
    where a reason is missing: for a period that is over, and for less than there was at the baseline.
    """
    target = Target(indicator=indicator, breakdown=breakdown, part=part, starts_on=period.start, ends_on=period.end)
    refuse_day(on, today)
    try:
        with transaction.atomic():
            refuse_known(target)
            keep(target, by=by, why=why)
            refuse_value(target, value)
            refuse_without_reason(target, value, today=today, why=why)
            keep(TargetValue(target=target, value=value, starts_on=on, reason=why), by=by, why=why)
    except IntegrityError as error:  # somebody else set it between our look and our writing
        raise ValidationError(refusals.sentence(error)) from error
    return target


@transaction.atomic
def revise_target(
    *, target: Target, value: Decimal, on: date, today: date, by, why: str, instead_of: int | None = None
) -> TargetValue:
    """Close the value in force where the day begins, and begin another; both stay.

    `instead_of` is the value the reader saw: when somebody revised it meanwhile, nothing is done and the ValidationError
    tells what, as it does for an equal value, a day not after the last decision, and a missing reason.
    """
    last = latest(target)
    refuse_moved(last, instead_of)
    refuse_day(on, today)
    refuse_value(target, value)
    if not why.strip():
        raise ValidationError({"why": _("Say why the target is revised.")})
    if value == last.value:
        raise ValidationError({"value": _("The target is %(value)s already.") % {"value": last.value_words}})
    if on <= last.starts_on:
        day = date_format(last.starts_on, "DATE_FORMAT")
        raise ValidationError(
            {"on": _("The value in force was decided on %(day)s; a revision is decided after it.") % {"day": day}}
        )
    last.ends_on = on
    keep(last, by=by, why=why)
    return keep(TargetValue(target=target, value=value, starts_on=on, reason=why), by=by, why=why)


@transaction.atomic
def take_back(*, target: Target, by, why: str, instead_of: int | None = None) -> Target | None:
    """Undo the last decision, a slip of the keys: the one before it is in force again; the history keeps both.

    Without one before, the target itself goes (None). Raises ValidationError without a reason, or when somebody revised
    the target meanwhile.
    """
    last = latest(target)
    refuse_moved(last, instead_of)
    if not why.strip():
        raise ValidationError({"why": _("Say why it is taken back.")})
    sign(last, by=by, why=why)
    last.delete()
    before = target.values.order_by("starts_on").last()
    if before is None:
        sign(target, by=by, why=why)
        target.delete()
        return None
    before.ends_on = None
    keep(before, by=by, why=why)
    return target


def latest(target: Target) -> TargetValue:
    """The last value decided, the target locked until the transaction ends; refuses what somebody took back meanwhile."""
    list(Target.objects.select_for_update().filter(pk=target.pk))
    last = target.values.order_by("starts_on").last()
    if last is None:
        raise ValidationError(_("Somebody took this target back meanwhile. Set it anew if it is still aimed at."))
    return last


def refuse_moved(last: TargetValue, instead_of: int | None):
    """What somebody decided meanwhile is told before it is passed over."""
    if instead_of in (None, last.pk):
        return
    words = {"value": last.value_words, "day": date_format(last.starts_on, "DATE_FORMAT"), "why": last.reason or "–"}
    sentence = _(
        "Meanwhile the target was changed: now it is %(value)s, decided on %(day)s (%(why)s). Nothing of yours is lost: "
        "save again to go on from there."
    )
    raise ValidationError(sentence % words, code="moved")


def refuse_day(on: date, today: date):
    """A decision is not of a day to come."""
    if on > today:
        raise ValidationError({"on": _("%(day)s is still to come.") % {"day": date_format(on, "DATE_FORMAT")}})


def refuse_known(target: Target):
    """What was set already is told with its value and its day."""
    same = {name: getattr(target, name) for name in ("indicator", "starts_on", "ends_on", "breakdown", "part")}
    known = TargetValue.objects.filter(**{f"target__{name}": value for name, value in same.items()})
    last = known.select_related("target").order_by("starts_on").last()
    if last:
        words = {"target": last.target, "value": last.value_words, "day": date_format(last.starts_on, "DATE_FORMAT")}
        sentence = _("%(target)s: a target was set already, %(value)s, decided on %(day)s. Revise it instead.")
        raise ValidationError(sentence % words, code="known")


def refuse_value(target: Target, value: Decimal):
    """A number of things is whole, and none is below zero."""
    refuse_unfit(value)
    if is_counted(REGISTRY[target.indicator]) and value != int(value):
        raise ValidationError({"value": _("%(title)s are counted in whole numbers.") % {"title": target.title}})


def refuse_without_reason(target: Target, value: Decimal, *, today: date, why: str):
    """What is unusual is said why: a period that is over, and less than there was at the baseline."""
    if why.strip():
        return
    if target.last_day < today:
        sentence = _("%(period)s is over. Say why a target is set now.") % {"period": target.period_words}
        raise ValidationError({"why": sentence})
    first = actuals([(target.indicator, target.breakdown, target.part, BASELINE_ON)]).popitem()[1]
    if first is not None and getattr(REGISTRY[target.indicator], "good", "up") == "up" and value < first:
        words = {"title": target.title, "first": in_words(first), "day": date_format(BASELINE_ON, "DATE_FORMAT")}
        sentence = _("%(title)s: the target is below the baseline, %(first)s on %(day)s. Say why, or aim higher.")
        raise ValidationError({"why": sentence % words})
