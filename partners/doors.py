"""Who may do what, today: the permission backend, the decorator for views, the choice of partner, and the menu."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import Http404
from django.utils.translation import gettext_lazy

from idaman import clock
from partners.models import Membership
from partners.roles import TABLE, May, Role

RECORD_APPS = {
    *("partners", "people", "joining", "msmes", "consents", "registering", "assignments", "merging", "products"),
    *("outlets", "reports", "context", "targets", "publications", "papers"),
}
PEOPLE = {"user", "membership", "invitation"}
KEEPING = {"add", "change", "view"}
REFERENCE = {"idaman.view_region", "idaman.view_kbli", "idaman.add_kbli"}


def permits(may: set[May], permission: str) -> bool:
    """Whether these abilities include one of Django's permissions ("msmes.change_msme")."""
    app, _, codename = permission.partition(".")
    verb, _, model = codename.partition("_")
    if permission == "idaman.open_admin":
        return May.KEEP_RECORDS in may
    if May.MANAGE_PEOPLE in may and (app in RECORD_APPS or app == "idaman"):
        return not (model == "user" and verb == "delete")
    if May.KEEP_RECORDS in may:
        is_kept = (app in RECORD_APPS and model not in PEOPLE) or (app, model) == ("idaman", "remoteness")
        return (is_kept and verb in KEEPING) or permission in REFERENCE
    return False


class RoleBackend(ModelBackend):
    """Answers Django's permission questions from the memberships in force today; signs nobody in."""

    def authenticate(self, request, **credentials):
        return None

    def has_perm(self, user, permission, obj=None):
        if not user.is_active or user.is_anonymous:
            return False
        return user.is_superuser or permits(abilities(user), permission)

    def has_module_perms(self, user, app_label):
        return user.is_superuser or May.KEEP_RECORDS in abilities(user)


def abilities(user) -> set[May]:
    """All that the person may do today, over their memberships; a superuser also all that the agency's administrator may."""
    found = Membership.objects.of(user, on=clock.today())
    held = {what for membership in found for what in May if membership.may(what)}
    return held | TABLE[Role.ADMINISTRATOR].may if user.is_superuser else held


def acting(user, *abilities_wanted: May):
    """The membership, in force today, by which the person may do one of these; None where there is none."""
    found = Membership.objects.of(user, on=clock.today())
    return next((m for m in found if any(m.may(what) for what in abilities_wanted)), None)


def may(*abilities_wanted: May):
    """Open a view to those who hold one of the abilities, and hand it the partner they act for.

    A superuser without a membership may do what the agency's administrator may, and acts for no partner (None).
    """

    def decorate(view):
        @wraps(view)
        def opened(request, *args, **kwargs):
            membership = acting(request.user, *abilities_wanted)
            if membership is None and not abilities(request.user) & set(abilities_wanted):
                raise Http404
            return view(request, *args, partner=membership and membership.partner, **kwargs)

        return opened

    return decorate


class ActingFor:
    """Somebody with several partners acts for one at a time: the one they chose, else the first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            held = Membership.objects.held_by(request.user, on=clock.today())
            partners = [membership.partner_id for membership in held]
            chosen = request.session.get("acting_for")
            request.user.acting_for = chosen if chosen in partners else next(iter(partners), None)
        return self.get_response(request)


MENU = [
    ("dashboard:home", gettext_lazy("Dashboard"), "speedometer2", {May.READ_PROGRAMME, May.READ_OWN}),
    ("figures", gettext_lazy("Figures"), "bar-chart", {May.READ_PROGRAMME, May.READ_OWN}),
    ("targets:home", gettext_lazy("Targets"), "bullseye", {May.READ_PROGRAMME, May.KEEP_RECORDS}),
    ("msmes:list", gettext_lazy("MSMEs"), "shop", {May.READ_PROGRAMME, May.READ_OWN, May.COACH, May.ASSIGN_COACHES}),
    ("assignments:lab", gettext_lazy("Coaches"), "person-workspace", {May.ASSIGN_COACHES}),
    ("registering:list", gettext_lazy("Registrations"), "pencil-square", {May.REGISTER_MSMES}),
    ("registering:queue", gettext_lazy("Handed in"), "inboxes", {May.DECIDE}),
    ("quality:home", gettext_lazy("Data quality"), "clipboard-check", {May.READ_PROGRAMME, May.READ_OWN}),
    ("companies", gettext_lazy("Companies"), "building", {May.READ_TOTALS}),
    ("forum-consent", gettext_lazy("CSR forum"), "share", {May.REGISTER_MSMES}),
    ("publications:list", gettext_lazy("Publications"), "journal-text", {May.READ_PROGRAMME}),
    ("joining:queue", gettext_lazy("Requests to join"), "inbox", {May.DECIDE}),
    ("people:home", gettext_lazy("People"), "people", {May.MANAGE_PEOPLE, May.DECIDE, May.MANAGE_OWN_PEOPLE}),
    ("importing:list", gettext_lazy("Import"), "upload", {May.KEEP_RECORDS, May.REGISTER_MSMES, May.MANAGE_PEOPLE}),
    ("admin:index", gettext_lazy("Records"), "folder2-open", {May.KEEP_RECORDS}),
]


def menu(request):
    """Template context: the places this reader can go to, for whom they act, and for whom else they could."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"menu": [], "memberships": []}
    held, today = abilities(user), clock.today()
    entries = [(url, label, icon) for url, label, icon, wanted in MENU if held & wanted]
    partners = {one.partner_id: one.partner for one in Membership.objects.held_by(user, on=today)}
    return {"menu": entries, "memberships": Membership.objects.of(user, on=today), "partners": list(partners.values())}
