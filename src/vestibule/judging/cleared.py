"""Text that has passed the gate, as a type, and the model fields that accept nothing else."""

from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from vestibule.policy import Situation, Surface


class Passage(NamedTuple):
    """How a text came through the gate: towards which readers, after which words, by which book."""

    situations: tuple[Situation, ...]
    policy: str


class ClearedText(str):
    """A text that the gate let through for one surface. Only the gate and the database make it."""

    surface: Surface
    # Known until it is stored; what the database gives has come through before.
    passage: Passage | None

    __slots__ = ("passage", "surface")

    def __new__(cls, text: str, surface: Surface, passage: Passage | None = None) -> Self:
        made = super().__new__(cls, text)
        made.surface, made.passage = surface, passage
        return made


if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class UnclearedTextError(TypeError):
    """A program tried to store a text that others can read without asking the gate: a defect, never bad input."""


class _JudgedMixin(_Field):
    """Refuses to store a text that the gate did not let through for this very surface."""

    def __init__(self, *args: Any, surface: Surface, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        self.surface = surface
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:  # noqa: ANN401 - Django's own signature
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "surface": self.surface}

    def from_db_value(self, value: str | None, *_: object) -> ClearedText | None:
        return None if value is None else ClearedText(value, self.surface)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 - Django's own
        if hasattr(value, "resolve_expression"):
            message = f"{self.name}: an expression cannot show that its text passed the gate"
            raise UnclearedTextError(message)
        if value and not (isinstance(value, ClearedText) and value.surface == self.surface):
            message = f"{self.name}: text for surface '{self.surface}' was not cleared by the gate"
            raise UnclearedTextError(message)
        return super().get_db_prep_save(value, connection)


class JudgedCharField(_JudgedMixin, models.CharField):  # type: ignore[type-arg]
    """A short text that another person can read."""


class JudgedTextField(_JudgedMixin, models.TextField):  # type: ignore[type-arg]
    """A long text that another person can read."""
