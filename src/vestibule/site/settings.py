"""Django's settings, derived from the installation's configuration."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from vestibule.site.configuration import read_configuration
from vestibule.site.logs import logging_config

VESTIBULE = read_configuration(os.environ)
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = VESTIBULE.stored_secret_key()
DEBUG = False
ALLOWED_HOSTS = (
    [urlsplit(VESTIBULE.public_url).hostname or ""]
    if VESTIBULE.public_url
    else ["127.0.0.1", "localhost", "[::1]", VESTIBULE.host]
)
CSRF_TRUSTED_ORIGINS = list(VESTIBULE.origins)
ROOT_URLCONF = "vestibule.site.urls"
WSGI_APPLICATION = None
SITE_NAME = "Vestibule"

INSTALLED_APPS = [
    "vestibule.web",
    "vestibule.feed",
    "vestibule.judging",
    "vestibule.links",
    "vestibule.accounts",
    "vestibule.rulebooks",
    "vestibule.rooms",
    "vestibule.market",
    "vestibule.reviews",
    "vestibule.notices",
    "vestibule.site",
    "django.contrib.auth",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "allauth.mfa",
    "django_vite",
    "ninja",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vestibule.web.headers.SecurityHeaders",
    "vestibule.accounts.renewing.RenewingSessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "vestibule.web.cross_site.RefuseCrossSite",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vestibule.accounts.preferences.ReadersPreferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "vestibule.web.errors.RefusalsToPages",
    # Nearest to the views: its exceptions are answers, and must not be taken for failures.
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vestibule.web.context.page_context",
                "vestibule.notices.context.notices_context",
            ],
        },
    }
]

DATABASES = {"default": VESTIBULE.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# One process keeps its tickets and rate limits in memory; several share them through their database.
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
        if "sqlite" in str(DATABASES["default"]["ENGINE"])
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "site_cache",
            # Django's default of 300 would throw tickets away while hundreds reconnect.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    )
}

# -- people -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "vestibule.accounts.allauth_adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "vestibule.accounts.forms.SignUpForm"
ACCOUNT_FORMS = {"signup": "vestibule.accounts.sign_up.QuietSignUpForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
# Of one network, and at one account wherever they come from: so many wrong passwords are looked at.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,20/h/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "vestibule.accounts.forms.display_name"
# A second step by passkey or authenticator app, and passkeys instead of the password.
MFA_ADAPTER = "vestibule.accounts.second_factor.SealedSecrets"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# A code that was read just before its half minute ended still counts.
MFA_TOTP_TOLERANCE = 1
# Browsers give passkeys to https and to localhost; fido2 has to be told of the latter.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not VESTIBULE.is_https
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

SESSION_ENGINE = "vestibule.accounts.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = VESTIBULE.is_https
SESSION_COOKIE_NAME = "__Host-session" if VESTIBULE.is_https else "vestibule_session"
CSRF_COOKIE_NAME = "__Host-csrf" if VESTIBULE.is_https else "vestibule_csrf"
CSRF_FAILURE_VIEW = "vestibule.web.errors.csrf_failure"

# -- what a browser may do -----------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if VESTIBULE.is_https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if VESTIBULE.is_https else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["lit-html", "vestibule"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# -- texts, times, files, mail ---------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
# Each by its own name: whoever looks for their language does not read the present one.
LANGUAGES = [("en", "English"), ("es", "Español")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
FORMAT_MODULE_PATH = ["vestibule.web.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [PACKAGE / "web" / "locale"]

STATIC_URL = "/static/"
# Static files are served from the package, where the build puts them; nothing is copied.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Vite puts a hash of the content into each file's name.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/client/assets/.+-[\w-]{8}\.\w+$"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": PACKAGE / "web" / "static" / "client" / "manifest.json",
        "static_url_prefix": "client",
    }
}

DEFAULT_FROM_EMAIL = SERVER_EMAIL = VESTIBULE.mail_from
globals().update(VESTIBULE.mail())

LOGGING_CONFIG = "vestibule.site.logs.configure"
LOGGING = logging_config(VESTIBULE.log_level)
# E-mail addresses are unique by their lower-case form, which Django does not recognise as unique.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
