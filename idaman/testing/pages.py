"""A rendered form as a browser would send it: tests that post it can't know more than the page does."""

from html.parser import HTMLParser


class Sent(HTMLParser):
    """Gathers the inputs of a page, each with its value."""

    def __init__(self):
        super().__init__()
        self.values, self.select, self.area = {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        name = attrs.get("name")
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
            self.values.setdefault(name, []).append("")
        elif tag == "option" and self.select and "selected" in attrs:
            self.values.setdefault(self.select, []).append(attrs.get("value", ""))
        elif tag == "input" and name and attrs.get("type") not in ("submit", "button", "file"):
            ticks = attrs.get("type") in ("checkbox", "radio")
            if not ticks or "checked" in attrs:
                self.values.setdefault(name, []).append(attrs.get("value", "on" if ticks else ""))

    def handle_data(self, data):
        if self.area:
            self.values[self.area][-1] += data

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.values[self.area][-1] = self.values[self.area][-1].removeprefix("\n")
            self.area = None


def as_sent(page) -> dict[str, list[str]]:
    """What the browser would send of the page's inputs, each as it stands."""
    sent = Sent()
    sent.feed(page.text)
    return sent.values
