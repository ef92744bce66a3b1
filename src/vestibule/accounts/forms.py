"""What people fill in about themselves."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vestibule.accounts.models import Person
from vestibule.accounts.names import clear_name
from vestibule.kit.refusals import Refusal


class SignUpForm(forms.Form):
    """The part of allauth's sign-up form that is ours."""

    display_name = forms.CharField(
        label=_("Your name"), max_length=80, help_text=_("Shown to the people you talk with.")
    )
    side = forms.MultipleChoiceField(
        label=_("I am here to"),
        choices=[("client", _("hire")), ("freelancer", _("work"))],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose whether you hire, work, or both.")},
    )

    def clean_display_name(self) -> str:
        try:
            name, language = self.cleaned_data["display_name"], get_language() or "en"
            return str(clear_name(name, field="display_name", now=timezone.now(), language=language))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.text, code=refusal.code) from refusal

    def signup(self, request: Any, user: Person) -> None:  # noqa: ANN401 - allauth's hook; save_user has done it all
        """Nothing is left to do here: the adapter made the person."""


def display_name(user: Person) -> str:
    """How allauth's pages and mails name somebody."""
    return str(user.display_name)
