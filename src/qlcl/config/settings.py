"""Settings read from the environment; every variable is named in docs/operating.md."""

import os
import secrets
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from qlcl.config.environment import database_from_url, read_today

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("QLCL_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key from the environment, else one made once and kept in the home folder."""
    given = os.environ.get("QLCL_SECRET_KEY")
    if given:
        return given
    path = HOME / "secret.key"
    if not path.exists():
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("QLCL_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("QLCL_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("QLCL_ORIGINS", "").split(",") if o]

# The day the product works on. Empty: the real day. The example sets it, so that it stands in its own time.
TODAY: date | None = read_today(HOME)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "qlcl.kernel",
    "qlcl.ui",
    "qlcl.organisations",
    "qlcl.standards",
    "qlcl.accounts",
    "qlcl.papers",
    "qlcl.duties",
    "qlcl.training",
    "qlcl.corrective",
    "qlcl.assessments",
    "qlcl.conformity",
    "qlcl.inspections",
    "qlcl.transitions",
    "qlcl.reorganisations",
    "qlcl.checks",
    "qlcl.reports",
    "qlcl.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "qlcl.accounts.web.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "qlcl.ui.middleware.SafetyHeadersMiddleware",
    "qlcl.ui.middleware.DomainErrorMiddleware",
    "qlcl.ui.middleware.NoNullMiddleware",
]

ROOT_URLCONF = "qlcl.config.urls"
WSGI_APPLICATION = "qlcl.config.wsgi.application"
AUTH_USER_MODEL = "accounts.Person"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
PASSWORD_HASHERS = ["qlcl.accounts.hashers.ThriftyArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "qlcl.ui.context.frame",
            ],
            "builtins": ["django.templatetags.static", "qlcl.ui.templatetags.ui"],
        },
    }
]

DATABASES = {"default": database_from_url(os.environ.get("QLCL_DATABASE_URL", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["qlcl.ui.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# The scripts of the API's page. Its package is no installed app: loading it takes half a second of every command.
STATICFILES_DIRS = [("ninja", Path(find_spec("ninja").submodule_search_locations[0]) / "static" / "ninja")]  # type: ignore[union-attr, index]
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if os.environ.get("QLCL_STATIC_MANIFEST") == "1"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = os.environ.get("QLCL_STATIC_MANIFEST") != "1"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("QLCL_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
X_FRAME_OPTIONS = "DENY"
# Modules that every page of somebody who has signed in loads besides the frame's own.
FRAME_SCRIPTS = ["inspections/onsite/guard.js"]
FRAME_COUNTS = "qlcl.duties.queries.waiting_counts"
CSRF_FAILURE_VIEW = "qlcl.ui.web.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Mail: without a server the product works and says so in `qlcl doctor`.
EMAIL_HOST = os.environ.get("QLCL_SMTP_HOST", "")
MAIL_ENABLED = bool(EMAIL_HOST)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL_ENABLED else 'dummy'}.EmailBackend"
EMAIL_USE_TLS = os.environ.get("QLCL_SMTP_SECURITY", "starttls") == "starttls"
EMAIL_USE_SSL = os.environ.get("QLCL_SMTP_SECURITY") == "tls"
EMAIL_PORT = int(os.environ.get("QLCL_SMTP_PORT", "465" if EMAIL_USE_SSL else "587" if EMAIL_USE_TLS else "25"))
EMAIL_HOST_USER = os.environ.get("QLCL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("QLCL_SMTP_PASSWORD", "")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("QLCL_MAIL_FROM", "QLCL <khong-tra-loi@localhost>")
# Where mails send their readers: the address of the first page, as people type it.
PUBLIC_URL = (os.environ.get("QLCL_PUBLIC_URL") or (CSRF_TRUSTED_ORIGINS or ["http://127.0.0.1:8000"])[0]).rstrip("/")

# The hour, by the clock of Vietnam, after which the worker does the work of the night.
NIGHT_HOUR = int(os.environ.get("QLCL_NIGHT_HOUR", "1"))

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
