"""What staff fill in about books. The actions decide; forms carry what was typed to and fro."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vestibule.kit.refusals import Refusal
from vestibule.policy import CLIENT_PLANS, PURPOSES, RELATIONSHIPS, SURFACES, Situation
from vestibule.policy.situation import parse_situation
from vestibule.rulebooks.rules import LONGEST_BOOK, LONGEST_REASON
from vestibule.rulebooks.terms import plan_words, purpose_words, relationship_words, surface_words

LONGEST_TRIAL = 20_000


class DraftForm(forms.Form):
    """The text of a book, and the wording that it was changed from."""

    text = forms.CharField(
        label=_("The book"),
        max_length=LONGEST_BOOK,
        strip=False,
        help_text=_("TOML. What is not said here stays as in the book before it."),
        widget=forms.Textarea(
            attrs={"rows": 24, "class": "code-text", "spellcheck": "false", "autocapitalize": "off", "wrap": "off"}
        ),
    )
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class AnnounceForm(forms.Form):
    """The day that a book comes into force, and why so soon."""

    effective = forms.DateField(label=_("Comes into force on"), widget=forms.DateInput(attrs={"type": "date"}))
    urgent = forms.CharField(
        label=_("Why it is urgent"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Only when people are told later than promised. Everybody can read it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    # All stands in one form, so that nothing typed is lost; each button asks for its own fields.
    use_required_attribute = False

    def show(self, refusal: Refusal) -> None:
        """Put the refusal where the person looks."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.text)


class TrialForm(forms.Form):
    """A text to try, and its circumstances."""

    trial = forms.CharField(
        label=_("A text to try"),
        max_length=LONGEST_TRIAL,
        help_text=_("It is judged and not kept."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        choices = {
            "surface": (_("Where"), SURFACES, surface_words),
            "relationship": (_("Between the two"), RELATIONSHIPS, relationship_words),
            "client_plan": (_("The client's plan"), CLIENT_PLANS, plan_words),
            "purpose": (_("Declared purpose"), ("none", *PURPOSES), purpose_words),
        }
        for name, (label, values, words) in choices.items():
            pairs = [(value, words(value)) for value in values]
            self.fields[name] = forms.ChoiceField(label=label, choices=pairs, initial=values[0])

    def situation(self) -> Situation:
        """The circumstances that were chosen."""
        return parse_situation({name: value for name, value in self.cleaned_data.items() if name != "trial"})
