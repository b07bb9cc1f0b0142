"""Finding a village of the regency from what people write: near spellings are proposed, never taken."""

import re
from functools import cached_property

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from idaman.models import Region
from idaman.spreadsheets.typed import Faulty, is_blank, near, spelling

OURS = "64.02"
KIND = re.compile(r"^(?:(?:kecamatan|kec|kelurahan|kel|desa|ds|kampung(?= desa))\b[\s.:]*)+", re.IGNORECASE)
REGENCY_KIND = re.compile(r"^(?:(?:kabupaten|kab|kota|kodya|provinsi|prov)\b[\s.:]*)+", re.IGNORECASE)
WITHIN_OURS = re.compile(r"[\s,]+(?:(?:kabupaten|kab)\b[\s.]*)?(?:kutai kartanegara|kukar)\b.*$", re.IGNORECASE)
BEFORE_DISTRICT = re.compile(r"[,;/]?\s*\bkec(?:amatan)?\b[\s.:]+|\s*,\s*", re.IGNORECASE)
SHORT = {
    "gn": "gunung", "gng": "gunung", "sei": "sungai", "sui": "sungai", "tj": "tanjung", "tjg": "tanjung", "tg": "tanjung",
    "ma": "muara", "kp": "kampung", "kpg": "kampung", "tgr": "tenggarong", "sbr": "seberang", "kt": "kota",
}  # fmt: skip
NEAR_REGENCY, NEAR_PLACE = 85, 72


def key(text: str) -> str:
    """The name without its kind, punctuation and spaces, small, with common abbreviations written out."""
    words = re.findall(r"[^\W_]+", KIND.sub("", text.strip()).casefold())
    return "".join(SHORT.get(word, word) for word in words)


class Places:
    """The districts and villages of Kutai Kartanegara, and the names by which a place outside is known."""

    def __init__(self):
        regions = list(Region.objects.select_related("parent"))
        self.ours = [one for one in regions if one.kemendagri_code.startswith(OURS + ".")]
        self.districts = {key(one.name): one for one in self.ours if one.level == Region.Level.DISTRICT}
        self.named: dict[str, list[Region]] = {}
        self.within: dict[int, dict[str, Region]] = {}
        for village in self.ours:
            if village.level == Region.Level.VILLAGE:
                self.named.setdefault(key(village.name), []).append(village)
                self.within.setdefault(village.parent_id, {})[key(village.name)] = village
        large = [one for one in regions if one.level in (Region.Level.REGENCY, Region.Level.PROVINCE)]
        self.outside = {key(REGENCY_KIND.sub("", one.name)) for one in large if not OURS.startswith(one.kemendagri_code)}

    @cached_property
    def district_names(self) -> dict[str, str]:
        return {name: one.name for name, one in self.districts.items()}

    @cached_property
    def village_names(self) -> dict[str, str]:
        return {name: title(village) for name, villages in self.named.items() if len(villages) == 1 for village in villages}

    def find(self, village: str | None, district: str | None = None) -> Region:
        """The village, or Faulty: village-missing, -unknown, -elsewhere or -twice, district-unknown, outside."""
        village, district = named(village), named(district)
        if village and not district:
            village, district = self.parted(village)
        among = self.district(district) if district else None
        if not village:
            raise Faulty("village-missing", _("The village or kelurahan is missing."))
        return self.village_within(village, among) if among else self.village(village)

    def district(self, text: str) -> Region | None:
        """The district; None where only our regency or province is named."""
        text = WITHIN_OURS.sub("", spelling(text))
        name = key(text)
        if name in self.districts:
            return self.districts[name]
        if key(REGENCY_KIND.sub("", text)) in {"kutaikartanegara", "kukar", "kalimantantimur", "kaltim", ""}:
            return None
        proposals = near(name, self.district_names, at_least=NEAR_PLACE)
        if not proposals or self.is_outside(text):
            raise Faulty("outside", _("“%(name)s” is not in Kutai Kartanegara.") % {"name": text})
        raise Faulty("district-unknown", _("There is no district “%(name)s”.") % {"name": text}, proposals)

    def village_within(self, text: str, district: Region) -> Region:
        here = self.within.get(district.pk, {})
        if found := here.get(key(text)):
            return found
        names = {"name": text, "district": district.name}
        if elsewhere := self.named.get(key(text)):
            sentence = _("District %(district)s has no village “%(name)s”; another district has one.")
            raise Faulty("village-elsewhere", sentence % names, tuple(map(title, elsewhere)))
        proposals = near(key(text), {name: title(one) for name, one in here.items()}, at_least=NEAR_PLACE)
        sentence = _("District %(district)s has no village “%(name)s”.")
        raise Faulty("village-unknown", sentence % names, proposals or near(key(text), self.village_names, at_least=80))

    def village(self, text: str) -> Region:
        """The village, when the district is not known."""
        found = self.named.get(key(text), [])
        if len(found) == 1:
            return found[0]
        names = {"name": text}
        if found:
            sentence = _("Several districts have a village “%(name)s”; the district must be named.")
            raise Faulty("village-twice", sentence % names, tuple(map(title, found)))
        proposals = near(key(text), self.titles, at_least=NEAR_PLACE)
        if not proposals and self.is_outside(text):
            raise Faulty("outside", _("“%(name)s” is not in Kutai Kartanegara.") % names)
        raise Faulty("village-unknown", _("There is no village “%(name)s” in Kutai Kartanegara.") % names, proposals)

    @cached_property
    def titles(self) -> dict[str, str]:
        """How a misspelt village is compared, and shown; of two with one name each is shown with its district."""
        return {name + " " * place: title(one) for name, same in self.named.items() for place, one in enumerate(same)}

    def is_outside(self, text: str) -> bool:
        """Whether another regency, city or province is named, if only as the beginning ("Balikpapan Utara", misspelt too)."""
        words = re.findall(r"[^\W_]+", REGENCY_KIND.sub("", KIND.sub("", text.strip())).casefold())
        heads = ["".join(words[:count]) for count in range(1, len(words) + 1)]
        if any(head in self.outside for head in heads):
            return True
        close = (process.extractOne(head, self.outside, scorer=fuzz.ratio, score_cutoff=NEAR_REGENCY) for head in heads)
        return any(found and len(found[0]) >= 6 for found in close)

    def parted(self, text: str) -> tuple[str, str]:
        """The village and the district of a cell that names both: "Ds. Perian, Kec. Muara Muntai"."""
        text = WITHIN_OURS.sub("", text)
        if key(text) in self.named:
            return text, ""
        parts = [part for part in BEFORE_DISTRICT.split(text, maxsplit=1) if part.strip()]
        return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else (text, "")


def title(village: Region) -> str:
    """A village by its name and its district's, as `find` understands it."""
    return f"{village.name}, {village.parent.name}"


def named(text: str | None) -> str:
    """The text on one line; markers for nothing are nothing."""
    line = spelling(text)
    return "" if is_blank(line) or not line.strip("0 ") else line
