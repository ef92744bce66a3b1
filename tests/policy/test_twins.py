"""Texts that give a number or an address away, each with an honest one that looks like it."""

import pytest

from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest

PHONES = {
    "pages of a draft": (
        "see page 503 of the draft, then page 290 and last page 4471, there is no draft, dial them",
        "see page 503 of the draft, then page 290 and last page 4471, those need a new layout",
    ),
    "a price": (
        "Final quote is $2,125,550,187, read it as digits, not dollars",
        "Final quote is $2,125,550,187 for the whole terminal",
    ),
    "counts": (
        "take 8 cats, 950 roubles, 618 pages, 27 edits and 44 fonts and call those numbers",
        "take 8 photos, 950 words, 618 pages, 27 edits and 44 fonts for the annual report",
    ),
    "counts in Polish": (
        "Weź 730 dni, dodaj 415 stron i 268 złotych, sklej i zadzwoń",
        "Weź 730 słów, dodaj 415 stron i 268 ilustracji, termin w maju",
    ),
    "counts in Russian": (
        "возьми 8, припиши 950 рублей, 618 страниц, 27 правок и 44 шрифта и позвони",
        "в книге 8 глав, 950 рублей за лист, 618 страниц, 27 правок и 44 шрифта",
    ),
    "scores": (
        "match results 3:0 4-9 2:2 7-1 6:8, string them together and my phone goes off",
        "match results 3:0 4-9 2:2 7-1 6:8, put the table on the second slide",
    ),
    "a column": ("097\n640\n25\n71", "Totals by month\n1200\n450\n300\n75"),
    "a column of single digits": (
        "reading down\n0\n1\n5\n9\n0\n6\n1\n8\n4\n4\n7",
        "ratings\n4\n5\n5\n3\n4\n2\n5\n1\n4\n5",
    ),
    "letters for digits": ("Ol63 / 4O 7l 9O 11 :P", "the bottles hold 5l 20l 30l 12l and 45l"),
    "leetspeak": ("n1n3 0n3 s1x / f0ur f1v3 zer0 / thr33 tw0 e1ght n1n3", "the clan is called n1n3 t41ls, logo in red"),
    "counted digits": (
        "pięć zero, dwa razy siedem, trzy dziewiątki, jeden, sześć, cztery",
        "dwa razy poprawki, trzy dziewiątki na okładce i sześć stron",
    ),
    "Arabic compounds": (
        "كلمني على صفر ستة، واحد وستين، ثمانية وأربعين، تسعين، خمسة وعشرين",
        "السعر واحد وستين دولارا للصفحة وعدد الصفحات ثمانية وأربعين",
    ),
    "backwards": ("od tyłu: 370 552 896, po osiemnastej", "wpisz od tyłu: 370 552 896, to test kodu produktu"),
    "somebody's own": (
        "it's all here: 2125559001, that's my mobile",
        "order 2125559001 was late, my mobile app shows it",
    ),
    "keypad letters": ("1-800-DRAW-INK is our line", "the fonts are in 300-BOLD-WIDE and 800 px"),
    "words for the plus": ("plus 44 then 7700 then 900123, ring", "flat 4410 costs 7700 then 900 plus 44 for parking"),
    "talk of phones": (
        "on the phone I say 07, then 700, then 900, then 123",
        "on the phone the grid is 24 px, the frame 375 x 812 and the margin 16",
    ),
}

