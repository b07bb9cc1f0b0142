"""MSMEs, their enrolment, addresses and sponsorships in the admin."""

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from idaman import clock
from idaman.dated_inlines import DatedInline
from idaman.identifiers import nik_warnings
from idaman.models import Region
from idaman.periods import in_force
from idaman.records import DatedAdmin, InForceFilter, RecordAdmin, ShowsDays
from msmes.actions import move_enrolment, part_from_owner
from msmes.forms import MoveForm, MsmeForm, SponsorshipRecordForm, SponsorshipRowForm
from msmes.models import CURRENT, Activity, Address, Enrolment, Msme, Sponsorship

State = Enrolment.State
NEW_OWNER = "is_new_owner"  # the tick that another person owns the business now
AT_ONCE = 500  # MSMEs whose standing one action changes; the page lists them all


class StandingFilter(admin.SimpleListFilter):
    """MSMEs by their standing today: the enrolled unless the reader asks for others."""

    title = gettext_lazy("standing today")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        others = [(value, label) for value, label in State.choices if value != State.ENROLLED]
        return [*others, ("none", _("never enrolled or ended")), ("all", _("All"))]

    def choices(self, changelist):
        choices = list(super().choices(changelist))
        choices[0]["display"] = State.ENROLLED.label
        return choices

    def queryset(self, request, queryset):
        today, wanted = clock.today(), self.value() or (State.ENROLLED if not request.GET.get("q") else "all")
        if wanted == "all":
            return queryset
        if wanted not in {*State.values, "none"}:
            raise IncorrectLookupParameters
        if wanted == "none":
            return queryset.filter(~Exists(Enrolment.objects.on(today).filter(msme=OuterRef("pk"))))
        return queryset.standing(wanted, on=today)


class DistrictFilter(admin.SimpleListFilter):
    """MSMEs by the district of their address today."""

    title = gettext_lazy("district")
    parameter_name = "district"

    def lookups(self, request, model_admin):
        return list(Region.objects.districts().order_by("name").values_list("pk", "name"))

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        if not self.value().isdecimal() or len(self.value()) > 9:
            raise IncorrectLookupParameters
        here = Address.objects.on(clock.today()).filter(msme=OuterRef("pk"), village__district=self.value())
        return queryset.filter(Exists(here))


class AddressInline(DatedInline):
    model = Address
    fields = ["village", "elsewhere", "street", "starts_on", "ends_on"]
    autocomplete_fields = ["village"]


class SponsorshipInline(DatedInline):
    model = Sponsorship
    form = SponsorshipRowForm
    fields = ["company", "starts_on", "ends_on", "aspects"]
    autocomplete_fields = ["company"]


class ActivityInline(admin.TabularInline):
    model = Activity
    fields = ["kbli", "is_main"]
    autocomplete_fields = ["kbli"]
    extra = 0


