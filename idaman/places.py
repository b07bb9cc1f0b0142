"""Finding a village of the regency from what people write: near spellings are proposed, never taken."""

import re
from functools import cached_property

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from idaman.models import Region
from idaman.spreadsheets.typed import Faulty, is_blank, near, spelling

OURS = "64.02"
KIND = re.compile(r"^(?:(?:kecamatan|kec|kelurahan|kel|desa|ds)\b[\s.:]*)+", re.IGNORECASE)
REGENCY_KIND = re.compile(r"^(?:(?:kabupaten|kab|kota|kodya|provinsi|prov)\b[\s.:]*)+", re.IGNORECASE)
WITHIN_OURS = re.compile(r"[\s,]+(?:(?:kabupaten|kab)\b[\s.]*)?(?:kutai kartanegara|kukar)\b.*$", re.IGNORECASE)
BEFORE_DISTRICT = re.compile(r"[,;/]?\s*\bkec(?:amatan)?\b[\s.:]+|\s*,\s*", re.IGNORECASE)
SHORT = {
    "gn": "gunung", "gng": "gunung", "sei": "sungai", "sui": "sungai", "tj": "tanjung", "tjg": "tanjung", "tg": "tanjung",
    "ma": "muara", "kp": "kampung", "kpg": "kampung", "tgr": "tenggarong", "sbr": "seberang", "kt": "kota",
}  # fmt: skip
TWICE = re.compile(r"^([^\W\d_]{3,})2$")  # "Sanga2"
NEAR_REGENCY, NEAR_PLACE, NEAR_ELSEWHERE = 90, 75, 80
SHORTEST_PART, SHORTEST_REGENCY, MOST_PROPOSED = 4, 6, 8


def key(text: str) -> str:
    """The name without its kind, punctuation and spaces, small, with common abbreviations written out."""
    words = re.findall(r"[^\W_]+", KIND.sub("", text.strip()).casefold())
    return "".join(SHORT.get(word) or TWICE.sub(r"\1\1", word) for word in words)


def likely(name: str, names: dict[str, str]) -> tuple[str, ...]:
    """What the name may be a slip or a part of, the nearest first; names from how they are compared to how they are shown."""
    found = dict.fromkeys(near(name, names, at_least=NEAR_PLACE))
    if len(name) >= SHORTEST_PART:
        found |= dict.fromkeys(shown for one, shown in names.items() if one.startswith(name) or name.startswith(one))
    return tuple(found)[:MOST_PROPOSED]


class Places:
    """The districts and villages of Kutai Kartanegara, and the names by which a place outside is known."""

    def __init__(self):
        regions = list(Region.objects.filter(valid_to=None).select_related("parent"))
        self.ours = [one for one in regions if one.kemendagri_code.startswith(OURS + ".")]
        self.districts = {key(one.name): one for one in self.ours if one.level == Region.Level.DISTRICT}
        self.named: dict[str, list[Region]] = {}
        self.within: dict[int, dict[str, Region]] = {}
        for village in self.ours:
            if village.level == Region.Level.VILLAGE:
                self.named.setdefault(key(village.name), []).append(village)
                self.within.setdefault(village.parent_id, {})[key(village.name)] = village
        self.remember_former()
        large = [one for one in regions if one.level in (Region.Level.REGENCY, Region.Level.PROVINCE)]
        self.outside = {key(REGENCY_KIND.sub("", one.name)) for one in large if not OURS.startswith(one.kemendagri_code)}

    def remember_former(self):
        """Former names and districts lead to what stands there today, where no other place has the name by now."""
        former = Region.objects.exclude(now=None).filter(kemendagri_code__startswith=f"{OURS}.")
        for one in former.select_related("parent", "now__parent").order_by("-valid_to"):
            if one.level == Region.Level.DISTRICT:
                self.districts.setdefault(key(one.name), one.now)
            elif one.level == Region.Level.VILLAGE:
                self.named.setdefault(key(one.name), [one.now])
                self.within.setdefault(one.parent.district_id, {}).setdefault(key(one.name), one.now)

    @cached_property
    def district_names(self) -> dict[str, str]:
        return {name: one.name for name, one in self.districts.items()}

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
        proposals = likely(name, self.district_names)
        if not proposals or self.names_regency(text):
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
        proposals = likely(key(text), {name: title(one) for name, one in here.items()})
        sentence = _("District %(district)s has no village “%(name)s”.")
        raise Faulty("village-unknown", sentence % names, proposals or near(key(text), self.titles, at_least=NEAR_ELSEWHERE))

    def village(self, text: str) -> Region:
        """The village, when the district is not known."""
        found = self.named.get(key(text), [])
        if len(found) == 1:
            return found[0]
        names = {"name": text}
        if found:
            sentence = _("Several districts have a village “%(name)s”; the district must be named.")
            raise Faulty("village-twice", sentence % names, tuple(map(title, found)))
        proposals = likely(key(text), self.titles)
        if self.names_regency(text, misspelt=not proposals):
            raise Faulty("outside", _("“%(name)s” is not in Kutai Kartanegara.") % names)
        raise Faulty("village-unknown", _("There is no village “%(name)s” in Kutai Kartanegara.") % names, proposals)

    @cached_property
    def titles(self) -> dict[str, str]:
        """How a misspelt village is compared, and shown; of two with one name each is shown with its district."""
        return {name + " " * place: title(one) for name, same in self.named.items() for place, one in enumerate(same)}

    def names_regency(self, text: str, *, misspelt: bool = False) -> bool:
        """Whether another regency, city or province is named, if only as the beginning: "Balikpapan Utara"."""
        words = re.findall(r"[^\W_]+", REGENCY_KIND.sub("", KIND.sub("", text.strip())).casefold())
        heads = ["".join(words[:count]) for count in range(1, len(words) + 1)]
        long = [head for head in heads if len(head) >= SHORTEST_REGENCY]
        if self.outside.intersection([*heads[-1:], *long]):
            return True
        return misspelt and any(
            process.extractOne(one, self.outside, scorer=fuzz.ratio, score_cutoff=NEAR_REGENCY) for one in long
        )

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
    """The text on one line; markers for nothing are nothing, and no name is longer than 100 characters."""
    line = spelling(text)[:100].strip()
    return "" if is_blank(line) or not line.strip("0 ") else line
