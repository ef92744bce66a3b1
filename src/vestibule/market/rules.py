"""Who may do what with which state: pure questions, answered by a refusal or nothing."""

from vestibule.kit.money import CURRENCIES, LARGEST_AMOUNT_MINOR
from vestibule.kit.refusals import InvalidInput, NotAllowed, Refusal, WrongState
from vestibule.kit.text import is_storable

LONGEST_TITLE = 120
LONGEST_BODY = 20_000
LONGEST_COVER_TEXT = 10_000
LONGEST_ANSWER = 2_000
LONGEST_TERMS = 10_000
LONGEST_INVITATION = 2_000
LONGEST_LEAVING = 2_000
MOST_MILESTONES = 10
LONGEST_MILESTONE = 120
LONGEST_HEADLINE = 120
LONGEST_ABOUT = 10_000


class TextMissing(InvalidInput):
    code = "text_missing"
    sentence = "Write something here."


class TextTooLong(InvalidInput):
    code = "text_too_long"


class TextUnreadable(InvalidInput):
    code = "text_unreadable"
    sentence = "This text holds control characters that cannot be stored. Remove them."


class AmountInvalid(InvalidInput):
    code = "amount_invalid"
    sentence = "Enter an amount above zero."


class ExpiryInvalid(InvalidInput):
    code = "expiry_invalid"
    sentence = "An offer stays open for at least an hour and at most 90 days."


class MilestonesInvalid(InvalidInput):
    code = "milestones_invalid"


class CurrencyUnknown(InvalidInput):
    code = "currency_unknown"
    sentence = "Name the currency by its ISO code, for example EUR."


class BudgetInvalid(InvalidInput):
    code = "budget_invalid"


class FreelancerUnknown(InvalidInput):
    code = "freelancer_unknown"
    sentence = "There is no such freelancer, or not for you to see."


class AvailabilityInvalid(InvalidInput):
    code = "availability_invalid"
    sentence = "Say whether you are free now, later, or not at all."


class NotAClient(NotAllowed):
    code = "not_a_client"
    sentence = "Only people who hire can do this."


class NotAFreelancer(NotAllowed):
    code = "not_a_freelancer"
    sentence = "Only people who work can do this."


class NotYours(NotAllowed):
    code = "not_yours"
    sentence = "The other side decides about this."


class OwnJob(NotAllowed):
    code = "own_job"
    sentence = "This is your own job post."


class JobClosed(WrongState):
    code = "job_closed"
    sentence = "This job is closed."


class JobNotClosed(WrongState):
    code = "job_not_closed"
    sentence = "This job is not closed."


class JobNotOpen(WrongState):
    code = "job_not_open"
    sentence = "This job takes no proposals."


class AlreadyProposed(WrongState):
    code = "already_proposed"
    sentence = "You have answered this job. Change or withdraw that proposal instead."


class AnswersMissing(InvalidInput):
    code = "answers_missing"
    sentence = "Questions of this job: %(number)s. Give an answer to each of them."
    values = {"number": 0}


class ProposalSettled(WrongState):
    code = "proposal_settled"
    sentence = "This proposal has been withdrawn or declined."


class InvitationSettled(WrongState):
    code = "invitation_settled"
    sentence = "This invitation has been answered or withdrawn."


class AlreadyInvited(WrongState):
    code = "already_invited"
    sentence = "You have invited this person to this job already."


class TooManyInvitations(Refusal):
    code = "too_many_invitations"
    status = 429
    sentence = "Several invitations of the last hour wait for an answer. Give the freelancers some time."


class TooManyProfiles(Refusal):
    code = "too_many_profiles"
    status = 429
    sentence = "You have looked at very many profiles today. Please come back tomorrow, or narrow your search then."


class AlreadyTalking(WrongState):
    code = "already_talking"
    sentence = "The two of you have a room about this job already."


class OfferPending(WrongState):
    code = "offer_pending"
    sentence = "There is an open offer in this room. Withdraw it before you make another one."


class OfferSettled(WrongState):
    code = "offer_settled"
    sentence = "This offer has been accepted, declined or withdrawn in the meantime."


class OfferExpired(WrongState):
    code = "offer_expired"
    sentence = "This offer has expired. The client can make a new one."


class NobodyToOfferTo(WrongState):
    code = "nobody_to_offer_to"
    sentence = "The freelancer is not in this room any more."


class FreelancerNotChosen(InvalidInput):
    code = "freelancer_not_chosen"
    sentence = "Several freelancers are in this room. Choose to whom you make the offer."


class FreelancerNotHere(InvalidInput):
    code = "freelancer_not_here"
    sentence = "There is no such freelancer in this room."


class ClientGone(WrongState):
    code = "client_gone"
    sentence = "The client has left this room, so the offer can no longer be accepted."


class RoomLeftBefore(WrongState):
    code = "room_left_before"
    sentence = "One of you has left the room about this job."


class ContractOver(WrongState):
    code = "contract_over"
    sentence = "This contract has ended."


def refuse_text(text: str, *, field: str, longest: int) -> Refusal | None:
    """Why a text cannot be taken by its form, or nothing. Lengths count code points."""
    if not text.strip():
        return TextMissing(field=field)
    if len(text) > longest:
        sentence = "At most %(most)s characters; these are %(count)s."
        return TextTooLong(field=field, sentence=sentence, most=longest, count=len(text))
    if not is_storable(text):
        return TextUnreadable(field=field)
    return None


def refuse_money(amount_minor: int, currency: str, *, field: str) -> Refusal | None:
    """Why this is no sum of money, or nothing."""
    if currency not in CURRENCIES:
        return CurrencyUnknown(field="currency")
    if amount_minor < 1:
        return AmountInvalid(field=field)
    if amount_minor > LARGEST_AMOUNT_MINOR:
        return AmountInvalid(field=field, sentence="This amount is too large.")
    return None


def check(*refusals: Refusal | None) -> None:
    """Raise the first refusal there is."""
    for refusal in refusals:
        if refusal is not None:
            raise refusal
