"""What people fill in about themselves, about whom they look for, and when they invite somebody."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vestibule.market.forms import AMOUNT, LongText, RefusableForm, amount_in, currencies
from vestibule.market.job_search import MOST_WANTED_SKILLS, JobWish
from vestibule.market.lines import lines_of, split_skills
from vestibule.market.models import JobPost, Profile
from vestibule.market.people import FreelancerWish
from vestibule.market.profile_texts import NewProfile
from vestibule.market.rules import LONGEST_HEADLINE
from vestibule.market.words import LONGEST_QUERY
from vestibule.web.speech import amount_to_edit


class ProfileForm(RefusableForm):
    """A freelancer's profile."""

    renamed = {"rate_minor": "rate"}
    headline = forms.CharField(
        label=_("Headline"), max_length=LONGEST_HEADLINE, help_text=_("What you do, in one line.")
    )
    about = LongText(
        label=_("About you"),
        required=False,
        help_text=_("What you have done and how you work. Everybody can read it: contact details stay out."),
    )
    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        help_text=_("Separated by commas. Clients find you by them."),
    )
    rate = forms.CharField(label=_("Price for an hour"), required=False, **AMOUNT)
    availability = forms.ChoiceField(
        label=_("Availability"),
        choices=[("now", _("Free now")), ("later", _("Free from a day on")), ("busy", _("No new work"))],
    )
    available_from = forms.DateField(
        label=_("Free from"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    links = LongText(
        label=_("Links to your work"),
        required=False,
        help_text=_("One a line: portfolio, code, articles. Accounts in social networks stay out."),
    )
    credentials = LongText(
        label=_("Credentials"),
        required=False,
        help_text=_("One a line: what, from whom, its number. They are shown as declared by you."),
    )
    is_listed = forms.BooleanField(
        label=_("Let clients find me"),
        required=False,
        help_text=_("Otherwise only people you deal with see your profile."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["currency"] = forms.ChoiceField(
            label=_("Currency"), choices=currencies(self.initial.get("currency")), required=False
        )
        for name in ("links", "credentials"):
            self.fields[name].widget.attrs["rows"] = 3
        self.order_fields(["headline", "about", "skills", "rate", "currency"])

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or self.cleaned_data)}
        cleaned["rate_minor"] = amount_in(self, cleaned, "rate")
        return cleaned

    def profile(self) -> NewProfile:
        """What was filled in."""
        data = self.cleaned_data
        return NewProfile(
            headline=data["headline"],
            about=data["about"],
            skills=split_skills(data["skills"]),
            links=data["links"].split("\n"),
            credentials=data["credentials"].split("\n"),
            rate_minor=data["rate_minor"],
            currency=data["currency"] if data["rate_minor"] is not None else "",
            availability=data["availability"],
            available_from=data["available_from"],
            is_listed=data["is_listed"],
        )


def profile_values(row: Profile | None) -> dict[str, Any]:
    """A profile as its form shows it; a new one is listed unless its owner says otherwise."""
    if row is None:
        return {"is_listed": True, "availability": "now"}
    fields = ("headline", "about", "links", "credentials", "availability", "available_from", "is_listed")
    values = {name: getattr(row, name) for name in fields}
    values["skills"] = ", ".join(lines_of(row.skills))
    if row.rate_minor is not None:
        values |= {"rate": amount_to_edit(row.rate_minor, row.currency), "currency": row.currency}
    return values


class InvitationForm(RefusableForm):
    """An invitation to one of the client's jobs."""

    renamed = {"freelancer": "job"}
    words = LongText(
        label=_("Your words"),
        required=False,
        help_text=_("Why you ask this person. Contact details stay out: the room opens when they accept."),
    )

    def __init__(self, *args: Any, jobs: Sequence[JobPost], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        choices = [(str(job.id), str(job.title)) for job in jobs]
        self.fields["job"] = forms.ChoiceField(label=_("Job"), choices=choices)
        self.fields["words"].widget.attrs["rows"] = 4
        self.order_fields(["job", "words"])

    def job_id(self) -> uuid.UUID:
        """The chosen job."""
        return uuid.UUID(self.cleaned_data["job"])


class SearchForm(forms.Form):
    """What both searches share. Whatever cannot be read narrows nothing and is said at its field."""

    q = forms.CharField(label=_("Search"), required=False, max_length=LONGEST_QUERY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=currencies(None), required=False)
        self.fields["q"].widget = forms.TextInput(attrs={"type": "search"})

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills to narrow by."""
        chosen = self.data.getlist("skill") if hasattr(self.data, "getlist") else []
        return tuple(one.strip() for one in chosen if one.strip())[:MOST_WANTED_SKILLS]

    def read(self) -> dict[str, Any]:
        """What was filled in and can be read."""
        self.is_valid()
        return self.cleaned_data


class JobSearchForm(SearchForm):
    """What to narrow open jobs by."""

    budget = forms.ChoiceField(
        label=_("Budget"),
        required=False,
        choices=[("", _("Any")), ("fixed", _("For the whole")), ("hourly", _("By the hour"))],
    )
    at_least = forms.CharField(label=_("Pays at least"), required=False, **AMOUNT)
    exempt = forms.BooleanField(label=_("Business and enterprise clients only"), required=False)
    field_order = ["q", "budget", "at_least", "currency", "exempt"]

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or self.cleaned_data)}
        cleaned["at_least_minor"] = amount_in(self, cleaned, "at_least")
        return cleaned

    def wish(self) -> JobWish:
        """What is looked for; a currency narrows only together with an amount."""
        data = self.read()
        least = data.get("at_least_minor")
        return JobWish(
            text=data.get("q", ""),
            skills=self.skills,
            budget_kind=data.get("budget", ""),
            currency=data.get("currency", "") if least is not None else "",
            pays_at_least_minor=least,
            is_exempt=data.get("exempt", False),
        )


class FreelancerSearchForm(SearchForm):
    """What to narrow freelancers by."""

    at_most = forms.CharField(label=_("At most an hour"), required=False, **AMOUNT)
    available = forms.BooleanField(label=_("Takes new work"), required=False)
    field_order = ["q", "at_most", "currency", "available"]

    def clean(self) -> dict[str, Any]:
        cleaned = {**(super().clean() or self.cleaned_data)}
        cleaned["at_most_minor"] = amount_in(self, cleaned, "at_most")
        return cleaned

    def wish(self) -> FreelancerWish:
        """Who is looked for; a currency narrows only together with an amount."""
        data = self.read()
        most = data.get("at_most_minor")
        return FreelancerWish(
            text=data.get("q", ""),
            skills=self.skills,
            currency=data.get("currency", "") if most is not None else "",
            rate_at_most_minor=most,
            is_available=data.get("available", False),
        )
