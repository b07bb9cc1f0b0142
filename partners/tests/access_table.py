"""Which address opens to whom: one row an address, every address of the site."""

from dataclasses import dataclass

from idaman.testing.cast import PEOPLE

AGENCY = {"officer", "administrator", "leadership", "office_reader"}
KEEPERS = {"officer", "administrator"}
OWN = {"company_manager", "company_viewer"}
COMPANIES = OWN | {"outsider"}
SIGNED_IN = set(PEOPLE)
ADMINISTRATOR = {"administrator"}
INVITERS = {"administrator", "officer", "company_manager", "outsider", "lab_head", "community_officer", "media_officer"}


@dataclass(frozen=True)
class Row:
    """An address pattern, an address of it ({own…} and {other…} objects), who gets it, and what they then get.

    Everybody else who is signed in gets a 404; the anonymous are sent to sign in, unless the address is public.
    """

    pattern: str
    address: str
    allowed: frozenset
    status: int = 200
    is_public: bool = False
    anonymous: int = 302

    @property
    def is_own(self) -> bool:
        return "{other" not in self.address


def row(pattern, address, allowed, status=200, **more) -> Row:
    return Row(pattern, address, frozenset(allowed), status, **more)


def public(pattern, address, status=200, signed_in=None) -> Row:
    """Open to everybody; the signed-in may get another answer."""
    return Row(pattern, address, frozenset(SIGNED_IN), signed_in or status, True, status)


DASHBOARD = "dashboard/<scope:scope>/"
FIGURE = "figures/<scope:scope>/<slug:code>/"
ROWS = "figures/<scope:scope>/<slug:code>/rows.<slug:file_type>"
LIST = "lists/<slug:code>.<slug:file_type>"
PEOPLE_OF, INVITE = "people/<slug:public_id>/", "people/<slug:public_id>/invite/"
INVITATION = "invitations/<slug:public_id>/"

MANAGERS = {"company_manager", "outsider"}
RULE = "quality/<slug:scope>/<slug:code>/"
COACH = "lab/coach/<int:membership_id>/"
REGISTRATION = "registrations/<slug:public_id>/"
STEP = REGISTRATION + "step/<slug:step>/"
PUBLICATION = "publications/<slug:slug>/"
REPORT = "open/<slug:slug>/<int:number>/report-<slug:stem>.<slug:ending>"
DRAFT_ACTS = ["keep", "publish", "withdraw"]
IMPORT = "imports/<slug:public_id>/"
IMPORT_ACTS = [
    *("sheet/", "check/", "cancel/", "take-over/", "write/", "choose/", "drop/", "settle/", "same/", "afresh/"),
]

