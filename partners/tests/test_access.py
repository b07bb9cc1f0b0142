"""The access table: every address of the site, for every role, and what each then gets."""

from datetime import date

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from idaman.history import keep
from idaman.testing.cast import (
    PEOPLE,
    make_corner,
    make_msme,
    make_partner,
    make_person,
    make_product,
    make_sponsorship,
    make_store,
)
from partners.models import Membership, Partner
from partners.roles import TABLE, Role

OPEN, SIGN_IN, GONE = 200, 302, 404
EVERYBODY = {*PEOPLE, "anonymous"}
AGENCY = {"officer", "administrator", "leadership"}
KEEPERS = {"officer", "administrator"}
OWN = {"company_manager"}

# Address (own objects in braces) → who gets a page; all others signed in get a 404, the anonymous the sign-in page.
PAGES = {
    "": set(PEOPLE),
    "figures/programme/": AGENCY,
    "figures/{company}/": AGENCY | OWN,
    "figures/{other}/": AGENCY | {"outsider"},
    "figures/programme/assisted-msmes/": AGENCY,
    "figures/{company}/assisted-msmes/": AGENCY | OWN,
    "figures/{other}/assisted-msmes/": AGENCY | {"outsider"},
    "figures/programme/assisted-msmes/rows.csv": AGENCY,
    "figures/{company}/assisted-msmes/rows.xlsx": AGENCY | OWN,
    "figures/{other}/assisted-msmes/rows.csv": AGENCY | {"outsider"},
    "figures/{company}/partner-stores/": set(),
}
# Figures' own door sends each to the figures they may see.
REDIRECTS = {"figures/": AGENCY | OWN | {"outsider"}}
# Addresses of allauth and of the language choice, open or closed by their own rules.
ELSEWHERE = {"accounts/", "language/", "admin/"}
# Files belong to who asked for them: reports/exports/tests.
FILES = {"exports/<uuid:public_id>", "exports/<uuid:public_id>/file.xlsx"}


def patterns(resolver=None, before=""):
    for one in (resolver or get_resolver()).url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, address)
        elif isinstance(one, URLPattern):
            yield address, one


def test_every_address_of_ours_stands_in_the_table():
    from re import sub

    ours = {address for address, _ in patterns() if not address.startswith(tuple(ELSEWHERE))}
    listed = set()
    for address in [*PAGES, *REDIRECTS]:
        parts = address.split("/")
        names = ["figures", "<slug:scope>", "<slug:code>", "rows.<slug:file_type>"]
        listed.add("/".join(names[i] if part and i else part for i, part in enumerate(parts)) if len(parts) > 1 else address)
    assert {sub(r"/$", "", one) for one in ours} == {sub(r"/$", "", one) for one in listed} | FILES


@pytest.fixture
def world(db):
    """One of everything, of two companies."""
    for name in ("Perusahaan Uji", "Perusahaan Lain"):
        msme = make_msme(f"Usaha {name}", enrolled=date(2018, 3, 10), village="Timbau")
        make_sponsorship(make_partner(name), msme)
        make_product(msme, standardised=date(2018, 4, 1))
    make_corner(make_store(partnered=date(2018, 3, 1)), opened=date(2018, 6, 1))
    return {"company": make_partner("Perusahaan Uji").public_id, "other": make_partner("Perusahaan Lain").public_id}


def visit(client, word: str, address: str) -> int:
    if word != "anonymous":
        client.force_login(make_person(word, *PEOPLE[word]))
    return client.get("/" + address)


@pytest.mark.parametrize("word", sorted(EVERYBODY))
def test_who_gets_which_page(client, world, word):
    if word != "anonymous":
        client.force_login(make_person(word, *PEOPLE[word]))
    for address, allowed in PAGES.items():
        got = client.get("/" + address.format(**world)).status_code
        assert got == (SIGN_IN if word == "anonymous" else OPEN if word in allowed else GONE), address
    for address, allowed in REDIRECTS.items():
        got = client.get("/" + address)
        assert got.status_code == (302 if word in allowed or word == "anonymous" else GONE), address


ADMIN = [address for address, _ in patterns() if address.startswith("admin/")]
MODELS = {
    "partners/partner": KEEPERS,
    "partners/membership": {"administrator"},
    "msmes/msme": KEEPERS,
    "msmes/enrolment": KEEPERS,
    "msmes/sponsorship": KEEPERS,
    "msmes/address": KEEPERS,
    "products/productkind": KEEPERS,
    "products/product": KEEPERS,
    "products/standardisation": KEEPERS,
    "outlets/chain": KEEPERS,
    "outlets/store": KEEPERS,
    "outlets/corner": KEEPERS,
    "outlets/storepartnership": KEEPERS,
    "outlets/storeopening": KEEPERS,
    "outlets/corneropening": KEEPERS,
    "idaman/user": {"administrator"},
    "idaman/region": KEEPERS,
}


def test_every_admin_section_stands_in_the_table():
    sections = {
        "/".join(address.split("/")[1:3]) for address in ADMIN if address.count("/") >= 3 and "<" not in address.split("/")[2]
    }
    sections -= {"r/<path:content_type_id>", "password_change/done"}
    assert {one for one in sections if not one.startswith(("r/", "password_change"))} == set(MODELS)


