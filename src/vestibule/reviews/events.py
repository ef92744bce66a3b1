"""What a person's own stream says about what they objected to. The client's types are generated from these."""

import uuid
from typing import Literal

from vestibule.feed.append import Fact

AnswerName = Literal["engine_wrong", "rule_right", "unclear"]


class ObjectionAnswered(Fact, frozen=True, tag_field="kind", tag="objection.answered"):
    """On a person's own stream: staff have looked at what they objected to."""

    objection: uuid.UUID
    answer: AnswerName
