"""Partners and their people from a spreadsheet."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Nib, Npwp, OneOf, Phone, Text
from partners.importing.importers import Batch, Problem, Run, register
from partners.importing.naming import Link, find_person, named, partners, spell_person
from partners.importing.records import DAYS, SINCE, UNTIL, RecordImporter
from partners.models import Membership, Partner
from partners.roles import Kind, May, Role

KINDS = {
    Kind.GOVERNMENT.value: ("Pemerintah", "Instansi", "Dinas", "OPD", "Kecamatan"),
    Kind.COMPANY.value: ("Perusahaan", "Swasta", "PT", "CV", "BUMN", "BUMD"),
    Kind.UNIVERSITY.value: ("Perguruan tinggi", "Universitas", "Kampus", "Laboratorium"),
    Kind.COMMUNITY.value: ("Komunitas", "LSM", "Masyarakat", "Forum", "NGO"),
    Kind.MEDIA.value: ("Media", "Pers"),
}
ROLES = {
    Role.ADMINISTRATOR.value: ("Administrator dinas", "Administrator", "Admin"),
    Role.OFFICER.value: ("Petugas dinas", "Petugas", "Staf dinas"),
    Role.LEADERSHIP.value: ("Pimpinan", "Kepala dinas"),
    Role.OFFICE_READER.value: ("Pembaca OPD lain", "OPD lain"),
    Role.LAB_HEAD.value: ("Kepala lab", "Kepala laboratorium", "Ketua lab"),
    Role.COACH.value: ("Pendamping", "Dosen", "Mahasiswa"),
    Role.COMPANY_MANAGER.value: ("Pengelola perusahaan", "Staf CSR", "CSR"),
    Role.COMPANY_VIEWER.value: ("Pembaca perusahaan",),
    Role.FORUM_SECRETARY.value: ("Sekretaris forum", "Sekretaris forum TJSP"),
    Role.COMMUNITY_OFFICER.value: ("Pengurus komunitas",),
    Role.MEDIA_OFFICER.value: ("Staf media", "Wartawan"),
}
NAME = partial(Text, max_length=200)


@register
class PartnerImport(RecordImporter):
    """Offices, companies, labs, communities and media, known by kind and name; a former name is the same partner."""

    code = "partners"
    title = gettext_lazy("Partners")
    model = Partner
    identity = ("kind", "name")
    columns = [
        Column("kind", gettext_lazy("Kind"), ("jenis mitra", "unsur", "heliks"), partial(OneOf, KINDS), is_required=True),
        Column("name", gettext_lazy("Name"), ("nama mitra", "nama perusahaan", "nama instansi", "mitra"), NAME, is_required=True),
        Column("nib", "NIB", ("nomor induk berusaha",), Nib),
        Column("npwp", "NPWP", ("nomor pokok wajib pajak",), Npwp, is_personal=True),
        Column("address", gettext_lazy("Address"), ("alamat kantor", "jalan"), partial(Text, max_length=300)),
        Column("email", gettext_lazy("E-mail"), ("email", "surel", "alamat email"), partial(Text, max_length=254)),
        Column("phone", gettext_lazy("Telephone"), ("telp", "no hp", "kontak"), Phone),
    ]
    fields = {column.name: column.name for column in columns}

    def known(self, rows, run: Run):
        """By the present name, and by former ones."""
        found = super().known(rows, run)
        for partner in Partner.objects.prefetch_related("former_names"):
            for former in partner.former_names.all():
                found.setdefault(self.thing({"kind": partner.kind, "name": former.name}), [partner])
        return found

    def build(self, batch: Batch, rows: dict, run: Run) -> None:
        """A new name isn't set by a file: the former one is kept with its last day, so that the partner stays found by it."""
        super().build(batch, rows, run)
        for at in rows:
            if "name" in batch.changes.get(at, ()):
                reason = _("A partner is renamed on its own page, which keeps its former name. Put back here: %(name)s.")
                batch.fault(at, Problem("name", "own-page", reason % {"name": batch.stored[at].name}, batch.ready[at].name))


@register
class MembershipImport(RecordImporter):
    """Who acts for which partner, in which role; an account is never made here."""

    code = "memberships"
    title = gettext_lazy("Memberships")
    may = May.MANAGE_PEOPLE
    moves_figures = False
    model = Membership
    identity = ("user_id", "partner_id", "role", "starts_on")
    columns = [
        Column("person", gettext_lazy("E-mail"), ("email", "surel", "orang"), partial(Text, max_length=254), is_required=True),
        Column("partner", gettext_lazy("Partner"), ("nama mitra", "instansi", "perusahaan"), NAME, is_required=True),
        Column("role", gettext_lazy("Role"), ("jabatan", "sebagai"), partial(OneOf, ROLES), is_required=True),
        SINCE,
        UNTIL,
    ]
    fields = {"role": "role", **DAYS}
    links = (
        Link("user_id", ("person",), find_person, spell_person),
        Link("partner_id", ("partner",), named("partner", partners)),
    )

    def build(self, batch: Batch, rows: dict, run: Run) -> None:
        """An administrator's last day isn't set by a file: whether another remains is judged one by one."""
        super().build(batch, rows, run)
        for at in rows:
            said = batch.changes.get(at, {})
            if said.keys() & {"user_id", "partner_id"}:
                reason = _("Whom a membership is of stays. Give this one its last day, and add a row for the other.")
                batch.fault(at, Problem("person" if "user_id" in said else "partner", "own-page", reason))
            elif said and Role.ADMINISTRATOR in (batch.ready[at].role, batch.stored[at].role):
                reason = _("An administrator's last day is set on the page of people, where it is seen that another remains.")
                batch.fault(at, Problem("until", "administrator", reason))
