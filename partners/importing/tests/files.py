"""Files as offices keep them, and imports of them, for tests."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile

from idaman import clock
from partners.importing import jobs
from partners.importing.actions import begin, choose_columns, receive
from partners.importing.decided import Decided
from partners.importing.importers import importers
from partners.importing.models import Import
from partners.models import Membership

WIDTH = 40  # columns, most of them empty
HEADINGS = [
    ["NO", "NAMA PERUSAHAAN", "NAMA PEMILIK/ KONTAK PERSON", "NIK", "ALAMAT", "", "", "", "OMZET PER BULAN", "TANGGAL BERGABUNG"],
    ["", "", "", "", "JALAN", "DESA/ KELURAHAN", "KECAMATAN", "TELP/\nFAX", "", ""],
]
ROWS = [
    ["1", "KERIPIK BERKAH", "SITI", "", "Jl. Mawar 1", "Timbau", "Tenggarong", "81347532513", "2,500", "12 Maret 2019"],
    [
        "2",
        "AMPLANG JAYA",
        "RUDI",
        "6402014507900001",
        "Jl. Mawar 2",
        "Timbau",
        "TENGARONG",
        "0813 8577 2931",
        "Rp9,150",
        "03/04/2019",
    ],
    ["3", "MADU HUTAN", "NANI", "", "Jl. Mawar 3", "Timbau", "Tengarong", "0812-3944-204", "-", "25/12/2019"],
    ["4", "BATIK KUTAI", "TUTI", "", "Jl. Mawar 4", "Timbau\xa0", "Kec. Tenggarong", "8,13E+10", "1,200", "2019"],
    ["5", "KERIPIK BERKAH", "SITI", "", "Jl. Mawar 1", "Timbau", "Tenggarong", "081347532513", "2,500", "12 Maret 2019"],
    ["6", "", "HADI", "", "Jl. Mawar 6", "Timbau", "Tenggarong", "", "", ""],
    ["7", "KUE LAMANG", "INA", "640201", "Jl. Mawar 7", "Loa Kulu Kota", "Loa Kulu", "", "900", ""],
    ["8", "TAHU SEPINGGAN", "EKO", "", "Jl. Mawar 8", "Sepinggan Raya", "Balikpapan Selatan", "", "750", ""],
]


def csv_file(rows: list[list[str]] = ROWS, headings: list[list[str]] = HEADINGS) -> bytes:
    """The list as an old Excel writes it: semicolons, cp1252, many empty columns, a title above and a total below."""
    lines = [["DATA IKM TAHUN 2019"], *headings, *rows, ["", "JUMLAH", "", "", "", "", "", "", "8,250"]]
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([line + [""] * (WIDTH - len(line)) for line in lines])
    return text.getvalue().encode("cp1252")


def good_rows(count: int) -> list[list[str]]:
    """Rows in which nothing is wrong."""
    return [
        [str(number), f"USAHA {number:04}", f"PEMILIK {number:04}", "", "", "Timbau", "Tenggarong", "", "", ""]
        for number in range(1, count + 1)
    ]


def upload(content: bytes | None = None, name: str = "data ikm.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, csv_file() if content is None else content)


def handed_over(by, content: bytes | None = None, name: str = "data ikm.csv", code: str = "msmes") -> Import:
    """An import of the file, its columns taken as proposed."""
    partner = Membership.objects.of(by, on=clock.today())[0].partner
    with jobs.in_clear(csv_file() if content is None else content) as path:
        whose = {"by": by, "partner": partner, "language": "en", "at": clock.now(), "name": name}
        imported = receive(importer=importers()[code], path=path, **whose)
    decided = Decided.read(imported.decided)
    decided.options = {**decided.options, "monthly_turnover": {"unit": "1000"}, "enrolled_on": {"order": "dmy"}}
    return choose_columns(imported=imported, mapping=imported.mapping, decided=decided)


def checked(by, content: bytes | None = None, **words) -> Import:
    """The same, checked."""
    now = begin(imported=handed_over(by, content, **words), to=Import.State.CHECKING, at=clock.now())
    jobs.check_file.call(now.pk, now.turn)
    return Import.objects.get(pk=now.pk)


def written(imported: Import) -> Import:
    """The same, its good rows written."""
    now = begin(imported=imported, to=Import.State.WRITING, at=clock.now())
    jobs.write_file.call(now.pk, now.turn)
    return Import.objects.get(pk=now.pk)
