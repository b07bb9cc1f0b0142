"""Of every rule a row that offends it and one that doesn't, as of 1 June 2020."""

from datetime import date

from idaman.history import keep
from idaman.testing.cast import (
    make_assignment,
    make_corner,
    make_msme,
    make_partner,
    make_person,
    make_product,
    make_sponsorship,
    make_store,
)
from msmes.actions import move_enrolment
from msmes.confirmations.actions import confirm
from msmes.models import Baseline, Sponsorship
from partners.roles import Role

DAY, MARCH, LEFT = date(2020, 6, 1), date(2018, 3, 10), date(2019, 6, 1)


def enrolled(name: str, **details):
    words = {"enrolled": MARCH, "village": "Timbau", "phone": f"+62812{len(name):08d}", "owner_sex": "woman"}
    return make_msme(name, **{**words, **details})


def exited(name: str):
    msme = enrolled(name)
    move_enrolment(msme=msme, to="exited", on=LEFT, by=None, why="uji")
    return msme


def turnover(amount):
    one = enrolled(f"Omzet {amount}")
    return keep(Baseline(msme=one, measured_on=MARCH, monthly_turnover=amount), by=None)


def ended(why: str, name: str):
    """A sponsorship whose end was told after it came."""
    fact = make_sponsorship(make_partner("Perusahaan Uji"), enrolled(name), MARCH)
    fact.ends_on = LEFT
    return keep(fact, by=None, why=why)


def confirmed():
    fact = make_sponsorship(make_partner("Perusahaan Uji"), enrolled("Masih"), MARCH)
    confirm(sponsorships=Sponsorship.objects.filter(pk=fact.pk), on=date(2020, 1, 5), by=None)
    return fact


def standardised(ends_on):
    product = make_product(enrolled(f"Pembuat {ends_on}"), on=MARCH, standardised=MARCH)
    product.ends_on = ends_on
    return keep(product, by=None, why="uji").standardisations.get()


def corner(name: str, last_day):
    return make_corner(make_store(name, partnered=MARCH, last_day=last_day), opened=date(2018, 6, 1)).openings.get()


def coached(msme, word: str):
    return make_assignment(msme, make_person(word, Role.COACH, "Laboratorium Uji"))


def alike(first: str, second: str):
    """Two businesses of one village."""
    return enrolled(first), enrolled(second)


# rule → (makes what offends, makes what doesn't)
EXAMPLES = {
    "village-missing": (lambda: enrolled("Tanpa Desa", village=""), lambda: enrolled("Ada Desa")),
    "sex-missing": (lambda: enrolled("Tanpa", owner_sex=""), lambda: enrolled("Ada")),
    "phone-missing": (lambda: enrolled("Tanpa", phone=""), lambda: enrolled("Ada")),
    "ended-without-reason": (lambda: ended("", "Tanpa"), lambda: ended("pailit", "Beralasan")),
    "sponsored-after-exit": (
        lambda: make_sponsorship(make_partner("Perusahaan Uji"), exited("Keluar")),
        lambda: make_sponsorship(make_partner("Perusahaan Uji"), enrolled("Tetap")),
    ),
    "turnover-unlikely": (lambda: turnover(1_800), lambda: turnover(1_800_000)),
    "sponsorship-unconfirmed": (
        lambda: make_sponsorship(make_partner("Perusahaan Uji"), enrolled("Lama"), MARCH),
        confirmed,
    ),
    "standardised-not-made": (lambda: standardised(LEFT), lambda: standardised(None)),
    "coached-after-exit": (
        lambda: coached(exited("Keluar"), "pendamping"),
        lambda: coached(enrolled("Tetap"), "lain"),
    ),
    "corner-without-partnership": (lambda: corner("Toko A", date(2019, 5, 31)), lambda: corner("Toko B", None)),
    "twins": (lambda: alike("Amplang Bu Sri", "Amplang Bu Sry")[0], lambda: alike("Madu Kelulut", "Madu Hutan")[0]),
    "sex-not-of-nik": (
        lambda: enrolled("Beda", owner_nik="6402011407800001"),
        lambda: enrolled("Sama", owner_nik="6402015407800001"),
    ),
}
