"""What the sample people wrote: the texts of the sample marketplace."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class SampleJob:
    """A job post; `posted` is how long ago."""

    by: str
    title: str
    body: str
    posted: timedelta
    skills: tuple[str, ...]
    budget_to_minor: int
    budget_from_minor: int | None = None


@dataclass(frozen=True, slots=True)
class SampleProfile:
    """How somebody shows themselves to clients."""

    by: str
    headline: str
    about: str
    skills: tuple[str, ...]
    links: tuple[str, ...]
    credentials: tuple[str, ...]
    rate_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class SampleProposal:
    """An answer to the job with this title."""

    by: str
    job: str
    cover_text: str
    bid_minor: int
    currency: str
    sent: timedelta


@dataclass(frozen=True, slots=True)
class Line:
    """Something said in a room; `said` is how long ago."""

    by: str
    said: timedelta
    body: str


def _ago(*, days: int = 0, hours: int = 0, minutes: int = 0) -> timedelta:
    return timedelta(days=days, hours=hours, minutes=minutes)


JOINED = _ago(days=12)

BOOKING = "Rebuild the booking page of our sailing school"
PHOTOS = "Retouch 60 product photos of ceramics"
FLEET = "Dashboard for the fuel use of a small fleet"

JOBS = (
    SampleJob(
        "eli",
        FLEET,
        "Northwind Maritime runs eleven coastal freighters. Every ship sends its fuel use once an hour as CSV. We need "
        "a dashboard that shows use per voyage, compares sister ships and warns when one drifts.\n\n"
        "The data is there and clean; what is missing is somebody who can make it readable for our captains. Python or "
        "R behind it, as you prefer. We can start within two weeks.",
        _ago(days=4, hours=3),
        ("Python", "PostgreSQL", "Data visualisation"),
        1_400_000,
        900_000,
    ),
    SampleJob(
        "ana",
        BOOKING,
        "Our sailing school takes bookings on a page from 2014. On a phone it is hard to use, and half of our guests "
        "book from a phone.\n\nWe would like: a calendar that shows free boats, three steps from date to payment, and "
        "texts in English and Swedish. The site runs on Django. We have wireframes and can share the repository.",
        _ago(days=3, hours=5),
        ("Django", "CSS", "Web design"),
        600_000,
        300_000,
    ),
    SampleJob(
        "ana",
        PHOTOS,
        "For a friend's pottery studio I am looking for somebody to retouch 60 photos: even background, true glaze "
        "colours, same crop. Raw files are ready. Please tell me about similar work you have done.",
        _ago(days=1, hours=20),
        ("Retouching", "Photography"),
        70_000,
    ),
)

PROFILES = (
    SampleProfile(
        "bo",
        "Booking sites and dashboards that work with one thumb",
        "I build small web applications with Django and PostgreSQL: bookings, calendars, charts. I begin with the "
        "phone, test with three real people, and deliver something to look at each Friday.",
        ("Django", "Python", "PostgreSQL", "CSS", "Data visualisation"),
        ("https://github.com/bo-okafor/pedal-booking",),
        ("Professional Scrum Master, Scrum.org, No. 918273",),
        6_500,
        "EUR",
    ),
    SampleProfile(
        "eve",
        "Photographs retouched, colours kept true",
        "Glass, ceramics, jewellery: things that shine and must not lie. Five samples first, so that we agree.",
        ("Retouching", "Photography", "Colour grading"),
        ("https://example.org/eve-marlow/glass",),
        (),
        4_800,
        "EUR",
    ),
)

PROPOSALS = (
    SampleProposal(
        "bo",
        BOOKING,
        "Hello Ana, I have built booking flows for two climbing halls and a bicycle rental, both with Django and a "
        "calendar that works with one thumb. I would start with the phone layout, test it with three of your guests, "
        "and only then draw the large screen.\n\nFour weeks, in steps you can look at each Friday.",
        480_000,
        "EUR",
        _ago(days=2, hours=22),
    ),
    SampleProposal(
        "eve",
        BOOKING,
        "Hi! Booking systems are most of what I do. I can take over your wireframes as they are and have a first "
        "version running in ten days.",
        390_000,
        "EUR",
        _ago(days=2, hours=9),
    ),
    SampleProposal(
        "bo",
        FLEET,
        "Dear Eli, hourly CSV from eleven ships is a pleasant size: small enough to stay simple, large enough to be "
        "worth a good chart. I would store it in PostgreSQL, draw voyages side by side and let captains mark why a "
        "voyage was unusual, so that warnings learn from it.",
        1_150_000,
        "EUR",
        _ago(days=3, hours=4),
    ),
    SampleProposal(
        "eve",
        PHOTOS,
        "I retouched the spring catalogue of a glass blower last year: same light problem, same love of true colours. "
        "I would send you five samples first, so that we agree on the background before I do the rest.",
        54_000,
        "EUR",
        _ago(days=1, hours=11),
    ),
)

# Ana and Bo, strangers on the basic plan: what the contact rule says is felt here.
ANA_AND_BO = (
    Line(
        "ana", _ago(days=2, hours=2), "Hello Bo, thank you for the proposal. Testing with guests first is a good idea."
    ),
    Line("bo", _ago(days=2, hours=1, minutes=48), "Thank you, Ana! It saves a lot of guessing."),
    Line(
        "bo",
        _ago(days=2, hours=1, minutes=46),
        "May I ask how people pay today? I could not see it on the page without booking a boat.",
    ),
    Line(
        "ana",
        _ago(days=2, hours=1, minutes=20),
        "By card when they arrive. That is the other reason for the new page: last summer one in five never arrived.",
    ),
    Line("bo", _ago(days=2, hours=1, minutes=12), "Then a deposit in the third step would pay for the whole page."),
    Line("ana", _ago(days=2, minutes=55), "Exactly what my sister says. She keeps the books."),
    Line(
        "bo",
        _ago(days=1, hours=7),
        "I went through the wireframes. Two questions: can one booking hold several boats, and do you rent by the "
        "half day as well?",
    ),
    Line(
        "ana",
        _ago(days=1, hours=6, minutes=31),
        "Several boats: yes, schools do that. Half days only in May and September.",
    ),
    Line(
        "bo", _ago(days=1, hours=6, minutes=25), "Good, then half days are a setting of the season and not of the boat."
    ),
    Line(
        "bo",
        _ago(days=1, hours=6, minutes=20),
        "Here is the rental I did last year, look at it on a phone: https://github.com/bo-okafor/pedal-booking",
    ),
    Line("ana", _ago(days=1, hours=5, minutes=2), "I booked a bicycle in Lisbon by accident. That is how easy it was."),
    Line("bo", _ago(days=1, hours=4, minutes=58), "I will tell them to expect you!"),
    Line(
        "ana",
        _ago(hours=5, minutes=10),
        "I have talked with my sister. We would like to begin with the phone layout and the deposit, and see the "
        "calendar as a second step. Does that change your price?",
    ),
    Line(
        "bo",
        _ago(hours=4, minutes=44),
        "It makes the first step smaller: I would say two weeks for it. Shall we talk through the steps? My number is "
        "+44 7700 900123.",
    ),
    Line(
        "bo",
        _ago(hours=4, minutes=40),
        "It makes the first step smaller: I would say two weeks for it. We can go through the steps right here.",
    ),
    Line("ana", _ago(hours=2, minutes=15), "Two weeks sounds right. I will write the offer down this afternoon."),
    Line("bo", _ago(hours=2, minutes=9), "Wonderful. I keep the weeks from Monday on free for you."),
)

# Eli hires for an enterprise: contact details may be exchanged, and a remark says why.
ELI_AND_BO = (
    Line(
        "eli",
        _ago(days=2, hours=20),
        "Good morning Bo. I like that captains can explain a voyage. Could you start in May?",
    ),
    Line("bo", _ago(days=2, hours=19, minutes=30), "Good morning Eli. From the second week of May, four days a week."),
    Line(
        "eli",
        _ago(days=2, hours=19, minutes=12),
        "Good. Our data engineer Ines will answer questions about the CSV files: ines@northwind-maritime.com",
    ),
    Line("bo", _ago(days=2, hours=18, minutes=50), "Thank you. On harbour days you reach me best at +44 7700 900123."),
    Line("eli", _ago(days=1, hours=3), "Ines is impressed by your questions. I will send you an offer here."),
)

OFFER_TERMS = (
    "Dashboard for fuel use as described in the job post: import of the hourly files, voyages side by side, warnings, "
    "notes by captains. Delivered in three steps, each accepted by Ines. Starts in the second week of May."
)
OFFER_AMOUNT_MINOR = 1_150_000
OFFER_MADE = _ago(days=1, hours=2)
