"""Merging two records in the list of MSMEs, and the list of merges, where each can be undone."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import clock
from idaman.effects import tried
from idaman.records import RecordAdmin
from msmes.admin import MsmeAdmin
from msmes.merging.actions import merge, preview, undo
from msmes.merging.forms import MergeForm, UndoForm
from msmes.merging.ledger import coming_back
from msmes.merging.models import Merge
from msmes.models import CURRENT, Msme


@admin.action(description=gettext_lazy("Merge two records of one business"), permissions=["change"])
def merge_two(modeladmin, request, queryset):
    """Ask which of the two stays, show what that would do, and do it when it is confirmed."""
    merged = Msme.objects.exclude(**CURRENT).filter(pk__in=request.POST.getlist("_selected_action")).first()
    if merged:
        messages.info(request, _("%(gone)s was merged into %(kept)s already.") % {"gone": merged, "kept": merged.survivor})
        return None
    if queryset.count() != 2:
        messages.error(request, _("Choose exactly two records that are of one business; nothing was changed."))
        return None
    pair = Msme.objects.filter(pk__in=queryset.values("pk")).with_place(on=clock.today())
    is_asked = "look" in request.POST or "apply" in request.POST
    form = MergeForm(request.POST if is_asked else None, pair=pair)
    if not form.is_valid():
        return modeladmin.ask(request, form, pair, template="admin/merging/choose.html")
    return look_or_merge(modeladmin, request, form, pair)


def look_or_merge(modeladmin, request, form, pair):
    """The page with what would happen; once it is confirmed, the merge."""
    chosen, why = form.pair(), form.cleaned_data["why"]
    try:
        if "apply" in request.POST:
            done = merge(**chosen, at=clock.now(), by=request.user, why=why)
            messages.success(request, _("%(gone)s was merged into %(kept)s.") % {"gone": done.gone, "kept": done.kept})
            return None
        seen = preview(**chosen, on=clock.today())
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return modeladmin.ask(request, form, pair, template="admin/merging/choose.html")
    fixed = MergeForm(request.POST, pair=pair, is_chosen=True)
    return modeladmin.ask(request, fixed, pair, template="admin/merging/confirm.html", seen=seen, today=clock.today(), **chosen)


# The action stands in the list of MSMEs, which doesn't know of merging.
MsmeAdmin.actions = [*MsmeAdmin.actions, merge_two]


@admin.register(Merge)
class MergeAdmin(RecordAdmin):
    """Merges, for reading and undoing."""

    list_display = ["gone", "kept", "merged_at", "by_name", "why", "undone_at"]
    list_filter = [("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["gone", "kept", "by"]
    search_fields = ["gone__name", "kept__name"]
    fields = ["gone", "kept", "merged_at", "by", "why", "undone_at", "undone_by", "undone_why"]
    actions = ["undo"]
    change_form_template = "admin/merging/merge.html"

    def get_urls(self):
        own = path("<int:pk>/undo/", self.admin_site.admin_view(self.undo_view), name="merging_merge_undo")
        return [own, *super().get_urls()]

    def undo_view(self, request, pk):
        """What comes back when a merge is undone; once it is confirmed with its reason, it is."""
        if not self.has_undo_permission(request):
            raise Http404
        merge = get_object_or_404(self.get_queryset(request), pk=pk)
        form = UndoForm(request.POST or None)
        if form.is_valid() and self.undone(request, form, merge):
            return redirect(self.change_url(merge.gone))
        return self.ask_to_undo(request, form, merge)

    def ask_to_undo(self, request, form, merge):
        """The page; a merge that can't be undone any more says so before anybody types a reason."""
        today, effects = clock.today(), []
        try:
            _done, effects = tried(lambda: undo(merge=merge, at=clock.now(), by=request.user, why=""), on=today)
        except ValidationError as refusal:
            if not form.is_bound:
                messages.warning(request, " ".join(refusal.messages))
        about = {"title": _("Undo the merge"), "opts": self.opts, "form": form, "chosen": [merge], "action": "undo"}
        seen = {"coming_back": coming_back(merge), "effects": effects, "today": today}
        return render(request, "admin/merging/undo.html", {**self.admin_site.each_context(request), **about, **seen})

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_undo_permission(self, request):
        return request.user.has_perm("msmes.change_msme")

    @admin.display(description=gettext_lazy("merged by"), ordering="by__name")
    def by_name(self, merge):
        return merge.by and merge.by.name

    @admin.action(description=gettext_lazy("Undo the merge"), permissions=["undo"])
    def undo(self, request, queryset):
        """Ask why, then undo each, the latest first; a refused one is told, the others are undone."""
        form = UndoForm(request.POST if "apply" in request.POST else None)
        merges = list(queryset.order_by("-merged_at", "-pk"))
        if not form.is_valid():
            return self.ask(request, form, merges, template="admin/merging/undo.html")
        refused = [one for one in merges if not self.undone(request, form, one)]
        return self.ask(request, form, refused, template="admin/merging/undo.html") if refused else None

    def undone(self, request, form, merge) -> bool:
        try:
            undo(merge=merge, at=clock.now(), by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return False
        words = {"gone": merge.gone, "kept": merge.kept}
        messages.success(request, _("%(gone)s and %(kept)s are two records again.") % words)
        return True
