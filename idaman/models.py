"""The kernel's own records: the people who sign in, the regions of the country, the marks of forms already taken."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language, gettext, gettext_lazy
from simple_history.models import HistoricalRecords

from idaman.history import Recorded, Versioned
from idaman.lines import LineField
from idaman.overlaps import NoOverlap
from idaman.periods import Dated


class EmailUserManager(UserManager):
    """Makes users who have an e-mail address in place of a name to sign in with."""

    def _create_user_object(self, username, email, password, **extra):
        user = self.model(email=self.normalize_email(email or username).lower(), **extra)
        user.set_password(password)
        return user

    def create_user(self, email, password=None, **extra):
        return super().create_user(email, email, password, **extra)

    def create_superuser(self, email, password=None, **extra):
        return super().create_superuser(email, email, password, **extra)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(Versioned, AbstractUser):
    """A person who signs in, by e-mail; what they may do follows from their memberships."""

    username = None
    first_name = None
    last_name = None
    last_login = None  # the door keeps it; here every sign-in would write a history entry
    email = models.EmailField(
        gettext_lazy("e-mail"),
        unique=True,
        error_messages={"unique": gettext_lazy("Somebody with this e-mail address exists already.")},
    )
    name = LineField(gettext_lazy("name"), max_length=150)

    history = HistoricalRecords(excluded_fields=["password"])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = EmailUserManager()

    class Meta:
        verbose_name = gettext_lazy("user")
        verbose_name_plural = gettext_lazy("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="idaman_user_email_in_small_letters",
                violation_error_message=gettext_lazy("An e-mail address is written in small letters."),
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.email})"

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0]


class RegionQuerySet(models.QuerySet):
    """The regions of today by their level."""

    def districts(self):
        return self.filter(level=Region.Level.DISTRICT, valid_to=None)

    def villages(self):
        return self.filter(level=Region.Level.VILLAGE, valid_to=None)


class Region(models.Model):
    """A province, regency, district or village, with its code by the ministry and its code by the statistics office.

    Regions have a first and a last day and are never deleted; an empty first day means "since before our records". What was
    split, merged or renamed says what stands there `now`, and every village (as every district) in which `district` of
    today it lies: figures are counted by that one. Both are written by the loader (`boundaries`), and no one else.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", gettext_lazy("province")
        REGENCY = "regency", gettext_lazy("regency or city")
        DISTRICT = "district", gettext_lazy("district")
        VILLAGE = "village", gettext_lazy("village")

    kemendagri_code = models.CharField(gettext_lazy("Kemendagri code"), max_length=13)
    bps_code = models.CharField(gettext_lazy("BPS code"), max_length=10, blank=True)
    level = models.CharField(gettext_lazy("level"), max_length=10, choices=Level)
    kind = models.CharField(gettext_lazy("kind"), max_length=20, blank=True)
    name = LineField(gettext_lazy("name"), max_length=100)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=gettext_lazy("part of")
    )
    postcode = models.CharField(gettext_lazy("postcode"), max_length=5, blank=True)
    is_near_capital = models.BooleanField(gettext_lazy("touches the area of the new capital"), null=True, blank=True)
    valid_from = models.DateField(gettext_lazy("valid from"), null=True, blank=True)
    valid_to = models.DateField(gettext_lazy("valid to"), null=True, blank=True)
    now = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="was", verbose_name=gettext_lazy("in its place today")
    )
    district = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="within", verbose_name=gettext_lazy("district of today")
    )

    is_reference = True  # rows that migrating loads, so that a database with nothing else counts as empty
    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("region")
        verbose_name_plural = gettext_lazy("regions")
        ordering = ["kemendagri_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["kemendagri_code", "valid_from"],
                name="idaman_region_code_once",
                violation_error_message=gettext_lazy("A region with this code from this day exists already."),
            ),
            models.UniqueConstraint(
                fields=["kemendagri_code"],
                condition=models.Q(valid_from=None),
                name="idaman_region_oldest_code_once",
                violation_error_message=gettext_lazy("A region with this code exists already."),
            ),
        ]

    def __str__(self):
        if self.level == self.Level.VILLAGE and self.parent_id:
            return gettext("%(village)s, district %(district)s") % {"village": self.name, "district": self.parent.name}
        return self.name


class Remoteness(Dated, Recorded):
    """Whether a district counts as remote, from a day to a day, and who says so; of one without an entry it isn't known."""

    district = models.ForeignKey(
        Region,
        models.PROTECT,
        related_name="remoteness",
        limit_choices_to={"level": Region.Level.DISTRICT},
        verbose_name=gettext_lazy("district"),
    )
    is_remote = models.BooleanField(gettext_lazy("remote"))
    source = LineField(
        gettext_lazy("source"), max_length=200, help_text=gettext_lazy("The regulation or list that says so, with its number.")
    )

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("remoteness of a district")
        verbose_name_plural = gettext_lazy("remoteness of districts")
        ordering = ["district", "starts_on"]
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="idaman_remoteness_overlap",
                same=("district",),
                violation_error_message=gettext_lazy("A district counts as remote or not, not both at a time."),
            ),
        ]

    def __str__(self):
        return f"{self.district}: {gettext('remote') if self.is_remote else gettext('not remote')}"


class Kbli(models.Model):
    """An activity code of one edition of the national classification; the list of 2020 is shipped, of 2025 only what is used."""

    class Edition(models.IntegerChoices):
        OF_2020 = 2020, "KBLI 2020"
        OF_2025 = 2025, "KBLI 2025"

    code = models.CharField(
        gettext_lazy("code"), max_length=5, validators=[RegexValidator(r"^[0-9]{5}$", gettext_lazy("KBLI codes have 5 digits."))]
    )
    edition = models.PositiveSmallIntegerField(gettext_lazy("edition"), choices=Edition)
    title = LineField(gettext_lazy("activity"), max_length=300, blank=True)

    is_reference = True

    class Meta:
        verbose_name = gettext_lazy("activity code (KBLI)")
        verbose_name_plural = gettext_lazy("activity codes (KBLI)")
        ordering = ["code", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "edition"],
                name="idaman_kbli_code_once",
                violation_error_message=gettext_lazy("This code is in the list of that edition already."),
            )
        ]

    def __str__(self):
        return " ".join(filter(None, [self.code, self.title, f"({self.get_edition_display()})"]))


class OnceKey(models.Model):
    """A form that was taken already: a double tap on its button finds what the first one made."""

    key = models.UUIDField(primary_key=True)
    made_at = models.DateTimeField()
    url = models.CharField(max_length=500)

    class Meta:
        verbose_name = gettext_lazy("form taken")
        verbose_name_plural = gettext_lazy("forms taken")

    def __str__(self):
        return self.url


class Named(models.Model):
    """A thing of a reference list, with its name in both languages of the screens."""

    name = LineField(gettext_lazy("name"), max_length=200)
    name_en = models.CharField(gettext_lazy("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name_en if get_language() == "en" and self.name_en else self.name
