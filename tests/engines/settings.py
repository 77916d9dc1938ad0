"""The product's settings with a home of their own, so that a test never meets a developer's data."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="qlcl-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["QLCL_HOME"] = _home
for _name in ("QLCL_TODAY", "QLCL_DEBUG", "QLCL_HTTPS", "QLCL_STATIC_MANIFEST", "QLCL_HOSTS"):
    os.environ.pop(_name, None)

from qlcl.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
WHITENOISE_AUTOREFRESH = True
