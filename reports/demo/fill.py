"""Fills an empty database with the demonstration programme, or says why it will not."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.apps import apps
from django.db import transaction

from idaman import workspace
from idaman.after_migrate import LOADED
from idaman.history import Versioned, keep, keep_many
from idaman.models import Region, User
from idaman.papers.models import Letterhead, Signatory
from msmes.assignments.models import Assignment
from msmes.confirmations.models import Confirmation
from msmes.consents.models import Consent
from msmes.models import Address, Baseline, Msme, Sponsorship
from msmes.registering.models import Registration
from partners.joining.models import JoinRequest
from partners.models import ForumConsent, Membership, Partner
from partners.roles import Role
from reports.demo.publishing import held_back, publishing
from reports.demo.story import tell

REASON = "Data peraga I-DAMAN"
SINCE = date(2018, 3, 1)
AGENCY = "DPMPTSP Kutai Kartanegara"
LAB = "Universitas Kutai Kartanegara, Laboratorium Unit Kemitraan"


@dataclass(frozen=True)
class Account:
    """A demonstration person: address, name, role and partner."""

    word: str
    name: str
    role: Role
    partner: str

    @property
    def email(self) -> str:
        return f"{self.word}@demo.test"


ACCOUNTS = [
    Account("officer", "Petugas Peraga", Role.OFFICER, AGENCY),
    Account("administrator", "Administrator Peraga", Role.ADMINISTRATOR, AGENCY),
    Account("leadership", "Pimpinan Peraga", Role.LEADERSHIP, AGENCY),
    Account("labhead", "Kepala LUK Peraga", Role.LAB_HEAD, LAB),
    Account("coach", "Pendamping Peraga", Role.COACH, LAB),
    Account("coach2", "Pendamping Peraga Dua", Role.COACH, LAB),
    Account("coach3", "Pendamping Peraga Tiga", Role.COACH, LAB),
    Account("company", "Manajer Peraga Satu", Role.COMPANY_MANAGER, "Perusahaan Mitra 01"),
    Account("viewer", "Pembaca Peraga Satu", Role.COMPANY_VIEWER, "Perusahaan Mitra 01"),
    Account("outsider", "Manajer Peraga Dua", Role.COMPANY_MANAGER, "Perusahaan Mitra 02"),
    Account("office", "Dinas Lain Peraga", Role.OFFICE_READER, "Dinas Koperasi (peraga)"),
    Account("forum", "Sekretaris Forum Peraga", Role.FORUM_SECRETARY, "Forum Komunikasi TJSP (peraga)"),
    Account("community", "Pengurus Komunitas Peraga", Role.COMMUNITY_OFFICER, "Komunitas Wirausaha (peraga)"),
    Account("media", "Redaksi Peraga", Role.MEDIA_OFFICER, "Media Warga (peraga)"),
]


class NotEmptyError(Exception):
    """The database holds records that the demonstration did not make; the message names them."""


def recorded_models() -> list:
    return [model for model in apps.get_models() if issubclass(model, Versioned)]


def foreign() -> list[str]:
    """What the database holds that the demonstration didn't make, as "3 MSMEs"."""
    found = []
    for model in recorded_models():
        made = model.history.filter(history_type="+", history_change_reason__in=[REASON, LOADED])
        others = model.objects.exclude(pk__in=made.values("id")).count()
        if others:
            found.append(f"{others} {model._meta.verbose_name_plural}")
    return found


def is_filled() -> bool:
    """Whether the demonstration is there already."""
    return User.history.filter(history_type="+", history_change_reason=REASON).exists()


@transaction.atomic
def fill(*, until: date, password: str) -> bool:
    """Insert the whole demonstration up to the day; False when it was there already and nothing was changed.

    Raises NotEmptyError when the database holds anything else.
    """
    others = foreign()
    if others:
        raise NotEmptyError(", ".join(others))
    if is_filled():
        return False
    story = tell(until)
    forgotten = held_back(story.sponsorships)
    for records in story.records():
        keep_many(records, why=REASON)
    told = {partner.name for partner in Partner.objects.all()}
    others = {account.partner: account.role.rule.kind for account in ACCOUNTS if account.partner not in told}
    keep_many([Partner(kind=kind, name=name) for name, kind in others.items()], why=REASON)
    for account in ACCOUNTS:
        make_account(account, password)
    doors(until)
    papers()
    coaching(until)
    publishing(forgotten, until=until, why=REASON)
    registering(until)
    amiss(until)
    list(workspace.demonstrations.ask(until=until, by=User.objects.get(email="officer@demo.test"), why=REASON))
    return True


def doors(until: date):
    """Somebody with two partners, a company that agreed to the CSR forum, and requests to join in three states."""
    lab_head, mate = User.objects.get(email="labhead@demo.test"), Partner.objects.get(name="Komunitas Wirausaha (peraga)")
    keep(Membership(user=lab_head, partner=mate, role=Role.COMMUNITY_OFFICER, starts_on=SINCE), by=None, why=REASON)
    agreed = Partner.objects.get(name="Perusahaan Mitra 01")
    keep(ForumConsent(company=agreed, starts_on=date(2019, 1, 1)), by=None, why=REASON)
    officer, asked = User.objects.get(email="officer@demo.test"), datetime.combine(until, time(1), UTC)
    for number, state in enumerate(["submitted", "submitted", "returned", "unconfirmed"], start=61):
        words = {"name": f"Perusahaan Calon {number}", "nib": f"99{number:011d}", "address": "Jalan Peraga 1, Tenggarong"}
        words |= {"contact_name": f"Calon Peraga {number}", "contact_email": f"calon{number}@demo.test"}
        request = JoinRequest(state=state, contact_phone="+6281200000000", asked_at=asked, **words)
        if state == "returned":
            request.reason, request.decided_by, request.decided_at = "Alamat kantor belum lengkap (peraga)", officer, asked
        keep(request, by=None, why=REASON)


