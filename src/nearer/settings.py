"""Every setting there is. They come from NEARER_* in the environment; nonsense is refused."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parents[1]
VERSION = "0.1.0"


def _choice(name: str, default: bool) -> bool:
    value = os.environ.get(name, "yes" if default else "no").strip().lower()
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{name} is “{value}”; write yes or no.")
    return value == "yes"


def _folder(name: str, default: Path) -> Path:
    return Path(os.environ.get(name) or default).expanduser().resolve()


def _address(name: str, default: str) -> str:
    value = os.environ.get(name, default).strip()
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or set(value) & set(" ;,'\""):
        raise ImproperlyConfigured(f"{name} is “{value}”; it has to be an https:// address.")
    return value


def operator_name(text: str) -> str:
    """The name of whoever runs this server, in one line of at most 80 characters."""
    return " ".join(text.split())[:80]


def _kept(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError):
        raise ImproperlyConfigured(f"{file} can't be read: make it anew, or remove it.") from None


def _postgresql(address: str) -> dict[str, object] | None:
    """Where NEARER_DATABASE points to; None if nothing is said, and SQLite is meant."""
    if not address:
        return None
    parts = urlsplit(address)
    name = parts.path.strip("/")
    if parts.scheme != "postgresql" or not name or "/" in name or parts.fragment:
        raise ImproperlyConfigured(
            "NEARER_DATABASE has to look like postgresql://name:password@host:port/database."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _bus(address: str) -> str:
    """“”, “postgresql”, or the address of a Redis."""
    if address and address != "postgresql" and urlsplit(address).scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured("NEARER_BUS is “postgresql”, or looks like redis://host:port/0.")
    return address


def _mail(address: str, sender: str) -> dict[str, object] | None:
    """The server that NEARER_MAIL points to, as Django's mail wants it; None: no mail is sent."""
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(
            "NEARER_MAIL has to look like smtp://name:password@host:port, or smtps://…"
        )
    if not re.fullmatch(r"[^\s@<>\"',;]+@[^\s@<>\"',;]+", sender):
        raise ImproperlyConfigured("NEARER_MAIL_FROM has to be the address that mail comes from.")
    near = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return {
        "host": parts.hostname,
        "port": parts.port or (465 if parts.scheme == "smtps" else 25 if near else 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        # Never in the clear, except within this machine.
        "use_tls": parts.scheme == "smtp" and not near,
    }


def _reminders(said: str) -> str:
    if said not in {"", "thread", "worker", "no"}:
        raise ImproperlyConfigured(f"NEARER_REMINDERS is “{said}”; write thread, worker or no.")
    return said or "thread"


# What is written lives in DATA, the pepper in KEYS: a copy of one is not a copy of both.
DATA = _folder("NEARER_DATA", ROOT / "data")
KEYS = _folder("NEARER_KEYS", ROOT / "keys")
if DATA == KEYS or DATA in KEYS.parents:
    raise ImproperlyConfigured(
        "NEARER_KEYS must not lie inside NEARER_DATA: a backup of the one would carry the other."
    )

# Who is asked for at the first start on a terminal.
OPERATOR_FILE = DATA / "operator"
OPERATOR = operator_name(os.environ.get("NEARER_OPERATOR", "") or _kept(OPERATOR_FILE))
EXIT_ADDRESS = _address("NEARER_EXIT", "https://www.wikipedia.org/")
# Opens the views of invented people without a password; set by `./start demo` alone.
DEMO = _choice("NEARER_DEMO", default=False)
BEHIND_PROXY = _choice("NEARER_BEHIND_PROXY", default=False)
# Numbers about the work of this server, for itself or for whoever brings the token.
METRICS = _choice("NEARER_METRICS", default=False)
METRICS_TOKEN = os.environ.get("NEARER_METRICS_TOKEN", "").strip()
# Mail is off unless a server for it is named.
MAIL_FROM = os.environ.get("NEARER_MAIL_FROM", "").strip()
MAIL = _mail(os.environ.get("NEARER_MAIL", "").strip(), MAIL_FROM)
# Who sends what is due: a thread of the server, `nearer worker` beside it, or nobody.
REMINDERS = _reminders(os.environ.get("NEARER_REMINDERS", "").strip())
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("NEARER_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]
if not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "NEARER_HOSTS must name each host; “*” would let any site speak for you."
    )

# Nothing that outlives a process is signed with it, so it is never stored.
SECRET_KEY = secrets.token_urlsafe(48)
DEBUG = False

ROOMS = [
    "vault", "reminders", "people", "bonds", "practices", "live", "safety", "keeps", "photos",
    "sittings", "rhythm", "growing", "parting", "today", "ui",
]  # fmt: skip
INSTALLED_APPS = ["django.contrib.staticfiles", *(f"nearer.{room}" for room in ROOMS)]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "nearer.safety.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nearer.vault.middleware.SignedInMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    # After CSRF, so that the page which refuses carries a token that works.
    "nearer.safety.cross_site.CrossSiteMiddleware",
    # After the CSRF check: a form that comes back after sign-in has to be the person's own.
    "nearer.people.middleware.PersonMiddleware",
    # Innermost: what somebody has done may change when they are to be reminded.
    "nearer.rhythm.middleware.RhythmMiddleware",
]
if METRICS:
    MIDDLEWARE.insert(0, "nearer.hosting.counting.CountingMiddleware")
ROOT_URLCONF = "nearer.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / room / "pages" for room in ROOMS],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "nearer.safety.context.everywhere",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "nearer.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: an acknowledged word survives a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;",
    },
}
DATABASES = {"default": _postgresql(os.environ.get("NEARER_DATABASE", "").strip()) or _SQLITE}
# How processes tell each other that something moved; “” is within the one process.
BUS = _bus(os.environ.get("NEARER_BUS", "").strip())
if BUS == "postgresql" and DATABASES["default"] is _SQLITE:
    raise ImproperlyConfigured("NEARER_BUS is “postgresql”, but NEARER_DATABASE names none.")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Django's other upload handler would write large bodies to the temp directory in clear.
FILE_UPLOAD_HANDLERS = ["nearer.safety.uploads.MemoryUploadHandler"]
PHOTO_FILE_BYTES = 25 * 1024 * 1024
# For each person, as they are kept: drawn anew, and smaller than what was sent.
PHOTOS_EACH = 500
PHOTO_BYTES_EACH = 300 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "nearer.safety.views.refused"
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

_exit = urlsplit(EXIT_ADDRESS)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        # The quick exit posts to us and is sent on; Chromium asks leave for that second hop too.
        "form-action": ["'self'", f"{_exit.scheme}://{_exit.netloc}"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


# The address of a static file changes with the content of any: phones may keep them for ever.
STATIC_URL = f"/static/{_fingerprint(PACKAGE / 'ui' / 'static')}/"
STATICFILES_DIRS = [PACKAGE / "ui" / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False


WHITENOISE_IMMUTABLE_FILE_TEST = ".*"


LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Argon2id for new passwords, see seal.KdfParameters; each account carries its own.
KDF_PARAMETERS = "argon2id$v=1$m=65536,t=3,p=1"
IDLE_MINUTES = 30
SIGNED_IN_DAYS = 30
INVITATION_HOURS = 72
# So long everybody in a bond sees that a place in it is to be given to another account.
RETURN_HOURS = 24

# Nothing of a request may reach a log: no address, no path, no local variable.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "nearer.safety.logs.WordlessFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security.csrf": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
