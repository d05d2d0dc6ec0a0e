"""Every setting, read from the environment, in the order of Django's own documentation."""

import sys
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from config import embedded, env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.folder("VAR_DIR", BASE_DIR / "var")
TESTING = "pytest" in sys.modules

# DEMO makes the secrets that production must bring; it is on unless a real host is named.
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
DEMO = env.flag("DEMO", default=not ALLOWED_HOSTS)
DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_MIN = 50
if DEMO:
    SECRET_KEY = SECRET_KEY or env.kept_secret(VAR_DIR / "secret-key")
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
    # Who can log in; all have the one password.
    DEMO_LOGINS = ("partner", "peer", "moderator", "organizer", "admin")
    DEMO_PASSWORD_FILE = VAR_DIR / "demo-password"
    DEMO_PASSWORD = env.kept_secret(DEMO_PASSWORD_FILE, size=9)
elif not ALLOWED_HOSTS:
    message = "ALLOWED_HOSTS must be set in production"
    raise ImproperlyConfigured(message)
elif len(SECRET_KEY) < SECRET_KEY_MIN:
    message = f"SECRET_KEY must be set in production, to {SECRET_KEY_MIN} characters or more"
    raise ImproperlyConfigured(message)

# Where the pages stand; letters are written outside a request and need it.
PORT = env.number("PORT", 8000)
SITE_URL = env.site("SITE_URL", f"http://127.0.0.1:{PORT}" if DEMO else f"https://{ALLOWED_HOSTS[0]}")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", "" if DEMO else SITE_URL)

# Applications
INSTALLED_APPS = [
    "config.apps.HouseConfig",
    "config.admin.AdminConfig",
    "django.contrib.auth",
    "django.contrib.humanize",  # brings "3 hours ago" in every language
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "outbox",
    "accounts",
    "forum",
    "moderation",
    # Its templates are what TemplatesSetting renders form fields with.
    "django.forms",
]

MIDDLEWARE = [
    "forum.topics.middleware.whole_pages",  # keeps what all the others made of a page
    "forum.pages.middleware.in_utf8",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "forum.pages.middleware.policy",
    "accounts.middleware.no_store",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.lock",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.reader",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.time_zone",
    "accounts.middleware.language",
    "forum.pages.middleware.robots",
    "forum.pages.middleware.only_buttons",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
LOCKED_URLCONF = "config.locked"
WSGI_APPLICATION = "config.wsgi.application"
EVENTS = "config.events"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.me",
                "forum.notifications.context_processors.unread",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data
DATABASES = {"default": env.postgres("DATABASE_URL") or embedded.database(VAR_DIR)}
DATABASES["default"]["OPTIONS"] = {**env.ASKING, **DATABASES["default"]["OPTIONS"]}
if TESTING:  # what it wrote need not outlive a power cut, and a plan for empty tables is none for the next test's
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off -c plan_cache_mode=force_custom_plan"
# Each of the web server's threads keeps its connection for an hour, and looks at it before each request.
DATABASES["default"] |= {"CONN_MAX_AGE": 60 * 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.redis("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "config.cache.PatientCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
    }
    if REDIS_URL and not TESTING
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Megabytes that each worker keeps of what it has drawn, and of whole pages for visitors; 0 keeps none.
KEPT_MB = env.number("KEPT_MB", 96)
PAGES_MB = env.number("PAGES_MB", 32)

# Sessions live in the database, so that nobody is logged out when the cache is lost.
# They end with the browser, unless someone asks to be kept logged in.
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "forum.topics.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# People
AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # usernames are unique, whatever their case: by a constraint on Lower(username)
AUTHENTICATION_BACKENDS = ["accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"accounts.passwords.{name}"} for name in ("Likeness", "Length", "Common", "Digits")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:front"
LOGOUT_REDIRECT_URL = "pages:front"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "login": "accounts.forms.LoginForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "add_email": "accounts.forms.AddEmailForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmCodeForm",
}
# One address an account; a new one takes the place of the old once its code is typed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 60 * 60
# allauth's own limits, with more log-ins: a clinic or a family may share one address, and wrong ones have their own.
# Nobody can have more than ten mails an hour sent to an address that is not theirs; two in a row are no harm, and
# whoever joins again at once, under another name, is not kept waiting.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "confirm_email": "5/m/key,10/h/key"}
# How many proxies stand before us: rate limits are for whoever stands before those.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0 if DEMO else 1)

# Words and time: UTC inside, the reader's zone at the edge.
LANGUAGE_CODE = "en"
# Each by its own name, and each with its words in locale; what has no translation stands in English.
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "config.static.StaticStorage",
    },
}
# Tests collect nothing: their static files are found where they lie.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = TESTING

# Security: nothing from elsewhere, nothing inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if DEMO else 60 * 60 * 24 * 365 * 2
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if not DEMO else None
X_FRAME_OPTIONS = "DENY"

# Mail: discreet from the first day, its sender's name included.
EMAIL_BACKEND = "config.mail.FolderBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
# A letter whose worker died is free again after six of these.
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT", 5 if DEMO else 20)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Notes <notes@localhost>")
MAIL_DIR = VAR_DIR / "mail"
EMAIL_DELAY = env.number("EMAIL_DELAY", 10 if DEMO else 300)

# Work behind the pages. The broker carries nudges alone; what is due is found in the database without it.
SWEEP_EVERY = env.number("SWEEP_EVERY", 5 if DEMO else 60)
CELERY_BROKER_URL = "memory://" if TESTING else REDIS_URL or "filesystem://localhost//"
CELERY_BROKER_TRANSPORT = None if REDIS_URL or TESTING else "config.broker:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 0.3,
    "socket_connect_timeout": 0.3,
    "max_retries": 0,
    **({} if REDIS_URL or TESTING else embedded.broker(VAR_DIR)),
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker for ever
# A nudge is owed to nobody. Acknowledged ones make a worker deaf for ever whose broker died while it worked:
# what it could not acknowledge counts as under way, and nothing more is fetched.
CELERY_TASK_QUEUES = [Queue("celery", no_ack=True)]
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat" / "schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "outbox.tasks.sweep", "schedule": SWEEP_EVERY, "options": {"expires": SWEEP_EVERY}},
    "remind": {"task": "forum.meetups.tasks.remind", "schedule": SWEEP_EVERY, "options": {"expires": SWEEP_EVERY}},
    "bookmarks": {"task": "forum.reactions.tasks.remind", "schedule": SWEEP_EVERY, "options": {"expires": SWEEP_EVERY}},
    "clear_sessions": {"task": "accounts.tasks.clear_sessions", "schedule": crontab(hour=4, minute=20)},
    "forget_old": {"task": "outbox.tasks.forget_old", "schedule": crontab(hour=4, minute=10)},
    "forget_unconfirmed": {"task": "accounts.tasks.forget_unconfirmed", "schedule": crontab(hour=4, minute=30)},
}

# What is logged names no member, no page that one reads, and nothing that one wrote.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "config.logs.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
    },
    "filters": {"pages": {"()": "config.logs.PagesFilter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet", "filters": ["pages"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers would print to the terminal in DEBUG and mail tracebacks to administrators.
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "celery": {"level": "WARNING"},
    },
}
