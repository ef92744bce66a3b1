"""Allauth's sign-up form, which tells nobody whether an address was taken while they were typing."""

from allauth.account.forms import SignupForm
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from vestibule.accounts.actions.create_person import AddressTaken


class QuietSignUpForm(SignupForm):
    """Answers the same whether the address was known when the form was checked or became so before it was saved."""

    def try_save(self, request: HttpRequest) -> tuple[AbstractBaseUser | None, HttpResponse | None]:
        if self.account_already_exists:
            # A new account's password is hashed, which takes long enough to be told apart from outside.
            make_password(self.cleaned_data["password1"])
        try:
            saved: tuple[AbstractBaseUser | None, HttpResponse | None] = super().try_save(request)
        except AddressTaken:
            self.account_already_exists = True
            saved = super().try_save(request)
        return saved