class EnrolmentInline(ShowsDays, admin.TabularInline):
    """How the MSME stood, for reading: its standing changes by the list's actions."""

    model = Enrolment
    fields = ["state", "reason", "first_day", "until"]
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Msme)
class MsmeAdmin(RecordAdmin):
    form = MsmeForm
    fieldsets = [
        (None, {"fields": ["name", "nib", "npwp", "older_numbers", "is_as_printed"]}),
        (gettext_lazy("Owner"), {"fields": ["owner_name", "owner_nik", "owner_sex", "phone", NEW_OWNER]}),
    ]
    inlines = [AddressInline, ActivityInline, EnrolmentInline, SponsorshipInline]
    list_display = ["name", "nib", "village_name", "district_name", "standing", "sponsor_count"]
    list_filter = [StandingFilter, DistrictFilter, "owner_sex"]
    search_fields = ["name", "=nib", "owner_name"]
    search_help_text = gettext_lazy("Name of the business or its owner, or a whole NIB")
    ordering = ["name"]
    actions = ["enrol", "suspend", "graduate", "exit"]

    def get_queryset(self, request):
        return super().get_queryset(request).current()

    def get_object(self, request, object_id, from_field=None):
        """Held while it is changed, so that nobody merges it away in that very moment."""
        if request.method == "POST" and object_id.isdecimal():
            list(Msme.objects.select_for_update().filter(pk=object_id).values("pk"))
        return super().get_object(request, object_id, from_field)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """A link to a record that was merged leads to the one that stayed."""
        gone = Msme.objects.exclude(**CURRENT).filter(pk=object_id).first() if object_id.isdecimal() else None
        if gone is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        messages.info(request, _("%(gone)s was merged into this record.") % {"gone": gone.name})
        return redirect(self.change_url(gone.survivor))

    def get_fieldsets(self, request, obj=None):
        """A new record has no former owner."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj:
            return fieldsets
        return [(title, {**more, "fields": [name for name in more["fields"] if name != NEW_OWNER]}) for title, more in fieldsets]

    def get_inlines(self, request, obj):
        """A new MSME has no standing yet; it gets one by the list's actions."""
        return self.inlines if obj else [inline for inline in self.inlines if inline is not EnrolmentInline]

    def get_changelist_instance(self, request):
        """The page's fifty rows get their place, standing and sponsors; counting the list doesn't."""
        changelist = super().get_changelist_instance(request)
        today = clock.today()
        pks = [one.pk for one in changelist.result_list]
        shown = Msme.objects.filter(pk__in=pks).with_place(on=today).with_state(on=today)
        shown = shown.annotate(sponsor_count=Count("sponsorships", filter=in_force(today, "sponsorships__")))
        by_pk = {one.pk: one for one in shown}
        changelist.result_list = [by_pk[pk] for pk in pks]
        return changelist

    @admin.display(description=gettext_lazy("village"))
    def village_name(self, msme):
        return msme.village

    @admin.display(description=gettext_lazy("district"))
    def district_name(self, msme):
        return msme.district

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, msme):
        return State(msme.state).label if msme.state else None

    @admin.display(description=gettext_lazy("sponsors"))
    def sponsor_count(self, msme):
        """The number opens the sponsorships it counts: those in force today."""
        address = reverse("admin:msmes_sponsorship_changelist")
        return format_html('<a href="{}?msme__id__exact={}">{}</a>', address, msme.pk, msme.sponsor_count)

    def save_model(self, request, obj, form, change):
        """What is odd about an owner's number is said; it is no ground to refuse."""
        super().save_model(request, obj, form, change)
        if change and form.cleaned_data[NEW_OWNER]:
            for sentence in part_from_owner(msme=obj, on=clock.today(), by=request.user):
                messages.info(request, sentence)
        same = Msme.objects.current().filter(owner_nik_hash=obj.owner_nik_hash).exclude(pk=obj.pk) if obj.owner_nik else []
        if same:
            names = ", ".join(one.name for one in same[:5])
            messages.warning(request, _("The same owner's NIK is recorded with: %(names)s.") % {"names": names})
        if obj.owner_nik and not obj.is_as_printed:
            for warning in nik_warnings(obj.owner_nik):
                messages.warning(request, warning)

    # --- changes of standing

    @admin.action(description=gettext_lazy("Enrol from a day"), permissions=["change"])
    def enrol(self, request, queryset):
        return self.move(request, queryset, State.ENROLLED)

    @admin.action(description=gettext_lazy("Suspend from a day"), permissions=["change"])
    def suspend(self, request, queryset):
        return self.move(request, queryset, State.SUSPENDED)

    @admin.action(description=gettext_lazy("Graduate from a day"), permissions=["change"])
    def graduate(self, request, queryset):
        return self.move(request, queryset, State.GRADUATED)

    @admin.action(description=gettext_lazy("Exit from a day"), permissions=["change"])
    def exit(self, request, queryset):
        return self.move(request, queryset, State.EXITED)

    def move(self, request, queryset, to):
        """Ask for the day and the reason, then change each MSME's standing; a refused one is told, the others stay."""
        if queryset.count() > AT_ONCE:
            messages.error(request, _("Choose at most %(count)d MSMEs at a time; nothing was changed.") % {"count": AT_ONCE})
            return None
        form = MoveForm(request.POST if "apply" in request.POST else None, initial={"on": clock.today()})
        if not form.is_valid():
            return self.ask(request, form, queryset, template="admin/msmes/move.html")
        refused = self.move_each(request, form, queryset, to)
        return self.ask(request, form, refused, template="admin/msmes/move.html") if refused else None

    def move_each(self, request, form, msmes, to) -> list[Msme]:
        """Give each its new standing; those that were refused, with their sentences at the form."""
        refused, moved = [], 0
        for msme in msmes:
            try:
                move_enrolment(msme=msme, to=to, by=request.user, **form.cleaned_data)
                moved += 1
            except ValidationError as refusal:
                refused.append(msme)
                form.add_error(None, refusal.messages)
        if moved:
            words = ngettext("%(count)d MSME is now %(state)s.", "%(count)d MSMEs are now %(state)s.", moved)
            messages.success(request, words % {"count": moved, "state": to.label})
        return refused


@admin.register(Enrolment)
class EnrolmentAdmin(DatedAdmin):
    """Stretches of time in the programme; a new one begins by an action on the MSMEs."""

    list_display = ["msme", "state", "first_day", "until", "reason"]
    list_filter = [InForceFilter, "state"]
    list_select_related = ["msme"]
    search_fields = ["msme__name", "=msme__nib"]
    fields = ["msme", "state", "reason", "starts_on", "ends_on"]
    readonly_fields = ["msme", "state"]

    def has_add_permission(self, request):
        return False


@admin.register(Sponsorship)
class SponsorshipAdmin(DatedAdmin):
    list_display = ["msme", "company", "first_day", "until", "aspect_names"]
    list_filter = [InForceFilter, ("company", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["msme", "company"]
    search_fields = ["msme__name", "=msme__nib", "company__name"]
    autocomplete_fields = ["msme", "company"]
    form = SponsorshipRecordForm
    fields = ["company", "msme", "starts_on", "ends_on", "aspects"]

    @admin.display(description=gettext_lazy("aspects"))
    def aspect_names(self, fact):
        return ", ".join(str(name) for name in fact.aspects)


@admin.register(Address)
class AddressAdmin(DatedAdmin):
    list_display = ["msme", "place", "street", "first_day", "until"]
    list_select_related = ["msme", "village__parent"]
    search_fields = ["msme__name", "village__name", "elsewhere"]
    autocomplete_fields = ["msme", "village"]
    fields = ["msme", "village", "elsewhere", "street", "starts_on", "ends_on"]


@admin.register(Activity)
class ActivityAdmin(RecordAdmin):
    list_display = ["msme", "kbli", "is_main"]
    list_filter = ["is_main", "kbli__edition"]
    list_select_related = ["msme", "kbli"]
    search_fields = ["msme__name", "=msme__nib", "^kbli__code", "kbli__title"]
    autocomplete_fields = ["msme", "kbli"]
    fields = ["msme", "kbli", "is_main"]
