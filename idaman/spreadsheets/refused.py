"""Why a file cannot be read, in sentences for the person who sent it: what is wrong, what was kept, what to do."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = {
    "empty": _("The file is empty: it has no cell with anything in it. Nothing was imported. Open it, check, and send it again."),
    "missing": _("The file is no longer there. Nothing was imported. Send it again."),
    "picture": _("This is a picture, whatever its name says. Nothing was imported. Send the spreadsheet itself."),
    "pdf": _("This is a PDF, whatever its name says. Nothing was imported. Ask its sender for the Excel file it was made from."),
    "web-page": _(
        "This is a web page with the name of an Excel file, as some systems export it. Nothing was imported. "
        "Open it in Excel, save it as “Excel Workbook (.xlsx)”, and send that."
    ),
    "other-office": _(
        "This is a document of another kind (Word, PowerPoint, OpenDocument or an older Excel format). Nothing was imported. "
        "Open it, save its table as “Excel Workbook (.xlsx)”, and send that."
    ),
    "archive": _("This is a zip file, not a spreadsheet. Nothing was imported. Unpack it and send the file inside."),
    "not-a-spreadsheet": _(
        "This is no spreadsheet, whatever its name says. Nothing was imported. Send an .xlsx, .xls or .csv file."
    ),
    "broken": _(
        "The file is damaged or was cut off on its way, so that it cannot be read to its end. Nothing was imported. "
        "Open it in Excel, save it anew, and send that; if Excel cannot open it either, ask its sender for it again."
    ),
    "password": _(
        "The file is locked with a password. Nothing was imported. "
        "Open it in Excel, remove the password (File, Info, Protect Workbook), save it, and send it again."
    ),
    "bomb": _(
        "The file unpacks to far more than its size allows, as files made to do harm do. "
        "It was not opened and nothing was imported. If it is yours, copy the table into a new workbook and send that."
    ),
    "too-large": _(
        "The file is too large to read here: unpacked it takes more than %(megabytes)s MB. Nothing was imported. "
        "Divide it into files of at most %(rows)s rows and send them one after the other."
    ),
    "too-many-rows": _(
        "The sheet has more than %(rows)s rows with something in them. Nothing was imported. "
        "Divide it into files of at most that many rows and send them one after the other."
    ),
    "memory": _(
        "The sheet takes more memory than is allowed here. Nothing was imported. Often a single cell far below or "
        "far to the right of the table is filled: copy only the table into a new workbook, at most %(rows)s rows, and send that."
    ),
    "time": _(
        "Reading the file took too long and was stopped. Nothing was imported. "
        "Copy only the table into a new workbook, or divide it into smaller files, and send that."
    ),
    "no-such-sheet": _("The workbook has no sheet “%(sheet)s”. Nothing was imported. Its sheets are: %(sheets)s."),
    "no-headings": _(
        "No row of headings was recognised in the first %(rows)s rows. Nothing was imported. "
        "Put one row with the names of the columns (for example: NAMA USAHA; NAMA PEMILIK; NIB; KECAMATAN) "
        "above the first row of the list and send it again."
    ),
    "no-rows": _("Below the headings in row %(row)s there is no row. Nothing was imported. Send the file with its list."),
    "report": _(
        "This is a table of numbers by “%(label)s” (“%(first)s” and so on), not a list with one row for each business. "
        "Nothing was imported, for the sums cannot be taken apart again. Ask for the list from which the table was made."
    ),
    "no-list": _("None of the %(count)s sheets is a list that could be imported. The longest, “%(sheet)s”: %(why)s"),
}


class Unreadable(Exception):
    """A file, or a sheet of it, that cannot be taken; as text the sentence in the reader's language."""

    def __init__(self, code: str, **details):
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __str__(self):
        return gettext(SENTENCES[self.code]) % self.details if self.details else gettext(SENTENCES[self.code])
