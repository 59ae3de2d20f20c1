"""Every setting, read from the environment; safe defaults. `config/remedies.py` checks them and names the remedy."""

from pathlib import Path

import environ

from config import celery  # noqa: F401  every process that loads settings rings the same bell

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# What a server that is not the local default must be told (docs/operations.md).
REQUIRED_IN_PRODUCTION = (
    "SECRET_KEY",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "ALLOWED_HOSTS",
    "SOURCE_ROOTS",
    "CHECKS_SOCKET",
)

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PUBLIC_URL = env("PUBLIC_URL", default="http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# Folders whose files may be registered as datasets, name=path, comma-separated.
SOURCE_ROOTS = env.dict("SOURCE_ROOTS", default={})
# Hosts of private networks that a database source may name, comma-separated; others must be public addresses.
DATABASE_HOSTS_ALLOWED = env.list("DATABASE_HOSTS_ALLOWED", default=[])
# Long random words, comma-separated: the first encrypts the passwords of sources, each of them decrypts.
FIELD_KEYS = env.list("FIELD_KEYS", default=[])
CHECKS_SOCKET = env("CHECKS_SOCKET", default="")
CHECK_DEADLINE_SECONDS = env.int("CHECK_DEADLINE_SECONDS", default=300)
RETENTION_DAYS = env.int("RETENTION_DAYS", default=400)  # of rows shown with results, and of profiles; 0: for ever
QUERY_LOG_MOST_BYTES = env.int("QUERY_LOG_MOST_MB", default=1024) * 1024**2  # of one that is handed in on a page
# Logins that are nobody's: what they read is no look. An administrator may say otherwise of each.
QUERY_LOG_SERVICE_ACCOUNTS: list[str] = env.list(
    "QUERY_LOG_SERVICE_ACCOUNTS",
    default=["svc_*", "svc-*", "*_svc", "*-svc", "etl_*", "*_etl", "*-etl", "*_bot", "*-bot"],
)
DEMO_MAILBOX = env("DEMO_MAILBOX", default="")

INSTALLED_APPS = [
    "weirdness.apps.WeirdnessConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "lucide",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages and our own static files; random padding hides secrets (BREACH)
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "weirdness.web.doorbell.DoorbellMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "weirdness.web.context.everywhere",
            ],
        },
    }
]

DATABASES = {
    "default": env.db("DATABASE_URL", default="postgres:///weirdness"),
    # Owns the tables and migrates them; the application's own role can't rewrite the history.
    "owner": env.db("DATABASE_OWNER_URL", default=env("DATABASE_URL", default="postgres:///weirdness")),
}
for database in DATABASES.values():
    database["CONN_MAX_AGE"] = 60
    database["CONN_HEALTH_CHECKS"] = True
    database.setdefault("OPTIONS", {})["connect_timeout"] = 3
DATABASES["owner"]["TEST"] = {"MIRROR": "default"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="redis://localhost:6379/0")

vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Weirdness <weirdness@localhost>")

AUTH_USER_MODEL = "weirdness.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "log_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "log_in"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# By default axes would look for `email`, find nothing, and lock nobody out; and each spelling would be tried anew.
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = lambda request, given: ((given or request.POST).get("username") or "").strip().lower()  # noqa: E731
AXES_LOCKOUT_TEMPLATE = "web/locked_out.html"

LANGUAGE_CODE = "en-gb"
USE_TZ = True
TIME_ZONE = env("TIME_ZONE_OF_ORGANISATION", default="UTC")

STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# Behind TLS (PUBLIC_URL is https) everything is secure by default; plain http is for localhost.
HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "weirdness.web.uploads.Quota",  # Django's limit is for everything but files
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the form of a dataset has four fields for each of up to 2,000 columns

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_standardized_errors.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "weirdness.api.errors.handler",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.CursorPagination",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Weirdness",
    "DESCRIPTION": "Flag weird data, judge it, run the checks, ask how much is still unseen.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "IssueState": "weirdness.models.State",
        "DatasetState": "weirdness.models.Dataset.State",
        "RunState": "weirdness.models.Run.State",
        "InquiryState": "weirdness.models.Inquiry.State",
        "FlagKind": "weirdness.models.Flag.Kind",
        "EraKind": "weirdness.models.Era.Kind",
        "QueryLogState": "weirdness.models.LogImport.State",
        "QueryLogKind": "weirdness.models.LogImport.Kind",
        "HandedInKind": "weirdness.services.query_logs.handing_in.CHOICES",
    },
}
REST_KNOX = {"TOKEN_TTL": None}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Both greet at INFO whoever imports them; what an operator must know of them is a warning.
    "loggers": {"great_expectations": {"level": "WARNING"}, "axes.apps": {"level": "WARNING"}},
}
