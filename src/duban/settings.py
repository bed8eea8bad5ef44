"""Settings of the web house. Everything a place may want to change comes from the environment.

``DUBAN_DATA``     the data folder (database, files, secret key); default ``var`` beside the project
``DATABASE_URL``   default: SQLite in the data folder
``ALLOWED_HOSTS``  comma-separated; default: this machine only
"""

from __future__ import annotations

from pathlib import Path

import environ  # type: ignore[import-untyped]
from django.utils.translation import gettext_lazy as _

from duban.deployment import data_folder, secret_key

PACKAGE = Path(__file__).resolve().parent

env = environ.Env()

DUBAN_DATA = data_folder(env.str("DUBAN_DATA", default=""))
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(DUBAN_DATA)
#: The keys that seal secrets in the database; a place may keep the file on another disk.
SEALING_KEY_FILE = env.str("SEALING_KEY_FILE", default="") or str(DUBAN_DATA / "sealing-keys")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "duban.api",
    "duban.pages",
    "duban.intake",
    "duban.ledger",
    "duban.files",
    "duban.accounts",
    "duban.rulebook",
    "duban.organizations",
    "duban.journal",
    "duban.jobs",
    "duban.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "duban.api.door.TokenDoor",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "duban.accounts.middleware.Threshold",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "duban.urls"
WSGI_APPLICATION = "duban.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["duban.templating", "django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duban.pages.context.frame",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DUBAN_DATA / 'duban.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue instead of failing: the write lock is taken when a transaction begins, and waited for, also while a
    # table of many thousand rows is imported.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 60,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=60000;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: Who answers for the rules of signing in.
ACCOUNTS_RULES = "duban.rulebook.queries.answer"
#: Who answers for the rules of background work.
JOBS_RULES = "duban.rulebook.queries.answer"
AUTH_USER_MODEL = "accounts.Person"
#: The identity provider of the place (OpenID Connect): nothing of it is there without ISSUER and CLIENT_ID.
OIDC = {
    **{name: env.str(f"OIDC_{name}", default="") for name in (
        "ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME", "SCOPE", "USERNAME_CLAIM", "DISCOVERY", "REDIRECT_URI",
        "AUTHORIZATION_ENDPOINT", "TOKEN_ENDPOINT", "JWKS_URI", "USERINFO_ENDPOINT", "END_SESSION_ENDPOINT",
    )},
    "SKEW_SECONDS": env.int("OIDC_SKEW_SECONDS", default=60),
    "ALGORITHMS": env.list("OIDC_ALGORITHMS", default=["RS256"]),
    "SECOND_FACTOR_AMR": env.list("OIDC_SECOND_FACTOR_AMR", default=["mfa"]),
    "SECOND_FACTOR_ACR": env.list("OIDC_SECOND_FACTOR_ACR", default=[]),
}  # fmt: skip
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "pages:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "duban.accounts.passwords.OurRules"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Behind a proxy of ours, the address of who signs in is the last one it adds to X-Forwarded-For.
TRUST_FORWARDED_FOR = env.bool("TRUST_FORWARDED_FOR", default=False)
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_NAME = "duban_session"
CSRF_COOKIE_NAME = "duban_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("SECURE_COOKIES", default=False)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "duban_language"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DUBAN_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# Files that were not collected yet are served from where they are built.
WHITENOISE_USE_FINDERS = True
STATICFILES_DIRS = [PACKAGE / "static"]
MEDIA_ROOT = DUBAN_DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "duban.deployment.HashedStatic"},
}
# Nothing here is meant for the public web server: only the views hand out files, after asking who wants them.
MEDIA_URL = "/not-served/"
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {
            "handlers": ["console"],
            "level": env.str("LOG_LEVEL", default="WARNING"),
            "propagate": False,
        },
        "duban": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO"), "propagate": False},
    },
}
