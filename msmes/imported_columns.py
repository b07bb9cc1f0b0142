"""The columns of a list of MSMEs, as offices head them."""

from functools import partial

from django.utils.translation import gettext_lazy

from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import (
    Day,
    Nib,
    Nik,
    Npwp,
    Phone,
    Rupiah,
    Sex,
    Text,
    Whole,
    Year,
    YesNo,
    looks_like_kbli,
    looks_like_nib,
    looks_like_nik,
    looks_like_phone,
)
from msmes.imported_activities import Activities

TEXT = partial(Text, max_length=200)
# Those that are fields of the business itself.
OWN = [
    "name", "nib", "npwp", "older_numbers", "owner_name", "owner_nik", "owner_sex", "owner_birth_year", "owner_has_disability",
    "owner_is_poor", "phone",
]  # fmt: skip

COLUMNS = [
    Column("key", gettext_lazy("I-DAMAN key"), ("kunci",), partial(Text, max_length=60)),
    Column(
        "name",
        gettext_lazy("Name of the business"),
        ("nama usaha", "nama perusahaan", "nama umkm", "nama ikm", "usaha", "merek usaha", "business name", "company"),
        TEXT,
        is_required=True,
    ),
    Column(
        "owner_name", gettext_lazy("Owner"), ("nama pemilik", "pemilik", "nama pengusaha", "nama"), partial(Text, max_length=150)
    ),
    Column("owner_nik", "NIK", ("no ktp", "nomor ktp", "nik pemilik", "ktp"), Nik, is_personal=True, looks=looks_like_nik),
    Column("nib", "NIB", ("nomor induk berusaha", "no nib"), Nib, looks=looks_like_nib),
    Column("npwp", "NPWP", ("no npwp", "nomor pokok wajib pajak"), Npwp, is_personal=True),
    Column(
        "older_numbers",
        gettext_lazy("Older permit numbers"),
        ("iumk", "siup", "tdp", "sku", "no izin"),
        partial(Text, max_length=1000, lines=True),
    ),
    Column(
        "phone",
        gettext_lazy("Telephone"),
        ("telp", "no hp", "hp", "no telp", "whatsapp", "wa", "kontak", "telp/fax"),
        Phone,
        looks=looks_like_phone,
    ),
    Column("owner_sex", gettext_lazy("Owner's sex"), ("jenis kelamin", "l/p", "jk", "gender"), Sex),
    Column("owner_birth_year", gettext_lazy("Owner's year of birth"), ("tahun lahir", "year of birth"), Year),
    Column(
        "owner_has_disability",
        gettext_lazy("The owner lives with a disability"),
        ("disabilitas", "difabel", "penyandang disabilitas"),
        YesNo,
    ),
    Column("owner_is_poor", gettext_lazy("The owner's household counts as poor"), ("miskin", "dtks", "keluarga miskin"), YesNo),
    Column("village", gettext_lazy("Village"), ("desa", "kelurahan", "desa/kelurahan", "kel/desa"), TEXT),
    Column("district", gettext_lazy("District"), ("kecamatan", "kec"), TEXT),
    Column("street", gettext_lazy("Street"), ("jalan", "alamat", "alamat usaha", "address"), TEXT),
    Column("address_since", gettext_lazy("At this address since"), ("alamat sejak",), Day),
    Column(
        "monthly_turnover",
        gettext_lazy("Turnover a month"),
        ("omzet", "omset", "omzet per bulan", "omzet bulanan", "turnover"),
        Rupiah,
    ),
    Column(
        "jobs",
        gettext_lazy("People who work there"),
        ("tenaga kerja", "jumlah tenaga kerja", "karyawan", "jumlah karyawan"),
        partial(Whole, max=100_000),
    ),
    Column(
        "enrolled_on",
        gettext_lazy("In the programme since"),
        ("tanggal bergabung", "bergabung sejak", "terdaftar sejak", "tmt"),
        Day,
    ),
    Column(
        "activities",
        gettext_lazy("Activities (KBLI)"),
        ("kbli", "kode kbli", "kbli 2020", "kbli 2025", "bidang usaha kbli", "jenis usaha kbli", "kegiatan usaha kbli"),
        Activities,
        looks=looks_like_kbli,
    ),
]

PEOPLE = ("tenaga kerja", "jumlah tenaga kerja", "pekerja", "jumlah pekerja", "karyawan", "jumlah karyawan", "tk")


def counted(name: str, title, *words: str) -> Column:
    """A column that counts some of those who work there."""
    return Column(name, title, tuple(f"{one} {word}" for one in PEOPLE for word in words), partial(Whole, max=100_000))


# They stand in offices' files alone, and their sum is what is kept.
MEN_AND_WOMEN = [
    counted("jobs_men", gettext_lazy("Men who work there"), "l", "laki-laki", "laki", "pria"),
    counted("jobs_women", gettext_lazy("Women who work there"), "p", "perempuan", "wanita"),
]