@pytest.mark.parametrize("word", sorted(EVERYBODY))
def test_who_gets_into_which_section_of_the_admin(client, world, word):
    if word != "anonymous":
        client.force_login(make_person(word, *PEOPLE[word]))
    for section, allowed in MODELS.items():
        for page in ("", "1/change/", "1/history/"):
            got = client.get(f"/admin/{section}/{page}").status_code
            wanted = SIGN_IN if word == "anonymous" else OPEN if word in allowed else GONE
            assert got in ((wanted, GONE) if page and wanted == OPEN else (wanted,)), (section, page)
    index = client.get("/admin/").status_code
    assert index == (SIGN_IN if word == "anonymous" else OPEN if word in KEEPERS else GONE)


def test_every_saving_address_refuses_those_who_may_not(client, world, leadership):
    client.force_login(leadership)
    for section in MODELS:
        for page in ("add/", "1/change/", "1/delete/"):
            assert client.post(f"/admin/{section}/{page}", {"name": "x"}).status_code == GONE


def test_pickers_answer_keepers_only(client, world, officer, company_manager):
    asked = {"app_label": "msmes", "model_name": "sponsorship", "field_name": "company", "term": "Per"}
    client.force_login(officer)
    assert len(client.get("/admin/autocomplete/", asked).json()["results"]) >= 2
    client.force_login(company_manager)
    assert client.get("/admin/autocomplete/", asked).status_code == GONE


def test_a_company_sees_what_it_sponsors_and_nothing_else(client, world, company_manager):
    client.force_login(company_manager)
    for address in ("", "assisted-msmes/", "product-kinds/", "standardised-products/", "assisted-msmes/rows.csv"):
        page = client.get(f"/figures/{world['company']}/{address}")
        text = b"".join(page.streaming_content).decode() if page.streaming else page.text
        assert "Perusahaan Lain" not in text, address


def test_a_right_ends_on_the_day_the_membership_ends(client, world):
    ended = make_person("lama", Role.OFFICER, "DPMPTSP", last_day=date(2020, 12, 31))
    client.force_login(ended)
    assert client.get("/admin/").status_code == GONE
    assert client.get("/figures/programme/").status_code == GONE
    assert client.get("/").status_code == OPEN


def test_the_deactivated_are_signed_out(client, world, officer):
    client.force_login(officer)
    officer.is_active = False
    keep(officer, by=None)
    assert client.get("/figures/programme/").status_code == SIGN_IN


@pytest.mark.parametrize("role", Role)
def test_a_role_belongs_to_one_kind_of_partner(db, role):
    from django.core.exceptions import ValidationError

    wrong = next(kind for kind in ("government", "company", "media") if kind != role.rule.kind)
    person, partner = make_person("orang", None), keep(Partner(name="Mitra", kind=wrong), by=None)
    with pytest.raises(ValidationError):
        keep(Membership(user=person, partner=partner, role=role, starts_on=date(2019, 1, 1)), by=None)


def test_the_table_names_every_role():
    assert set(TABLE) == set(Role)


def test_nobody_signs_up_by_themselves(client, db):
    assert "password" not in client.get("/accounts/signup/").text.lower().replace("password_reset", "")
    client.post("/accounts/signup/", {"email": "baru@example.test", "password1": "kata-sandi-panjang"})
    from idaman.models import User

    assert not User.objects.exists()


def test_people_sign_in_by_e_mail(client, db):
    person = make_person("petugas", Role.OFFICER, "DPMPTSP")
    person.set_password("kata-sandi-panjang")
    person.save()
    wrong = client.post("/accounts/login/", {"login": person.email, "password": "salah"})
    assert wrong.status_code == 200
    right = client.post("/accounts/login/", {"login": person.email.upper(), "password": "kata-sandi-panjang"})
    assert right.status_code == 302 and right.url == "/"


def test_the_admin_has_no_door_of_its_own(client, db):
    page = client.get("/admin/login/?next=/admin/")
    client.force_login(make_person("petugas", Role.OFFICER, "DPMPTSP"))
    assert client.get("/admin/password_change/").url == "/accounts/password/change/"
    assert client.post("/admin/logout/").url == "/accounts/login/"
    assert page.status_code == 302 and page.url.startswith("/accounts/login/")


def test_whoever_may_enter_is_not_sent_round_in_circles(client, officer):
    client.force_login(officer)
    assert client.get("/admin/login/").url == "/admin/"


def test_an_address_is_changed_by_an_administrator_and_the_old_one_opens_nothing(client, administrator, officer):
    from allauth.account.models import EmailAddress

    old = officer.email
    EmailAddress.objects.create(user=officer, email=old, primary=True, verified=True)
    client.force_login(officer)
    assert client.get("/accounts/email/").status_code == GONE
    client.force_login(administrator)
    form = {"email": "Baru@example.test", "name": officer.name, "is_active": "on", "new_password": "", "change_reason": "x"}
    assert client.post(f"/admin/idaman/user/{officer.pk}/change/", form).status_code == 302
    officer.refresh_from_db()
    assert officer.email == "baru@example.test"
    assert not EmailAddress.objects.filter(email=old).exists()


def test_a_form_left_open_too_long_says_what_to_do(officer):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer)
    page = strict.post("/admin/partners/partner/add/", {"name": "x"})
    assert page.status_code == 403 and "kedaluwarsa" in page.text