TABLE = [
    public("", ""),
    public("language/", "language/", 405),
    public("health", "health"),
    row("digest/", "digest/", SIGNED_IN),
    row("accounts/personal/", "accounts/personal/", SIGNED_IN),
    row("accounts/personal/file.csv", "accounts/personal/file.csv", SIGNED_IN),
    row("files/<uuid:public_id>/", "files/{own_file}/", {"company_manager"}),
    row("files/<uuid:public_id>/", "files/{other_file}/", {"outsider"}),
    # figures
    row("figures/", "figures/", AGENCY | COMPANIES, 302),
    row("figures/<scope:scope>/", "figures/programme/", AGENCY),
    row("figures/<scope:scope>/", "figures/{own}/", AGENCY | OWN | {"forum_secretary"}),
    row("figures/<scope:scope>/", "figures/{other}/", AGENCY | {"outsider"}),
    row(FIGURE, "figures/programme/assisted-msmes/", AGENCY),
    row(FIGURE, "figures/{own}/assisted-msmes/", AGENCY | OWN | {"forum_secretary"}),
    row(FIGURE, "figures/{other}/assisted-msmes/", AGENCY | {"outsider"}),
    row(FIGURE, "figures/{own}/partner-stores/", set()),
    row(FIGURE, "figures/district-64.02.06/assisted-msmes/", AGENCY),
    row(FIGURE, "figures/district-64.02.06/districts-served/", set()),
    row(FIGURE, "figures/kind-{kind}/standardised-products/", AGENCY),
    row(FIGURE, "figures/lab-{lab}/assisted-msmes/", AGENCY),
    row(ROWS, "figures/programme/assisted-msmes/rows.csv", AGENCY),
    row(ROWS, "figures/{own}/assisted-msmes/rows.xlsx", AGENCY | OWN | {"forum_secretary"}),
    row(ROWS, "figures/{other}/assisted-msmes/rows.csv", AGENCY | {"outsider"}),
    row("context/", "context/", AGENCY),
    # data quality
    row("quality/", "quality/", AGENCY | COMPANIES, 302),
    row("quality/partners/", "quality/partners/", AGENCY),
    row("quality/look/", "quality/look/", KEEPERS, 405),
    row("quality/explanations/<int:pk>/withdraw/", "quality/explanations/{explanation}/withdraw/", KEEPERS),
    row("quality/<slug:scope>/", "quality/programme/", AGENCY),
    row("quality/<slug:scope>/", "quality/{own}/", AGENCY | OWN),
    row("quality/<slug:scope>/", "quality/{other}/", AGENCY | {"outsider"}),
    row(RULE, "quality/programme/twins/", AGENCY),
    row(RULE, "quality/{own}/twins/", AGENCY),  # what the agency alone compares
    row(RULE, "quality/{own}/phone-missing/", AGENCY | OWN),
    row(RULE, "quality/{other}/phone-missing/", AGENCY | {"outsider"}),
    row(RULE + "explain/", "quality/{own}/phone-missing/explain/", KEEPERS, 405),
    row("confirmations/", "confirmations/", KEEPERS | MANAGERS),
    row("confirmations/confirm/", "confirmations/confirm/", KEEPERS | MANAGERS, 405),
    row("companies/", "companies/", AGENCY | {"forum_secretary"}),
    # dashboard
    row("dashboard/", "dashboard/", AGENCY | COMPANIES, 302),
    row(DASHBOARD, "dashboard/programme/", AGENCY),
    row(DASHBOARD, "dashboard/{own}/", AGENCY | OWN | {"forum_secretary"}),
    row(DASHBOARD, "dashboard/{other}/", AGENCY | {"outsider"}),
    row(DASHBOARD, "dashboard/district-64.02.06/", AGENCY),
    row(DASHBOARD, "dashboard/kind-{kind}/", AGENCY),
    row(DASHBOARD, "dashboard/lab-{lab}/", AGENCY),
    # targets
    row("targets/", "targets/", AGENCY, 302),
    row("targets/new/", "targets/new/", KEEPERS),
    row("targets/<int:year>/", "targets/2019/", AGENCY),
    row("targets/<int:year>/set/", "targets/2019/set/", KEEPERS),
    row("targets/target/<int:pk>/", "targets/target/{target}/", AGENCY),
    row("targets/target/<int:pk>/revise/", "targets/target/{target}/revise/", KEEPERS),
    row("targets/target/<int:pk>/take-back/", "targets/target/{target}/take-back/", KEEPERS),
    row(LIST, "lists/msmes.xlsx", AGENCY | COMPANIES | {"coach", "lab_head"}),
    row(LIST, "lists/records-msmes.csv", KEEPERS),
    row("exports/<uuid:public_id>/", "exports/{own_export}/", {"company_manager"}),
    row("exports/<uuid:public_id>/", "exports/{other_export}/", {"outsider"}),
    row("exports/<uuid:public_id>/file.<slug:ending>", "exports/{own_export}/file.xlsx", set()),  # not ready: nobody's yet
    row("exports/<uuid:public_id>/file.<slug:ending>", "exports/{other_export}/file.xlsx", {"outsider"}),
    # people
    row("people/", "people/", INVITERS, 302),
    row("people/act-for/", "people/act-for/", SIGNED_IN, 405),
    row(PEOPLE_OF, "people/{own}/", KEEPERS | {"company_manager"}),
    row(PEOPLE_OF, "people/{other}/", KEEPERS | {"outsider"}),
    row(INVITE, "people/{own}/invite/", KEEPERS | {"company_manager"}),
    row(INVITE, "people/{other}/invite/", KEEPERS | {"outsider"}),
    row("people/leave/<int:membership_id>/", "people/leave/{own_membership}/", KEEPERS | {"company_manager"}),
    row("people/leave/<int:membership_id>/", "people/leave/{other_membership}/", KEEPERS | {"outsider"}),
    row(INVITATION, "invitations/{own_invitation}/", KEEPERS | {"company_manager"}),
    row(INVITATION, "invitations/{other_invitation}/", KEEPERS | {"outsider"}),
    row(INVITATION + "renew/", "invitations/{own_invitation}/renew/", INVITERS, 405),
    row(INVITATION + "withdraw/", "invitations/{own_invitation}/withdraw/", INVITERS, 405),
    public("welcome/<str:token>/", "welcome/{token}/"),
    # joining
    public("join/", "join/"),
    public("join/asked/", "join/asked/"),
    public("join/<str:key>/", "join/{key}/"),
    public("join/<str:key>/confirm/", "join/{key}/confirm/", 405),
    public("join/<str:key>/withdraw/", "join/{key}/withdraw/", 405),
    public("join/<str:key>/complete/", "join/{key}/complete/", 404),
    row("requests/", "requests/", KEEPERS),
    row("requests/<slug:public_id>/", "requests/{join_request}/", KEEPERS),
    # MSMEs
    row("msmes/", "msmes/", AGENCY | COMPANIES | {"coach", "lab_head"}),
    row("msmes/<slug:public_id>/", "msmes/{own_msme}/", AGENCY | OWN),
    row("msmes/<slug:public_id>/", "msmes/{other_msme}/", AGENCY | {"outsider"}),
    row("msmes/<slug:public_id>/reveal/", "msmes/{own_msme}/reveal/", KEEPERS),
    row("lab/", "lab/", {"lab_head"}),
    row("lab/uncoached/", "lab/uncoached/", {"lab_head"}),
    row("lab/assign/", "lab/assign/", {"lab_head"}, 302),
    row(COACH, "lab/coach/{coach_membership}/", {"lab_head"}),
    row(COACH, "lab/coach/{other_membership}/", set()),
    row(COACH + "hand-over/", "lab/coach/{coach_membership}/hand-over/", {"lab_head"}, 302),
    row(COACH + "stand-in/", "lab/coach/{coach_membership}/stand-in/", {"lab_head"}, 302),
    row("msmes/by-nik/", "msmes/by-nik/", KEEPERS),
    row("msmes/<slug:public_id>/personal/", "msmes/{own_msme}/personal/", KEEPERS),
    row("msmes/<slug:public_id>/personal/", "msmes/{other_msme}/personal/", KEEPERS),
    row("msmes/<slug:public_id>/anonymise/", "msmes/{own_msme}/anonymise/", ADMINISTRATOR),
    row("msmes/<slug:public_id>/anonymise/", "msmes/{other_msme}/anonymise/", ADMINISTRATOR),
    row("registrations/", "registrations/", MANAGERS),
    row("registrations/new/", "registrations/new/", MANAGERS, 405),
    row(REGISTRATION, "registrations/{own_registration}/", {"company_manager"}),
    row(REGISTRATION, "registrations/{other_registration}/", {"outsider"}),
    row(REGISTRATION + "known/", "registrations/{own_registration}/known/", MANAGERS, 405),
    row(REGISTRATION + "cosponsor/", "registrations/{own_registration}/cosponsor/", MANAGERS, 405),
    row(REGISTRATION + "evidence/", "registrations/{own_registration}/evidence/", {"company_manager"}),
    row(REGISTRATION + "evidence/", "registrations/{other_registration}/evidence/", {"outsider"}),
    row(REGISTRATION + "evidence/<int:pk>/remove/", "registrations/{own_registration}/evidence/1/remove/", MANAGERS, 405),
    row(REGISTRATION + "submit/", "registrations/{own_registration}/submit/", MANAGERS, 405),
    row(REGISTRATION + "withdraw/", "registrations/{own_registration}/withdraw/", MANAGERS, 405),
    row(STEP, "registrations/{own_registration}/step/business/", {"company_manager"}),
    row(STEP, "registrations/{other_registration}/step/business/", {"outsider"}),
    row(STEP + "keep/", "registrations/{own_registration}/step/business/keep/", MANAGERS, 405),
    row("submissions/", "submissions/", KEEPERS),
    row("submissions/<slug:public_id>/", "submissions/{own_submission}/", KEEPERS),
    row("submissions/<slug:public_id>/", "submissions/{own_registration}/", set()),  # begun, not handed in
    # the CSR forum
    row("forum-consent/", "forum-consent/", {"company_manager", "outsider"}),
    row("forum-consent/agree/", "forum-consent/agree/", {"company_manager", "outsider"}, 405),
    row("forum-consent/withdraw/", "forum-consent/withdraw/", {"company_manager", "outsider"}, 405),
    # publications
    row("publications/", "publications/", AGENCY),
    row("publications/begin/", "publications/begin/", KEEPERS, 405),
    row(PUBLICATION, "publications/{publication}/", AGENCY),
    row(PUBLICATION + "changes/", "publications/{publication}/changes/", AGENCY),
    row(PUBLICATION + "<int:number>/report/", "publications/{publication}/1/report/", AGENCY, 405),
    row(PUBLICATION + "restate/", "publications/{publication}/restate/", KEEPERS, 405),
    row(PUBLICATION + "draft/", "publications/{publication}/draft/", KEEPERS),
    *(row(f"{PUBLICATION}draft/{act}/", f"publications/{{publication}}/draft/{act}/", KEEPERS, 405) for act in DRAFT_ACTS),
    public("open/", "open/"),
    public("open/check/", "open/check/"),
    public("open/<slug:slug>/", "open/{publication}/"),
    public("open/<slug:slug>.<slug:file_type>", "open/{publication}.json"),
    public("open/<slug:slug>/<int:number>/", "open/{publication}/1/"),
    public("open/<slug:slug>/<int:number>.<slug:file_type>", "open/{publication}/1.csv"),
    public(REPORT, "open/{publication}/1/report-id-A4.pdf", 404),  # told that it isn't made yet
    # imports
    row("imports/", "imports/", KEEPERS | MANAGERS),
    row(IMPORT, "imports/{office_import}/", KEEPERS),
    row(IMPORT, "imports/{other_import}/", set()),
    row(IMPORT + "rows/", "imports/{office_import}/rows/", KEEPERS),
    row(IMPORT + "rows/", "imports/{other_import}/rows/", set()),
    row(IMPORT + "columns/", "imports/{office_import}/columns/", {"officer"}),  # a colleague takes it over first
    row(IMPORT + "columns/", "imports/{other_import}/columns/", set()),
    row(IMPORT + "marked.xlsx", "imports/{office_import}/marked.xlsx", KEEPERS),
    row(IMPORT + "marked.xlsx", "imports/{other_import}/marked.xlsx", set()),
    row(IMPORT + "again/", "imports/{office_import}/again/", KEEPERS),
    row(IMPORT + "again/", "imports/{other_import}/again/", set()),
    row(IMPORT + "undo/", "imports/{written_import}/undo/", KEEPERS),
    row(IMPORT + "undo/", "imports/{other_import}/undo/", set()),
    *(row(IMPORT + act, f"imports/{{office_import}}/{act}", KEEPERS | MANAGERS, 405) for act in IMPORT_ACTS),
    row(IMPORT + "rows/<int:number>/", "imports/{office_import}/rows/4/", KEEPERS | MANAGERS, 405),
    row(IMPORT + "rows/<int:number>/another/", "imports/{office_import}/rows/4/another/", KEEPERS | MANAGERS, 405),
    # the library's door: what it answers is its own, that it is listed here is ours
    public("accounts/login/", "accounts/login/", 200, 302),
    public("accounts/logout/", "accounts/logout/", 302, 200),
    public("accounts/inactive/", "accounts/inactive/"),
    public("accounts/signup/", "accounts/signup/", 200, 302),
    public("accounts/reauthenticate/", "accounts/reauthenticate/", 302, 200),
    public("accounts/password/change/", "accounts/password/change/", 302, 200),
    public("accounts/password/set/", "accounts/password/set/", 302, 302),
    public("accounts/password/reset/", "accounts/password/reset/"),
    public("accounts/password/reset/done/", "accounts/password/reset/done/"),
    public("accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "accounts/password/reset/key/1-x/"),
    public("accounts/password/reset/key/done/", "accounts/password/reset/key/done/"),
    public("accounts/sessions/", "accounts/sessions/", 302, 200),
    row("accounts/sessions/<int:pk>/end/", "accounts/sessions/1/end/", SIGNED_IN, 405),
    public("accounts/2fa/", "accounts/2fa/", 302, 200),
    public("accounts/2fa/authenticate/", "accounts/2fa/authenticate/", 302, 302),
    public("accounts/2fa/reauthenticate/", "accounts/2fa/reauthenticate/", 302, 302),
    public("accounts/2fa/totp/activate/", "accounts/2fa/totp/activate/", 302, 302),
    public("accounts/2fa/totp/deactivate/", "accounts/2fa/totp/deactivate/", 302, 404),
    public("accounts/2fa/recovery-codes/", "accounts/2fa/recovery-codes/", 302, 404),
    public("accounts/2fa/recovery-codes/generate/", "accounts/2fa/recovery-codes/generate/", 302, 302),
    public("accounts/2fa/recovery-codes/download/", "accounts/2fa/recovery-codes/download/", 302, 404),
    public("accounts/2fa/webauthn/", "accounts/2fa/webauthn/", 302, 200),
    public("accounts/2fa/webauthn/add/", "accounts/2fa/webauthn/add/", 302, 302),
    public("accounts/2fa/webauthn/keys/<int:pk>/remove/", "accounts/2fa/webauthn/keys/1/remove/", 302, 302),
    public("accounts/2fa/webauthn/keys/<int:pk>/edit/", "accounts/2fa/webauthn/keys/1/edit/", 302, 302),
    public("accounts/2fa/webauthn/reauthenticate/", "accounts/2fa/webauthn/reauthenticate/", 302, 302),
    public("accounts/2fa/webauthn/login/", "accounts/2fa/webauthn/login/", 302, 302),
]

# Sections of the admin → who keeps them. Their pages are the same for all; what one has beside stands below.
SECTIONS = {
    "partners/partner": KEEPERS,
    "partners/membership": ADMINISTRATOR,
    "partners/forumconsent": KEEPERS,
    "msmes/msme": KEEPERS,
    "msmes/enrolment": KEEPERS,
    "msmes/sponsorship": KEEPERS,
    "msmes/address": KEEPERS,
    "consents/consent": KEEPERS,
    "assignments/assignment": KEEPERS,
    "merging/merge": KEEPERS,
    "products/productkind": KEEPERS,
    "products/product": KEEPERS,
    "products/standardisation": KEEPERS,
    "outlets/chain": KEEPERS,
    "outlets/store": KEEPERS,
    "outlets/corner": KEEPERS,
    "outlets/storepartnership": KEEPERS,
    "outlets/storeopening": KEEPERS,
    "outlets/corneropening": KEEPERS,
    "context/contextseries": KEEPERS,
    "context/contextvalue": KEEPERS,
    "targets/target": KEEPERS,
    "papers/letterhead": KEEPERS,
    "papers/signatory": KEEPERS,
    "publications/edition": KEEPERS,
    "idaman/user": ADMINISTRATOR,
    "idaman/region": KEEPERS,
    "idaman/remoteness": KEEPERS,
    "idaman/kbli": KEEPERS,
    "msmes/activity": KEEPERS,
}
SECTION_PAGES = [
    "",
    "add/",
    "<path:object_id>/",
    "<path:object_id>/change/",
    "<path:object_id>/delete/",
    "<path:object_id>/history/",
]
DELETED = "admin/deleted/<str:app_label>/<str:model_name>/<int:pk>/"
ADMIN = [
    row("admin/", "admin/", KEEPERS),
    row("admin/login/", "admin/login/", SIGNED_IN, 302),
    row("admin/autocomplete/", "admin/autocomplete/", KEEPERS, 404),
    row("admin/deleted/", "admin/deleted/", ADMINISTRATOR),
    row(DELETED, "admin/deleted/partners/forumconsent/{deleted}/", ADMINISTRATOR),
    row("admin/jsi18n/", "admin/jsi18n/", KEEPERS),
    row("admin/idaman/user/<int:pk>/door/", "admin/idaman/user/{person}/door/", ADMINISTRATOR),
    row("admin/idaman/user/<int:pk>/personal/", "admin/idaman/user/{person}/personal/", ADMINISTRATOR),
    row("admin/merging/merge/<int:pk>/undo/", "admin/merging/merge/1/undo/", KEEPERS, 404),
    row("admin/idaman/user/<int:pk>/second-factor/", "admin/idaman/user/{person}/second-factor/", ADMINISTRATOR),
]
# Of the admin's own: none shows anything of ours.
ADMIN_WITHOUT_CONTENT = [
    "admin/logout/",
    "admin/password_change/",
    "admin/password_change/done/",
    "admin/r/<path:content_type_id>/<path:object_id>/",
    r"admin/^(?P<app_label>msmes|assignments|consents|merging|products|outlets|context|targets|partners|publications|papers|idaman)/$",
    "admin/(?P<url>.*)$",
]
