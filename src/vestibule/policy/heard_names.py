"""Names of services as people write them by ear: "dizkörd", "feisbuci", "инстограме", "vatzap"."""

import re
from typing import Final

HEARD: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("whatsapp", r"(?:wh?|u|v|g[uw]|ou|hu|b)(?:aa?|o)h?(?:t?s+h?|t?z+|tc|ss)a+p+"),
        ("discord", r"d[iy](?:(?:s?z+|z+s?)[ck]+|s+[ck]*k[ck]*)(?:o|oe)r[dt](?:[aeiuy]|em|ie)?"),
        ("facebook", r"f(?:e[iyj]|a[iy]?|e)(?:ss?|sz|zz?|c|tz)e?b(?:oo|ou?|u)(?:[kcq]|ck|[ck][iu]|ka|kie|kom|ke)"),
        ("instagram", r"(?:i|l|y)n?st[aeou]h?gr[aeo]h?m+(?:[aeiu]|ie|em|om)?"),
        ("telegram", r"t[ei]ll?[aeioy]h?[gj]r[aeo]h?m+(?:[aeiu]|ie|em|om)?"),
        ("snapchat", r"s[nk]{1,2}[ae]p+(?:t?s?ch|tsh|sh|cz|tsc)[ae]tt?(?:[aeiu]|ie|em)?"),
        ("viber", r"[vw]a[ijy]b[ae]r(?:[aeiu]|ze|om|em|i)?"),
        ("skype", r"sk(?:a[ijy]|ei|ay)p(?:[aeiu]|ie|em|om)?"),
        ("linkedin", r"l[iy]n[kc]?k[aei]?d[iy]nn?(?:[aeu]|ie|om)?"),
        ("tiktok", r"t[iy][ckq]{1,2}to[ckq]{1,2}(?:[aeiou]|em|om|ie)?"),
        ("фейсбук", r"ф[еэ][ийи]?сб[уо][кч][а-яіїє]{0,4}"),
        ("инстаграм", r"[иі]н?ст[ао]?гр[аоэе]мм?(?:[аеуіиы]|ом|чик[аеу]?)?"),
        ("дискорд", r"д[иі][сз][кг]орд?[дт](?:[аеуіи]|ом|ик[еу]?)?"),
        ("телеграм", r"т[еєиі]л[еєиі]г(?:р[аоэе]мм?)(?:[аеуіи]|ом|чик[аеу]?)?"),
        ("вайбер", r"в[аэ][ийі]?б[еєэ]р(?:[аеуі]|ом|чик[аеу]?)"),
    )
)
"""By the plain name of a service, in its script: how it sounds, with the endings that it takes."""
STARTS: Final = frozenset("wugvohbdfiltsyфидтві")


def as_heard(word: str) -> str:
    """The plain name of the service that a folded word sounds like; "" when it sounds like none."""
    if word[0] not in STARTS:
        return ""
    return next((name for name, heard in HEARD if heard.fullmatch(word)), "")
