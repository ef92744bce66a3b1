"""Classes of words as bits. A word can be in several; the meaning of each stands beside it."""

from typing import Final

AT_STRONG: Final = 1 << 0  # "arroba": says @ and nothing else
AT_WEAK: Final = 1 << 1  # "at": says @ between a name and a host
DOT_WORD: Final = 1 << 2
UNDER_WORD: Final = 1 << 3
DASH_WORD: Final = 1 << 4
PHONE_NOUN: Final = 1 << 5
NUMBER_NOUN: Final = 1 << 6
EMAIL_NOUN: Final = 1 << 7
CONTACT_NOUN: Final = 1 << 8
HANDLE_NOUN: Final = 1 << 9
MY: Final = 1 << 10
ME: Final = 1 << 11
YOUR: Final = 1 << 12
YOU: Final = 1 << 13
GIVE: Final = 1 << 14
ASK: Final = 1 << 15
HAVE: Final = 1 << 16
REACH: Final = 1 << 17
TALK: Final = 1 << 18
LETS: Final = 1 << 19
PREP: Final = 1 << 20
HERE: Final = 1 << 21
OUTSIDE: Final = 1 << 22
PLATFORM: Final = 1 << 23
DIRECT: Final = 1 << 24
NEG: Final = 1 << 25
RULE: Final = 1 << 26
WORK: Final = 1 << 27
PAY: Final = 1 << 28
MONEY: Final = 1 << 29
FEE: Final = 1 << 30
ID_WORD: Final = 1 << 31
UNIT: Final = 1 << 32
REVERSE: Final = 1 << 33
FILLER: Final = 1 << 34
CONN: Final = 1 << 35
MULTIPLIER: Final = 1 << 36
COUNTING: Final = 1 << 37
OPINION: Final = 1 << 38
NUM: Final = 1 << 39  # a number word
SERVICE: Final = 1 << 40  # names a service by itself
SERVICE_WORD: Final = 1 << 41  # an ordinary word that can name a service
MAIL_HOST: Final = 1 << 42
FRAGMENT: Final = 1 << 43  # the last piece of a service name that was cut in two
MIXED_DIGITS: Final = 1 << 44  # digits and number words or letters in one
BACKWARD: Final = 1 << 45  # a service name read from the right
ODD: Final = 1 << 46  # long and unlike a word: perhaps encoded
SINGLE: Final = 1 << 47  # one letter alone
PHRASE: Final = 1 << 48  # the longest word of a phrase; the gate looks whether the rest is there
SEARCH: Final = 1 << 49  # sends the reader to a search engine
AVOID: Final = 1 << 50  # passes somebody or something by: "skip", "without"
CASH: Final = 1 << 51  # means of paying that are not those of the place
SLASH_WORD: Final = 1 << 52
HINT: Final = 1 << 53  # of words that can mean a service where the name of an account stands near: "the bird app"
CUE: Final = 1 << 54  # of a phrase that says that something rings, or that digits are not what they seem
PROVIDER: Final = 1 << 55  # the company behind a mail service: "the Google one"
WARN: Final = 1 << 56  # warns of somebody or something, or tells that it was reported
TOLD: Final = 1 << 57  # tells what somebody else said, did or wanted
DECLINED: Final = 1 << 58  # says that one refused, does not do such things, or reported them
IF: Final = 1 << 59  # supposes what is not so: "even if", "were to ask"
OTHERS: Final = 1 << 60  # somebody who is not in the room: "the last developer", "some clients"
STAY: Final = 1 << 61  # says that one stays, keeps to a place, does it only so
ESCROW: Final = 1 << 62  # the safe way to pay: escrow, milestones, guarantees, disputes
ANSWER: Final = 1 << 63  # of a question that is answered with a denial at once
SCRIPT: Final = 1 << 64  # words as the work itself: a scene, a subtitle, a greeting for a machine, a line of a form
QUOTED: Final = 1 << 65  # stands in quotation marks, in a text that has more to say

RARE: Final = (
    AT_STRONG | DOT_WORD | UNDER_WORD | PHONE_NOUN | NUMBER_NOUN | EMAIL_NOUN | CONTACT_NOUN | OUTSIDE | DIRECT | FEE
    | REVERSE | NUM | SERVICE | SERVICE_WORD | MAIL_HOST | MONEY | SEARCH | CASH | AVOID | PLATFORM
    | SLASH_WORD | PROVIDER
)  # fmt: skip
"""Classes that make the gate look closer; the others only count beside these."""

MARKED: Final = RARE | PHRASE | FRAGMENT | AT_WEAK | PAY
"""Classes of which the gate asks where they stand."""

BY_NAME: Final[dict[str, int]] = {
    name.lower(): value for name, value in list(globals().items()) if name.isupper() and isinstance(value, int)
}
"""Class names as the lexicon files write them."""
