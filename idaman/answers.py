"""What somebody typed into a form's field, in words."""

from django.utils.translation import gettext as _

from idaman.amounts import DASH


def in_words(field) -> str:
    """The bound field's value: choices by name, a tick as yes or no, nothing as a dash; numbers of people as they are."""
    value = field.value()
    if value in (None, "", []):
        return DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    names = dict(flattened(getattr(field.field, "choices", [])))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(names.get(str(one), one)) for one in values)


def flattened(choices):
    """The choices of a field, groups opened, by their text."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from flattened(label)
        else:
            yield str(value), label
