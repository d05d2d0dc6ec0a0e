"""Accounts log in and are told; personas speak and are seen."""

import zoneinfo
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from accounts import names
from accounts.querysets import OriginQuerySet, PersonaQuerySet, UserManager
from outbox import clock


class Role(models.TextChoices):
    """What a member may do for the others; kept in step with Django's groups by `set_role`."""

    MEMBER = "member", _("Member")
    MODERATOR = "moderator", _("Moderator")
    ORGANIZER = "organizer", _("Organizer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Exit(models.TextChoices):
    """What someone sees who leaves at once; `leaving` knows where each is."""

    ENCYCLOPAEDIA = "encyclopaedia", _("An encyclopaedia")
    DICTIONARY = "dictionary", _("A dictionary")
    WEATHER = "weather", _("The weather of the world")
    BOOKS = "books", _("A library of old books")


class Look(models.TextChoices):
    """The name and the icon that the place has among someone's apps."""

    NOTES = "notes", _("Notes")
    LEAF = "leaf", _("Leaf")
    LIST = "list", _("Lists")


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who logs in, holds preferences, and perhaps has an address."""

    username = models.CharField(_("pseudonym"), max_length=30)
    email = models.EmailField(_("email"), blank=True)
    role = models.CharField(max_length=13, choices=Role.choices, default=Role.MEMBER)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    # What the member chose; the times in the pages and mails are told in this zone (IANA name).
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    # The language of their pages and mails, by its code in LANGUAGES; where they chose none, their browser says it.
    language = models.CharField(_("language"), max_length=7, blank=True, default="", db_default="")
    wants_meetups = models.BooleanField(_("tell me of new meetups"), default=False)
    mails_mentions = models.BooleanField(_("someone mentions me"), default=True)
    mails_replies = models.BooleanField(_("someone replies to me"), default=True)
    mails_following = models.BooleanField(_("something new in a topic I follow"), default=True)
    mails_meetups = models.BooleanField(_("meetups and reminders"), default=True)
    mails_bookmarks = models.BooleanField(_("reminders I set at a bookmark"), default=True, db_default=True)
    mails_notices = models.BooleanField(_("a word from the moderators"), default=True)
    mails_in_full = models.BooleanField(_("names, titles and words in my mail"), default=False)
    leaves_to = models.CharField(
        _("where I leave to"),
        max_length=13,
        choices=Exit.choices,
        default=Exit.ENCYCLOPAEDIA,
        db_default=Exit.ENCYCLOPAEDIA,
    )
    leaving_logs_out = models.BooleanField(_("leaving logs me out"), default=False, db_default=False)
    look = models.CharField(
        _("name and icon"), max_length=5, choices=Look.choices, default=Look.NOTES, db_default=Look.NOTES
    )
    uses_keys = models.BooleanField(_("single keys on topic pages"), default=True, db_default=True)

    # The skin of the hands and faces they pick, and what they picked of late, by name.
    emoji_tone = models.CharField(_("skin tone of emoji"), max_length=2, blank=True, default="", db_default="")
    emoji_recent = models.CharField(_("emoji picked of late"), max_length=400, blank=True, default="", db_default="")

    # Whether there may be something that they were told and have not read; known of whoever asks for a page.
    has_news = True

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        constraints = (models.UniqueConstraint(Lower("username"), name="username_unique_whatever_its_case"),)
        indexes = (
            models.Index(Lower("email"), name="user_email"),
            models.Index("email", name="user_email_as_kept"),
            # Django's `iexact`, by which allauth looks for a pseudonym.
            models.Index(Upper("username"), name="user_username_iexact"),
        )
        permissions = (
            ("moderate", "May moderate"),
            ("organize", "May announce meetups"),
        )

    def __str__(self) -> str:
        """Return the pseudonym."""
        return self.username

    @property
    def is_staff(self) -> bool:
        """Return whether Django's admin opens for them."""
        return self.role == Role.ADMINISTRATOR

    @property
    def is_moderator(self) -> bool:
        """Return whether they moderate."""
        return self.role in {Role.MODERATOR, Role.ADMINISTRATOR}

    @property
    def is_organizer(self) -> bool:
        """Return whether they announce meetups."""
        return self.role in {Role.ORGANIZER, Role.MODERATOR, Role.ADMINISTRATOR}

    @property
    def mail_language(self) -> str:
        """Return the language that they are written to in: the site's own where they chose none."""
        return self.language or settings.LANGUAGE_CODE

    @property
    def zone(self) -> zoneinfo.ZoneInfo | None:
        """Return the zone that their times are told in, or None for the site's own."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone) if self.time_zone else None
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            # OSError: a region such as "Europe" is a folder.
            return None


Reader = User | AnonymousUser


class Session(AbstractBaseSession):
    """What a device is known by, and whose it is, so that both are read at once and end together."""

    # Without a constraint: Django tries a session that the database refuses again and again, under other keys.
    account = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="sessions", db_constraint=False
    )


class Persona(models.Model):
    """A name, a colour and a badge that posts are shown under; `user` is null where no account stands behind it."""

    COLOURS = 12

    user = models.OneToOneField(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="persona",
    )
    name = models.CharField(_("name"), max_length=names.MAX_NAME, blank=True)
    colour = models.PositiveSmallIntegerField(default=0)
    badge = models.CharField(max_length=13, choices=Role.choices, default=Role.MEMBER)
    about = models.TextField(_("about me"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = PersonaQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Lower("name"),
                condition=~Q(name=""),
                name="persona_name_unique_whatever_its_case",
            ),
        )

    def __str__(self) -> str:
        """Return the name, or a dash for someone who left."""
        return self.name or "–"

    @property
    def initials(self) -> str:
        """Return the letters drawn on the persona's colour."""
        return names.initials(self.name)


class Origin(models.Model):
    """Under which name someone wrote in another forum, and at which address they can show that it was they.

    `key` names them there. Once claimed, what they write and wrote there is `claimed_by`'s.
    """

    persona = models.OneToOneField(Persona, on_delete=models.CASCADE, related_name="origin")
    key = models.CharField(max_length=100, unique=True)
    # What they were called there in the form of `former_name`: names can be changed, and their persona has another
    # where somebody here had it. Empty where they came before it was kept, until they come again.
    names = ArrayField(models.CharField(max_length=names.MAX_FORMER_NAME), blank=True, default=list, db_default=[])
    # In lower case, and shown to nobody but whoever confirmed it as their own.
    email = models.EmailField(blank=True)
    claimed_by = models.ForeignKey(
        Persona, on_delete=models.SET_NULL, null=True, blank=True, related_name="former_selves"
    )

    objects = OriginQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["email"], condition=~Q(email=""), name="origin_by_address"),
            GinIndex(fields=["names"], name="origin_by_name"),
        )

    def __str__(self) -> str:
        """Name the persona by id, never the address."""
        return f"origin of persona {self.persona_id}"
