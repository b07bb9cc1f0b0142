"""What is asked of a person who takes in a spreadsheet."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.spreadsheets.columns import questions
from idaman.spreadsheets.meanings import Faulty
from idaman.spreadsheets.typed import is_blank, spelling
from idaman.uploads.kinds import MEGABYTE, refuse_large
from partners.importing.checking import shown
from partners.importing.decided import Decided

EXAMPLES = 3
NOT_TAKEN = ""


class SheetField(forms.FileField):
    """A spreadsheet, of whatever name: its content decides."""

    widget = forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.csv,.tsv,.txt", "data-drop": ""})

    def __init__(self, **kwargs):
        limit = settings.UPLOAD_LIMIT // MEGABYTE
        kwargs.setdefault("help_text", format_lazy(gettext_lazy("Excel (XLSX, XLS) or CSV, at most {limit} MB."), limit=limit))
        super().__init__(**kwargs)

    def to_python(self, data):
        if data:
            refuse_large(data)
        return super().to_python(data)


class ReceiveForm(forms.Form):
    """What is in the file, and the file."""

    code = forms.ChoiceField(label=gettext_lazy("What is in the file?"))
    file = SheetField(label=gettext_lazy("Drag the file here, or choose it"))

    def __init__(self, *args, opened, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(one.code, one.title) for one in opened]


class AgainForm(forms.Form):
    """The file that was mended."""

    file = SheetField(label=gettext_lazy("Drag the mended file here, or choose it"))


class UndoForm(forms.Form):
    """Why an import is undone."""

    why = forms.CharField(
        label=gettext_lazy("Why is it undone?"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The reason stands in the history of each record."),
    )


class ColumnsForm(forms.Form):
    """Which column of the file is what, what must be asked once about it, and values for columns the file lacks."""

    def __init__(self, data=None, *, imported, importer, samples):
        super().__init__(data)
        self.imported, self.importer, self.samples = imported, importer, samples
        self.places = [at for at, heading in enumerate(imported.headings) if heading or self.examples(at)]
        self.decided = Decided.read(imported.decided)
        for at in self.places:
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=imported.headings[at] or _("Column %(letter)s") % {"letter": letter(at)},
                choices=[(NOT_TAKEN, _("not taken")), *((one.name, one.title) for one in importer.columns)],
                initial=imported.mapping.get(str(at), NOT_TAKEN),
                required=False,
            )
            self.add_questions(at)
        for column in importer.columns:
            if may_be_whole(column) and column.name not in self.chosen.values():
                initial = self.decided.whole.get(column.name, "")
                self.fields[f"whole-{column.name}"] = forms.CharField(
                    label=column.title, required=False, max_length=200, initial=initial
                )

    @property
    def chosen(self) -> dict[int, str]:
        """Place in the file → name of the column, as sent or else as proposed."""
        if self.is_bound:
            told = {at: self.data.get(f"column-{at}", "") for at in self.places}
        else:
            told = {at: self.imported.mapping.get(str(at), "") for at in self.places}
        names = {column.name for column in self.importer.columns}
        return {at: name for at, name in told.items() if name in names}

    def add_questions(self, at: int) -> None:
        """What nobody can know from the cells of a column; the likely answer is chosen, and stands to be confirmed."""
        name = self.chosen.get(at)
        heading = self.imported.headings[at]
        for one in questions(self.importer.column(name).meaning, self.samples[at], heading) if name else ():
            before = self.decided.options.get(name, {}).get(one.name)
            self.fields[f"asked-{at}-{one.name}"] = forms.ChoiceField(
                label=one.text,
                choices=one.options,
                initial=str(before) if before else one.proposed,
                widget=forms.RadioSelect,
                error_messages={"required": _("This can't be known from the file. Please answer it.")},
            )

    def examples(self, at: int) -> list[str]:
        """Three different things that stand under the heading; personal numbers masked."""
        name = self.imported.mapping.get(str(at))
        column = self.importer.column(name) if name else None
        masks = column or next((one for one in self.importer.columns if one.is_personal and self.looks_like(at, one)), None)
        filled = [cell for cell in self.samples[at] if cell is not None and not is_blank(spelling(cell))]
        return [shown(masks, cell)[:60] if masks else spelling(cell)[:60] for cell in list(dict.fromkeys(filled))[:EXAMPLES]]

    def looks_like(self, at: int, column) -> bool:
        return column.looks is not None and any(column.looks(cell) for cell in self.samples[at] if cell is not None)

    def rows(self) -> list[dict]:
        """Column after column of the file, for the page."""
        return [
            {
                "field": self[f"column-{at}"],
                "letter": letter(at),
                "examples": self.examples(at),
                "questions": [self[name] for name in self.fields if name.startswith(f"asked-{at}-")],
            }
            for at in self.places
        ]

    def wholes(self) -> list:
        return [self[name] for name in self.fields if name.startswith("whole-")]

    def missing(self) -> list[str]:
        """Columns without which no row can be taken."""
        whole = {name.removeprefix("whole-") for name in self.fields if name.startswith("whole-") and self[name].value()}
        has = {*self.chosen.values(), *whole}
        return [str(one.title) for one in self.importer.columns if one.is_required and one.name not in has]

    def clean(self):
        names = list(self.chosen.values())
        for at, name in self.chosen.items():
            if names.count(name) > 1:
                self.add_error(f"column-{at}", _("Two columns can't both be this. Leave one of them out."))
        if missing := self.missing():
            raise forms.ValidationError(_("Without it no row can be taken: %(columns)s.") % {"columns": ", ".join(missing)})
        for column in self.importer.columns:
            self.check_whole(column)
        return self.cleaned_data

    def check_whole(self, column) -> None:
        text = self.cleaned_data.get(f"whole-{column.name}")
        if text:
            try:
                column.meaning().read(text)
            except Faulty as fault:
                self.add_error(f"whole-{column.name}", str(fault))

    def mapping(self) -> dict[str, str]:
        return {str(at): name for at, name in self.chosen.items()}

    def decided_anew(self) -> Decided:
        """The earlier decisions with what was answered here."""
        options = {name: dict(told) for name, told in self.decided.options.items() if name in self.chosen.values()}
        for field, value in self.cleaned_data.items():
            kind, _dash, about = field.partition("-")
            if kind == "asked":
                at, _dash, option = about.partition("-")
                options.setdefault(self.chosen[int(at)], {})[option] = value
        told = {name.removeprefix("whole-"): value for name, value in self.cleaned_data.items() if name.startswith("whole-")}
        self.decided.options, self.decided.whole = options, {name: value for name, value in told.items() if value}
        return self.decided


def may_be_whole(column) -> bool:
    """Whether all rows of a file can share a value: not a number that tells one from another."""
    return not column.is_personal and column.looks is None and column.name != "key"


def letter(at: int) -> str:
    """The column as Excel calls it."""
    found = ""
    while at >= 0:
        found, at = chr(65 + at % 26) + found, at // 26 - 1
    return found
