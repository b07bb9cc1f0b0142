"""How the list of MSMEs is chosen by assignment: by coach, by an end to come, by whom the reader stands in for."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy
from django_filters.fields import ModelChoiceField

from idaman.models import User
from msmes.assignments.models import Assignment


class PersonField(ModelChoiceField):
    """A person by name; the e-mail address is nobody's business here."""

    def label_from_instance(self, person):
        return person.name


class PersonFilter(django_filters.ModelChoiceFilter):
    """One of some people."""

    field_class = PersonField


def filters(user, seen, *, on):
    """The filters for the reader, with the coaches of MSMEs that the reader sees; only who stands in chooses for whom."""
    facts = Assignment.objects.on(on)
    coaches = User.objects.filter(pk__in=facts.filter(msme__in=seen).values("coach")).order_by("name")
    yield "coach", person(gettext_lazy("Coach"), coaches, gettext_lazy("every coach"), lambda one: facts.of_coach(one))
    yield "coach_ends", ending(on)
    own = facts.of_coach(user).standing_in()
    others = User.objects.filter(pk__in=own.values("stands_in_for__coach")).order_by("name")
    if others:
        named = gettext_lazy("You stand in for")
        yield "stand_in", person(named, others, "–", lambda one: own.filter(stands_in_for__coach=one))


def person(label, people, everybody, facts_of) -> PersonFilter:
    """Chooses the MSMEs of a person's assignments."""

    def chosen(queryset, _name, one):
        return queryset.filter(pk__in=facts_of(one).values("msme"))

    return PersonFilter(label=label, queryset=people, empty_label=everybody, method=chosen)


def ending(on) -> django_filters.BooleanFilter:
    """Chooses the MSMEs that lose their coach within thirty days."""

    def chosen(queryset, _name, is_wanted):
        return queryset.filter(pk__in=Assignment.objects.ending_soon(on=on).values("msme")) if is_wanted else queryset

    label = gettext_lazy("Coaching ends within 30 days")
    return django_filters.BooleanFilter(label=label, widget=forms.CheckboxInput, method=chosen)
