"""What a person's own stream says about their notices. The client's types are generated from these."""

import uuid

from vestibule.feed.append import Fact


class NoticePosted(Fact, frozen=True, tag_field="kind", tag="notice.posted"):
    """On a person's own stream: there is something new to be told of; so many are unread with it."""

    notice: uuid.UUID
    unread: int


class NoticesRead(Fact, frozen=True, tag_field="kind", tag="notices.read"):
    """On a person's own stream: notices were read, or need not be any more; so many are left."""

    unread: int
