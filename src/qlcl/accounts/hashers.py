"""How passwords are stored: Argon2id with the memory that OWASP names as the least (19 MiB, two passes, one lane).

Django's own setting takes 100 MiB per sign-in, which a small server with a few workers cannot spare.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class ThriftyArgon2Hasher(Argon2PasswordHasher):
    """Argon2id, 19 MiB."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
