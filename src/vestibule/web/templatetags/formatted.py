"""Messages as HTML: the tokens of their light Markdown, everything that people wrote escaped."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, String, _TokenType
from pygments.util import ClassNotFound

from vestibule.kit.markdown import has_marks, parse
from vestibule.web.templatetags.texts import linked

register = template.Library()

_TAGS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "strong": "strong",
    "em": "em",
}
_INLINE = {"strong", "em"}
# The languages that client/src/elements/highlight.ts colours too, by the names that people give them.
LANGUAGES = frozenset(
    {"bash", "c", "cpp", "c++", "cs", "csharp", "css", "diff", "go", "html", "java", "javascript", "js", "json", "php"}
    | {"py", "python", "rb", "rs", "ruby", "rust", "sh", "sql", "ts", "typescript", "xml", "yaml", "yml"}
)
_LONGEST_COLOURED = 10_000
_COLOURS: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "comment"),
    (String, "string"),
    (Number, "number"),
    (Keyword, "keyword"),
    (Name.Function, "name"),
    (Name.Class, "name"),
    (Name.Tag, "name"),
)
_COLOURED = '<span class="code-{}">{}</span>'
_LINK = '<a href="{}" target="_blank" rel="noopener noreferrer nofollow ugc">'


@register.simple_tag
def formatted(text: str) -> SafeString:
    """The message with its markup. Nothing of it becomes a tag but what the grammar knows."""
    if not has_marks(text):
        # Most messages: what the grammar would make of them.
        return _joined(format_html('<p dir="auto">{}</p>', linked(part.strip("\n"))) for part in _paragraphs(text))
    return _joined(_blocks(parse(text)))


def _paragraphs(text: str) -> list[str]:
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(lines).strip() for lines in found if lines]


def _blocks(tokens: Sequence[Token]) -> Iterable[SafeString]:
    for token in tokens:
        if token.type == "inline":
            yield from _inline(token.children or ())
        elif token.type == "fence":
            yield format_html("<pre><code>{}</code></pre>", _coloured(token.content, token.info))
        elif not token.hidden:
            yield _tag(token)


def _inline(tokens: Iterable[Token]) -> Iterable[SafeString]:
    is_link = False
    for token in tokens:
        if token.type == "text":
            yield conditional_escape(token.content) if is_link else linked(token.content)
        elif token.type == "code_inline":
            yield format_html("<code>{}</code>", token.content)
        elif token.type == "link_open":
            is_link = True
            yield format_html(_LINK, token.attrs["href"])
        elif token.type == "link_close":
            is_link = False
            yield SafeString("</a>")
        else:
            yield _tag(token)


def _tag(token: Token) -> SafeString:
    name, _, side = token.type.rpartition("_")
    tag = _TAGS.get(name)
    if tag is None:
        return conditional_escape(token.content)
    if side == "close":
        return format_html("</{}>", tag)
    # Each block is written in its own direction; what stands within finds its place by the style sheet.
    own = SafeString(' dir="auto"' if token.level == 0 and tag not in _INLINE else "")
    start = token.attrs.get("start")
    return format_html('<{}{} start="{}">', tag, own, start) if start is not None else format_html("<{}{}>", tag, own)


def _coloured(code: str, info: str) -> SafeString:
    language = info.strip().split(maxsplit=1)[0].lower() if info.strip() else ""
    if language not in LANGUAGES or len(code) > _LONGEST_COLOURED:
        return conditional_escape(code)
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return conditional_escape(code)
    return _joined(_piece(kind, value) for kind, value in lexer.get_tokens(code))


def _piece(kind: _TokenType, value: str) -> SafeString:
    colour = next((name for family, name in _COLOURS if kind is family or kind[: len(family)] == tuple(family)), None)
    return (
        conditional_escape(value) if colour is None else format_html('<span class="code-{}">{}</span>', colour, value)
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  every part was escaped above
