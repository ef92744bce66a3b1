"""What people fill in about jobs and proposals. The actions decide; forms carry what was typed to and fro."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vestibule.accounts.models import Person
from vestibule.judging.gate import TextNotAllowed
from vestibule.kit.money import COMMON_CURRENCIES, parse_amount
from vestibule.kit.refusals import Refusal
from vestibule.market.rules import LONGEST_TITLE


class LongText(forms.CharField):
    """A text of several lines; line ends as everywhere else in the house."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - Django's own signature
        return str(super().to_python(value)).replace("\r\n", "\n")


class RefusableForm(forms.Form):
    """A form that can show what an action refused: the sentence at its field, and the verdict of the contact rule."""

    # The action's name for a field and the form's, where they differ.
    renamed: dict[str, str] = {}
    verdict: dict[str, Any] | None = None
    verdict_field = ""
    verdict_text = ""

    def show(self, refusal: Refusal) -> None:
        """Put the refusal where the person looks."""
        field = self.renamed.get(refusal.field or "", refusal.field)
        known = field if field in self.fields else None
        if isinstance(refusal, TextNotAllowed) and known is not None:
            self.verdict = {**refusal.verdict.as_dict()}
            self.verdict_field = known
            self.verdict_text = str(self.cleaned_data[known])
            self.add_error(known, _("Change the marked part, then send it again."))
        else:
            self.add_error(known, refusal.text)


class JobForm(RefusableForm):
    """A job post."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE, help_text=_("What is to be done, in one line."))
    body = LongText(
        label=_("Description"),
        help_text=_(
            "What is there, what is missing, when it can start. Everybody signed in can read it: "
            "contact details stay out."
        ),
    )

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())


OWN_NAME = "own"


class NewJobForm(JobForm):
    """A new job post says in whose name it stands."""

    def organisation_id(self) -> uuid.UUID | None:
        """The chosen organisation; nothing for the client's own name."""
        chosen = self.cleaned_data.get("organisation", OWN_NAME)
        return None if chosen == OWN_NAME else uuid.UUID(chosen)

    def __init__(self, *args: Any, client: Person, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        memberships = client.organisation_memberships.select_related("organisation").order_by("id")
        names = [(str(one.organisation_id), str(one.organisation.name)) for one in memberships]
        if names:
            choices = [*names, (OWN_NAME, client.display_name)]
            self.fields["organisation"] = forms.ChoiceField(label=_("In the name of"), choices=choices)


class MoneyForm(RefusableForm):
    """A form with a price: an amount as people write it, and a currency."""

    amount = forms.CharField(
        label=_("Price"),
        max_length=20,
        help_text=_("For example 1200 or 1200.50."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        # What stands there already can be kept, however rare.
        codes = dict.fromkeys(filter(None, [self.initial.get("currency"), *COMMON_CURRENCIES]))
        choices = [(code, code) for code in codes]
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=choices)

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or self.cleaned_data)}
        if "amount" in cleaned and "currency" in cleaned:
            cleaned["amount_minor"] = parse_amount(cleaned["amount"], cleaned["currency"])
            if cleaned["amount_minor"] is None:
                self.add_error("amount", _("Write an amount such as 1200 or 1200.50."))
        return cleaned


class ProposalForm(MoneyForm):
    """An answer to a job post."""

    renamed = {"bid_minor": "amount"}
    cover_text = LongText(
        label=_("Your proposal"),
        help_text=_("How you would do it and what you have done before. Links to your work are welcome."),
    )
    field_order = ["cover_text", "amount"]