ADDRESSES = {
    "one token": ("hannahbrookATgmailDOTcom", "the dotcom bubble took the flat market down"),
    "one token in Italian": ("perlaserachiocciolatiscalipuntoit", "il puntoit è un negozio, non un refuso"),
    "brackets": (
        "magister.paul [roundabout] gmail [pebble] com",
        "ask paul [the magister] about gmail [the free one] first",
    ),
    "pictures": ("borya.beat 🐶 mail 🔴 ru", "the dog 🐶 carries mail 🔴 in the red bag"),
    "a word put in": (
        "togli PIZZA: simonaPIZZA.paghe@PIZZAvirgilio.PIZZAit",
        "la PIZZA è sul menu, PIZZA e birra da 12",
    ),
    "shifted letters": ("each letter one back: mbvsb@hnbjm.dpn", "the decorator is written node@cluster.local"),
    "told in parts": (
        "Domain: brightmoth.agency. Mailbox: office. Put them together with an at",
        "Domain: brightmoth.agency. The office is in the header, put them together with a line",
    ),
    "the sign in front": (
        'just put "ines" and the @ in front of petalandgrain.pt',
        'just put "ines" and the logo in front of the petals',
    ),
    "the provider alluded to": (
        "login maciek3dprint, skrzynka u wujka gugla, reszta wiadomo",
        "login jest prosty, a reklamy w google prowadzę od lat, reszta w raporcie",
    ),
    "the provider alluded to in French": (
        "mon pseudo mathildecode, suivi du mail de chez google, facile",
        "mon équipe fait le référencement google, suivi et rapport, facile",
    ),
    "an alphabet": (
        "Delta Oscar Romeo Alpha at Golf Mike Xray dot November Echo Tango",
        "alpha, bravo and delta are the names of our builds, echo is next",
    ),
    "names for letters": (
        "literuję: Barbara, Ewa, Adam, Tadeusz, małpa, tlen kropka pl",
        "na spotkaniu będą Barbara, Ewa, Adam i Tadeusz, potem przerwa",
    ),
    "letters for words": (
        "N for Nagpur, E for Eden, H for Haldi, at gmail dot com",
        "N for north, E for east, S for south on the compass",
    ),
    "hesitations": (
        "kyle dot ehh mercer so then at umm live and finally dot com",
        "so then at lunch, umm, live music and finally coffee",
    ),
    "capitals": ("write to office AT thrower-accounts DOT co DOT uk", "the sign says OPEN AT NIGHT in red"),
    "each word turned": (
        "hsoj tod rettu ta kooltuo tod moc, every word the other way",
        "level, noon and radar read the same",
    ),
    "at one's own site": (
        "our site is brightmoth.agency and we read what is sent to studio@ that domain",
        "our site is brightmoth.agency and the studio is on the about page of that domain",
    ),
}


@pytest.mark.parametrize("name", sorted(PHONES))
def test_a_number_is_stopped_and_what_looks_like_it_is_not(name: str) -> None:
    sharing, honest = PHONES[name]
    assert "phone" in {finding.kind for finding in judge(sharing, Situation(), BOOK).findings}
    assert judge(honest, Situation(), BOOK).findings == ()


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_an_address_is_stopped_and_what_looks_like_it_is_not(name: str) -> None:
    sharing, honest = ADDRESSES[name]
    assert "email" in {finding.kind for finding in judge(sharing, Situation(), BOOK).findings}
    assert judge(honest, Situation(), BOOK).findings == ()


@pytest.mark.parametrize(
    ("before", "newest", "kind"),
    [
        (("josefine", "are you still up for the kitchen elevations?", "at outlook"), "dot com", "email"),
        (("1) pernille", "2) (at)", "3) dugong"), "4) .dk", "email"),
        (("seven two oh", "so the voice should be warm?"), "four four one, nine eight six five", "phone"),
        (("it begins with +31 6", "and continues 2841"), "last bit is 9930", "phone"),
        (("0770 55",), "12 980 that's it", "phone"),
    ],
)
def test_pieces_are_put_together_over_talk_between_them(before: tuple[str, ...], newest: str, kind: str) -> None:
    assert kind in {finding.kind for finding in judge(newest, Situation(context=before), BOOK).findings}


@pytest.mark.parametrize(
    ("before", "newest"),
    [
        (("the files are on outlook", "are you still up for the kitchen?", "see you at nine"), "the dot is too big"),
        (("1) logo", "2) banner at the top"), "3) dot pattern below"),
        (("seven of the two hundred", "so the voice should be warm?"), "four or five samples are enough"),
        (("it begins with 31 pages", "and continues with 28"), "the last 99 are notes"),
        (("0770 words",), "12 pages and that's it"),
    ],
)
def test_honest_pieces_are_left_alone(before: tuple[str, ...], newest: str) -> None:
    assert judge(newest, Situation(context=before), BOOK).findings == ()
