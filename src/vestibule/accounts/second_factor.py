"""Passkeys and codes as a second step: allauth decides when; what it keeps is sealed."""

import base64
from functools import cache

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _


class SealedSecrets(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps and recovery codes sealed with a key made of the site's own.

    A copy of the database alone is then no second factor.
    """

    def encrypt(self, text: str) -> str:
        return _seal(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002 - allauth's signature
        return _("My passkey")


@cache
def _seal(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"vestibule second factor").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
