"""The product's own settings with what tests must differ in."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="vestibule-tests-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["VESTIBULE_DATA_DIR"] = str(_FOLDER)
# Tests of links bring an internet of their own.
os.environ["VESTIBULE_LINK_PREVIEWS"] = "0"
# Tests do in a minute what people do in a day; the tests of these limits set them.
os.environ["VESTIBULE_PROFILES_A_DAY"] = "1000000"
os.environ["VESTIBULE_INVITATIONS_AN_HOUR"] = "10000"

from vestibule.site.settings import *  # noqa: E402, F403
from vestibule.site.settings import DATABASES  # noqa: E402

# A file and not Django's database in memory: threads and the socket gateway open connections of their own.
# Under xdist pytest-django adds the worker's name.
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": str(_FOLDER / "tests.sqlite3")}

# Argon2 takes 57 ms by design; the test of the password rules names it explicitly.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