def papers():
    """An invented letterhead and signatory, so that every paper of the demonstration says that it is one."""
    names = "PEMERINTAH KABUPATEN KUTAI KARTANEGARA (CONTOH)\nDINAS PENANAMAN MODAL DAN PERIZINAN TERPADU (CONTOH)"
    ways = {"address": "Jalan Peraga 1, Tenggarong (contoh)", "phone": "0541-000000", "email": "dinas@demo.test"}
    keep(Letterhead(names=names, web="idaman.demo.test", starts_on=SINCE, **ways), by=None, why=REASON)
    signs = {"name": "Pejabat Peraga, S.E. (contoh)", "position": "Kepala Dinas (contoh)", "rank": "Pembina Utama Muda (contoh)"}
    keep(Signatory(starts_on=SINCE, **signs), by=None, why=REASON)


def make_account(account: Account, password: str):
    user = User(email=account.email, name=account.name)
    user.set_password(password)
    keep(user, by=None, why=REASON)
    partner = Partner.objects.get(name=account.partner)
    keep(Membership(user=user, partner=partner, role=account.role, starts_on=SINCE), by=None, why=REASON)


def coaching(until: date):
    """Two thirds of the assisted MSMEs have a coach; the third coach took over from the second, who is stood in for today."""
    first, second, third = (User.objects.get(email=f"{word}@demo.test") for word in ("coach", "coach2", "coach3"))
    lab, passed = Partner.objects.get(name=LAB), date(2025, 7, 1)
    facts = []
    for number, one in enumerate(Msme.objects.enrolled(on=until).order_by("pk")):
        began = max(date(2022, 7, 1), one.enrolments.earliest("starts_on").starts_on)
        if number % 3 == 0:
            facts.append(Assignment(msme=one, coach=first, lab=lab, starts_on=began))
        elif number % 3 == 1 and began < passed < until:
            facts.append(Assignment(msme=one, coach=second, lab=lab, starts_on=began, ends_on=passed))
            facts.append(Assignment(msme=one, coach=third, lab=lab, starts_on=passed))
    keep_many(facts, why=REASON)
    away = next((fact for fact in facts if fact.coach == third), None)
    if away:
        words = {
            "msme": away.msme,
            "coach": first,
            "lab": lab,
            "stands_in_for": Assignment.objects.get(coach=third, msme=away.msme),
        }
        keep(Assignment(**words, starts_on=until, ends_on=until + timedelta(days=3)), by=None, why=REASON)


def registering(until: date):
    """A company's registrations in three states, and what two of its MSMEs' owners agreed to and reported."""
    officer, manager = User.objects.get(email="officer@demo.test"), User.objects.get(email="company@demo.test")
    company, at = Partner.objects.get(name="Perusahaan Mitra 01"), datetime.combine(until, time(1), UTC)
    village = Region.objects.villages().filter(parent__name="Tenggarong").first()
    for number, state in enumerate(["submitted", "returned", "draft"], start=71):
        words = {"name": f"Usaha Calon {number}", "village": str(village.pk), "owner_name": f"Pemilik Calon {number}"}
        words |= {"phone": "081200000000", "monthly_turnover": "2500000", "jobs_unknown": "on", "company": "on", "how": "signed"}
        typed = {name: [value] for name, value in words.items()} | {"aspects": ["market", "capital"]}
        one = Registration(company=company, begun_by=manager, begun_at=at, kept_at=at, state=state, typed=typed)
        one.submitted_at = None if state == "draft" else at
        if state == "returned":
            one.reason, one.decided_by, one.decided_at = "Mohon tambahkan nama jalan (peraga)", officer, at
        keep(one, by=None, why=REASON)
    for one in Msme.objects.filter(sponsorships__company=company).distinct().order_by("pk")[:2]:
        on = one.enrolments.earliest("starts_on").starts_on
        keep(Consent(msme=one, purpose="company", version=1, how="signed", starts_on=on), by=None, why=REASON)
        keep(Baseline(msme=one, measured_on=on, monthly_turnover=1_800_000, jobs=2), by=None, why=REASON)


def amiss(until: date):
    """What the page of data quality is for: a twin, a turnover in thousands, a NIK of the other sex, sponsorships to confirm."""
    first, second, third = Msme.objects.enrolled(on=until).exclude(owner_sex="").order_by("pk")[2:5]
    twin = keep(Msme(name=f"{first.name} Jaya", phone=first.phone), by=None, why=REASON)
    keep(Msme(name=twin.name, phone=first.phone), by=None, why=REASON)
    here = first.addresses.on(until).first()
    keep(Address(msme=twin, village=here.village, starts_on=here.starts_on), by=None, why=REASON)
    keep(Baseline(msme=second, measured_on=SINCE, monthly_turnover=1_800, jobs=2), by=None, why=REASON)
    day = {"woman": 14, "man": 54}[third.owner_sex]
    third.owner_nik = f"640201{day}07800099"
    keep(third, by=None, why=REASON)
    old = Sponsorship.objects.on(until).filter(starts_on__lt=until - timedelta(days=150)).order_by("pk")
    asked_on = until - timedelta(days=90)
    keep_many([Confirmation(sponsorship=one, confirmed_on=asked_on) for one in old if one.pk % 12], why=REASON)
