"""How people narrow and order lists of proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vestibule.market.cards import ProposalStage
from vestibule.market.forms import AMOUNT, amount_in, currencies
from vestibule.market.proposals import ProposalWish


@dataclass(frozen=True, slots=True)
class StageLink:
    """A stage in a word, and how many proposals have got there."""

    stage: ProposalStage
    word: str
    count: int


def stage_words() -> dict[ProposalStage, str]:
    """What each stage is called."""
    return {
        "sent": _("Not answered"),
        "talks": _("In talks"),
        "offer": _("Offer open"),
        "contract": _("Contract"),
        "ended": _("Contract ended"),
        "declined": _("Declined"),
        "withdrawn": _("Withdrawn"),
    }


def stage_links(counted: Sequence[tuple[ProposalStage, int]]) -> list[StageLink]:
    """The stages to choose from."""
    words = stage_words()
    return [StageLink(stage, words[stage], count) for stage, count in counted]


class ProposalSearchForm(forms.Form):
    """What to narrow proposals by. Whatever cannot be read narrows nothing and is said at its field."""

    stage = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            ("", gettext_lazy("Newest first")),
            ("lowest", gettext_lazy("Lowest price first")),
            ("highest", gettext_lazy("Highest price first")),
        ],
    )
    at_most = forms.CharField(label=gettext_lazy("Price at most"), required=False, **AMOUNT)
    field_order = ["stage", "order", "at_most", "currency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["stage"] = forms.ChoiceField(
            required=False, widget=forms.HiddenInput, choices=[("", ""), *stage_words().items()]
        )
        self.fields["currency"] = forms.ChoiceField(
            label=gettext_lazy("Currency"), choices=currencies(None), required=False
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or self.cleaned_data)}
        cleaned["at_most_minor"] = amount_in(self, cleaned, "at_most")
        return cleaned

    def wish(self) -> ProposalWish:
        """What is looked for; a currency narrows only together with an amount."""
        self.is_valid()
        data = self.cleaned_data
        most = data.get("at_most_minor")
        return ProposalWish(
            stage=data.get("stage") or None,
            order=data.get("order") or "newest",
            currency=data.get("currency", "") if most is not None else "",
            bid_at_most_minor=most,
        )
