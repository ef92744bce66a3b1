"""What people fill in about jobs and proposals. The actions decide; forms carry what was typed to and fro."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vestibule.accounts.models import Person
from vestibule.judging.gate import TextNotAllowed
from vestibule.kit.money import COMMON_CURRENCIES, parse_amount
from vestibule.kit.refusals import Refusal
from vestibule.market.job_texts import Budget, JobDetails
from vestibule.market.lines import lines_of, split_skills
from vestibule.market.models import JobPost, Proposal
from vestibule.market.rules import LONGEST_TITLE
from vestibule.market.texts import NewProposal
from vestibule.web.speech import amount_to_edit


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
    verdict_surface = ""

    def show(self, refusal: Refusal) -> None:
        """Put the refusal where the person looks."""
        field = self.renamed.get(refusal.field or "", refusal.field)
        known = field if field in self.fields else None
        if isinstance(refusal, TextNotAllowed) and known is not None:
            self.verdict = {**refusal.verdict.as_dict()}
            self.verdict_field = known
            self.verdict_surface = refusal.surface or ""
            self.verdict_text = str(self.cleaned_data[known])
            self.add_error(known, _("Change the marked part, then send it again."))
        else:
            self.add_error(known, refusal.text)


# An amount as people write it.
AMOUNT: dict[str, Any] = {
    "max_length": 20,
    "widget": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
}


def currencies(current: str | None) -> list[tuple[str, str]]:
    """What a form offers. What stands there already can be kept, however rare."""
    codes = dict.fromkeys(filter(None, [current, *COMMON_CURRENCIES]))
    return [(code, code) for code in codes]


def amount_in(form: forms.Form, cleaned: dict[str, Any], name: str) -> int | None:
    """The amount that was typed, in minor units; nothing when there is none or it cannot be read."""
    typed = cleaned.get(name)
    if not typed:
        return None
    amount = parse_amount(typed, cleaned.get("currency", ""))
    if amount is None:
        form.add_error(name, _("Write an amount such as 1200 or 1200.50."))
    return amount


class JobForm(RefusableForm):
    """A job post."""

    renamed = {"budget": "budget_kind", "budget_from_minor": "budget_from", "budget_to_minor": "budget_to"}
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

    skills = LongText(
        label=_("Skills"),
        required=False,
        widget=forms.TextInput,
        help_text=_("Separated by commas, for example: Django, CSS, copywriting."),
    )
    budget_kind = forms.ChoiceField(
        label=_("Budget"),
        required=False,
        choices=[("", _("Not said")), ("fixed", _("For the whole")), ("hourly", _("By the hour"))],
    )
    budget_from = forms.CharField(label=_("From"), required=False, **AMOUNT)
    budget_to = forms.CharField(label=_("Up to"), required=False, **AMOUNT)
    questions = LongText(
        label=_("Questions to freelancers"),
        required=False,
        help_text=_("One a line, at most five. Everybody who answers is asked."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["currency"] = forms.ChoiceField(
            label=_("Currency"), choices=currencies(self.initial.get("currency")), required=False
        )
        self.fields["questions"].widget.attrs["rows"] = 3
        self.order_fields(["title", "body", "skills", "budget_kind", "budget_from", "budget_to", "currency"])

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or self.cleaned_data)}
        for name in ("budget_from", "budget_to"):
            cleaned[f"{name}_minor"] = amount_in(self, cleaned, name)
        return cleaned

    def details(self) -> JobDetails:
        """What was filled in besides title and body; without a kind of budget the amounts mean nothing."""
        data = self.cleaned_data
        budget = Budget()
        if data["budget_kind"]:
            budget = Budget(
                kind=data["budget_kind"],
                from_minor=data["budget_from_minor"],
                to_minor=data["budget_to_minor"],
                currency=data["currency"],
            )
        return JobDetails(skills=split_skills(data["skills"]), questions=data["questions"].split("\n"), budget=budget)


def job_values(job: JobPost) -> dict[str, Any]:
    """A post as its form shows it."""
    amounts = {"budget_from": job.budget_from_minor, "budget_to": job.budget_to_minor}
    return {
        "title": job.title,
        "body": job.body,
        "skills": ", ".join(lines_of(job.skills)),
        "questions": job.questions,
        "budget_kind": job.budget_kind,
        "currency": job.currency or COMMON_CURRENCIES[0],
        **{name: amount_to_edit(value, job.currency) for name, value in amounts.items() if value is not None},
    }


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

    amount = forms.CharField(label=_("Price"), help_text=_("For example 1200 or 1200.50."), **AMOUNT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["currency"] = forms.ChoiceField(
            label=_("Currency"), choices=currencies(self.initial.get("currency"))
        )

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or self.cleaned_data)}
        if "amount" in cleaned and "currency" in cleaned:
            cleaned["amount_minor"] = amount_in(self, cleaned, "amount")
        return cleaned


class ProposalForm(MoneyForm):
    """An answer to a job post, with a field for each of its questions."""

    cover_text = LongText(
        label=_("Your proposal"),
        help_text=_("How you would do it and what you have done before. Links to your work are welcome."),
    )

    def __init__(self, *args: Any, questions: Sequence[str] = (), **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        names = [f"answer_{place}" for place in range(len(questions))]
        for name, question in zip(names, questions, strict=True):
            self.fields[name] = LongText(label=question)
            self.fields[name].widget.attrs["rows"] = 3
        self.renamed = {"bid_minor": "amount", **{f"answers.{place}": name for place, name in enumerate(names)}}
        self.order_fields(["cover_text", *names, "amount", "currency"])

    def wanted(self) -> NewProposal:
        """What was filled in."""
        data = self.cleaned_data
        return NewProposal(
            cover_text=data["cover_text"],
            bid_minor=data["amount_minor"],
            currency=data["currency"],
            answers=[value for name, value in data.items() if name.startswith("answer_")],
        )


def answers_before(proposal: Proposal) -> dict[str, str]:
    """What a proposal answers to the questions that its post asks now, as its form shows it."""
    known = {str(one.question): str(one.answer) for one in proposal.answers.all()}
    asked = lines_of(proposal.job.questions)
    return {f"answer_{place}": known.get(question, "") for place, question in enumerate(asked)}
