"""Where products are sold: chains, their stores, partnerships with stores, and the programme's corners and stores."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.history import Recorded
from idaman.lines import LineField
from idaman.overlaps import NoOverlap
from idaman.periods import Dated, Period
from partners.models import Partner
from partners.roles import Kind


class Chain(Recorded):
    """A chain of modern stores, belonging to a company that is a partner."""

    company = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="chains",
        limit_choices_to={"kind": Kind.COMPANY},
        verbose_name=gettext_lazy("company"),
    )
    name = LineField(gettext_lazy("name"), max_length=100)

    class Meta:
        verbose_name = gettext_lazy("chain")
        verbose_name_plural = gettext_lazy("chains")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="outlets_chain_name_once",
                violation_error_message=gettext_lazy("A chain of this name exists already."),
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """A chain belongs to a company."""
        super().clean()
        if self.company_id and self.company.kind != Kind.COMPANY:
            raise ValidationError({"company": _("A chain belongs to a company.")})


class OutletQuerySet(models.QuerySet):
    """Stores and corners, by whether they are open or planned on a day."""

    def open(self, *, on):
        return self.filter(Exists(self.openings().on(on)))

    def planned(self, *, on):
        """Planned by the day and not opened by then."""
        return self.filter(~Exists(self.openings().filter(starts_on__lte=on)), planned_on__lte=on)

    def openings(self):
        """The openings of the outlet at hand, for a condition."""
        return self.model._meta.get_field("openings").related_model.objects.filter(outlet=OuterRef("pk"))


class StoreQuerySet(OutletQuerySet):
    """Stores, by whose they are."""

    def of_programme(self):
        """The programme's own stores, which belong to no chain."""
        return self.filter(chain=None)


class Store(Recorded):
    """A physical store: of a chain, or the programme's own."""

    chain = models.ForeignKey(
        Chain,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stores",
        verbose_name=gettext_lazy("chain"),
        help_text=gettext_lazy("Empty: the programme's own store."),
    )
    name = LineField(gettext_lazy("name"), max_length=200)
    village = models.ForeignKey(
        "idaman.Region",
        models.PROTECT,
        limit_choices_to={"level": "village"},
        null=True,
        blank=True,
        related_name="stores",
        verbose_name=gettext_lazy("village"),
    )
    planned_on = models.DateField(
        gettext_lazy("planned since"), null=True, blank=True, help_text=gettext_lazy("The day the plan was decided.")
    )

    objects = StoreQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("store")
        verbose_name_plural = gettext_lazy("stores")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "name"],
                name="outlets_store_name_once",
                violation_error_message=gettext_lazy("This chain has a store of this name already."),
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(chain=None),
                name="outlets_own_store_name_once",
                violation_error_message=gettext_lazy("The programme has a store of this name already."),
            ),
        ]

    def __str__(self):
        return self.name

    def refuse_bare_corners(self, partnerships: list[Period]):
        """Raise ValidationError when a corner of the store opened on a day outside these partnerships."""
        for opening in CornerOpening.objects.filter(outlet__store=self).select_related("outlet"):
            if not any(opening.starts_on in period for period in partnerships):
                words = {"corner": opening.outlet, "day": date_format(opening.starts_on, "SHORT_DATE_FORMAT")}
                raise ValidationError(
                    _("%(corner)s opened on %(day)s, which would then lie outside every partnership of its store.") % words
                )


class Corner(Recorded):
    """A Gerai I-DAMAN: the programme's corner inside a store."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="corners", verbose_name=gettext_lazy("store"))
    name = LineField(gettext_lazy("name"), max_length=200)
    planned_on = models.DateField(
        gettext_lazy("planned since"), null=True, blank=True, help_text=gettext_lazy("The day the plan was decided.")
    )

    objects = OutletQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("I-DAMAN corner")
        verbose_name_plural = gettext_lazy("I-DAMAN corners")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["store", "name"],
                name="outlets_corner_name_once",
                violation_error_message=gettext_lazy("This store has a corner of this name already."),
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """A corner sits in a store that takes part."""
        super().clean()
        if not self.store_id:
            return
        partnerships = StorePartnership.objects.filter(store=self.store_id)
        if self.planned_on:
            partnerships = partnerships.during(Period(self.planned_on))
        if not partnerships.exists():
            raise ValidationError(
                {"store": _("This store is under no partnership at that time. Record the store partnership first.")}
            )


class Opening(Dated):
    """An outlet is open from a day to a day."""

    class Meta(Dated.Meta):
        abstract = True

    def __str__(self):
        return f"{self.outlet}: {self.period}"


class StoreOpening(Opening, Recorded):
    """A store is open from a day to a day."""

    outlet = models.ForeignKey(Store, models.PROTECT, related_name="openings", verbose_name=gettext_lazy("store"))

    class Meta(Opening.Meta):
        verbose_name = gettext_lazy("opening of a store")
        verbose_name_plural = gettext_lazy("openings of stores")
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="outlets_storeopening_overlap",
                same=["outlet"],
                violation_error_message=gettext_lazy("The store is open in that time already."),
            ),
        ]


class CornerOpening(Opening, Recorded):
    """A corner is open from a day to a day, beginning while its store is under a partnership."""

    outlet = models.ForeignKey(Corner, models.PROTECT, related_name="openings", verbose_name=gettext_lazy("I-DAMAN corner"))

    class Meta(Opening.Meta):
        verbose_name = gettext_lazy("opening of a corner")
        verbose_name_plural = gettext_lazy("openings of corners")
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="outlets_corneropening_overlap",
                same=["outlet"],
                violation_error_message=gettext_lazy("The corner is open in that time already."),
            ),
        ]

    def clean(self):
        """A corner opens only while its store is under a partnership."""
        super().clean()
        store = self.outlet.store_id
        if self.starts_on and store and not StorePartnership.objects.on(self.starts_on).filter(store=store).exists():
            raise ValidationError(
                {"starts_on": _("The store is under no partnership on this day. Record the store partnership first.")}
            )


class StorePartnership(Dated, Recorded):
    """A store takes part in the programme, from a day to a day."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="partnerships", verbose_name=gettext_lazy("store"))

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("store partnership")
        verbose_name_plural = gettext_lazy("store partnerships")
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="outlets_storepartnership_overlap",
                same=["store"],
                violation_error_message=gettext_lazy("This store is under a partnership in that time already."),
            ),
        ]

    def __str__(self):
        return f"{self.store}: {self.period}"

    def clean(self):
        """A corner that opened under the partnership isn't left without it, also when it moves to another store."""
        super().clean()
        if self._state.adding or not self.starts_on or getattr(self, "is_judged_in_set", False):
            return
        store = Store.objects.get(partnerships=self.pk)
        kept = [one.period for one in store.partnerships.exclude(pk=self.pk)]
        store.refuse_bare_corners([*kept, self.period] if store.pk == self.store_id else kept)
