"""Plain details in ordinary sentences: whatever else the sentence speaks of, who gives a detail is stopped."""

from itertools import product

import pytest

from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest
EMAILS = (
    "rita@mossgrovebooks.com",
    "info@orchardlanebakery.co.uk",
    "h.pryce@brackenhall.org.uk",
    "post@tischlereiweiss.de",
    "sara.quell@gmail.com",
    "bestellung-2@holzhof.swiss",
)
# One mobile and one office number of each country, as people of the country write them.
PHONES = {
    "United States": ("(503) 448-2917", "+1 503 448 2917", "503-448-2917"),
    "United Kingdom": ("07700 900461", "+44 7700 900461", "0161 496 0753"),
    "Germany": ("0171 4482910", "+49 171 4482910", "030 89441762", "0160.94.33.87.12", "0176 / 83 41 97 20"),
    "Austria": ("0664 412 7785", "+43 664 4127785", "0664.512.88.31"),
    "Switzerland": ("079 448 29 17", "+41 79 448 29 17"),
    "France": ("06 44 87 12 90", "+33 6 44 87 12 90"),
    "Spain": ("612 44 87 90", "+34 612 448 790"),
    "Italy": ("347 448 2917", "+39 347 448 2917"),
    "Portugal": ("912 448 297", "+351 912 448 297"),
    "Brazil": ("(21) 98834-1207", "+55 21 98834-1207"),
    "Mexico": ("+52 55 4412 8790", "55 4412 8790"),
    "Poland": ("601 448 291", "+48 601 448 291"),
    "Russia": ("8 916 448-29-17", "+7 916 448-29-17"),
    "Ukraine": ("067 448 22 95", "+380 67 448 22 95"),
    "India": ("98201 44829", "+91 98201 44829"),
    "China": ("139 4482 9170", "+86 139 4482 9170"),
    "Saudi Arabia": ("055 448 2917", "+966 55 448 2917"),
    "Nigeria": ("0803 448 2917", "+234 803 448 2917"),
    "Australia": ("0412 448 291", "+61 412 448 291"),
    "Ireland": ("087 448 2917", "+353 87 448 2917"),
}
TO_EMAIL = (
    "Send your CV and two samples to {}.",
    "The button on my page is broken, so use {} to get the quote sheet",
    "My mail is {}, version 2 of the footer goes there too.",
    "{} works best for invoices and test prints",
    "Envíame las muestras de la página a {} por favor",
    "O formulário da página não abre, mande para {}",
    "Envoyez les exemples de la nouvelle version à {}",
    "Das Formular auf meiner Seite spinnt, schick die Beispiele an {}",
    "Il modulo della pagina non va, manda gli esempi a {}",
    "Formularz na stronie nie działa, wyślij próbki na {}",
    "Форма на странице не работает, пришлите примеры на {}",
    "Надішліть тестову версію сторінки на {}",
    "Page ke sample {} pe bhej do",
    "测试版请发到 {} 谢谢",
    "أرسل عينات الصفحة إلى {} من فضلك",
)
TO_PHONE = (
    "Order questions? Call {} after lunch.",
    "My number is {}, the price list is on page two.",
    "Same number as last year: {}.",
    "Call me about the invoice on {}",
    "Llámame por el presupuesto al {}",
    "Me liga sobre o orçamento: {}",
    "Appelez-moi pour le devis au {}",
    "Ruf mich wegen der Rechnung an: {}",
    "Chiamami per il preventivo: {}",
    "Zadzwoń do mnie w sprawie faktury: {}",
    "Звоните мне по поводу счета: {}",
    "Замовленнями займається моя помічниця, її номер {}",
    "Bill ke baare mein mera number {} hai",
    "订单的事打我电话 {} 就行",
    "رقم هاتفي {} بخصوص الفاتورة",
)
ACCOUNTS = (
    "Message me @lilacledger if this chat is slow, I sell samples in six shops",
    "dm me @lilacledger about the order",
    "Insta: lilac.ledger for the test prints",
    "Telegram: lilac_ledger, version 2 is there too",
    "My skype name is lilacledger88, any time this year",
    "Telegram id lilacledger works better for the footer",
    "Mein Insta ist lilac_ledger, da sind die Seiten",
    "Mi Telegram es lilac_ledger, para las muestras",
    "Mon Insta c'est lilac_ledger pour les exemples",
    "Meu insta é lilac_ledger, tem as páginas lá",
    "Il mio Telegram è lilac_ledger per le pagine",
    "Mój telegram to lilac_ledger, tam są próbki",
    "Мой телеграм lilac_ledger, там примеры страниц",
    "Мій телеграм lilac_ledger, там приклади сторінок",
    "Mera telegram lilac_ledger hai, sample wahin hain",
    "我的微信号 lilac_ledger，样品在里面",
    "حسابي على تيليجرام lilac_ledger للعينات",
)
LINKS = (
    "t.me/lilacledger",
    "wa.me/447700900461",
    "facebook.com/greenwellcamping",
    "https://www.instagram.com/lilac.ledger/",
    "discord.gg/h7Kd9Qx",
    "calendly.com/lilac-ledger/30min",
    "https://us04web.zoom.us/j/74482917033",
    "paypal.me/lilacledger",
)
WITH_LINK = (
    "The campaign is for our own page, {}",
    "Sample pages and prices of this year: {}",
    "Version 3 of the footer, then {} for the rest",
    "La página es {} y la factura va después",
    "Das steht auf unserer Seite {} im Kopf",
    "{} для тестовой версии",
)
HONEST = (
    "The footer must show info@kilnandclay.ie and the opening hours.",
    "Change the placeholder in the form to name@company.com please.",
    "The regex must accept jane@acme-mail.com.",
    "Send the test mail to user@example.com and look at the header.",
    "The validator accepts +1 (555) 010-9999 in the unit test.",
    "Order number 5034482917 is still open.",
    "Auftragsnummer 2020-07-004419, Lieferschein 88172034, beide müssen im Kopf der Vorlage stehen.",
    "O maior valor da coluna é 18446744073709551615",
    "Le bug vient de là : `npm i @babel/preset-env@7.10.3` écrase la version du lock",
    "The heading needs a red dot at the end, and a second dot at the start of each list item.",
    "Qui trovi i miei progetti d'interni: https://www.studiobrescianini.it/progetti/casa-sul-lago",
    "Same number of pages as last year: 448.",
    "Ihre Kundennummer ist 0448 2917033.",
    "La commande porte le numéro 448 29 17.",
)


def kinds_in(text: str) -> set[str]:
    verdict = judge(text, Situation(), BOOK)
    return {finding.kind for finding in verdict.findings if verdict.outcome != "allow"}


@pytest.mark.parametrize("carrier", TO_EMAIL)
def test_a_plain_address_is_found_whatever_the_sentence_is_about(carrier: str) -> None:
    missed = [email for email in EMAILS if "email" not in kinds_in(carrier.format(email))]
    assert missed == []


@pytest.mark.parametrize("carrier", TO_PHONE)
def test_a_plain_number_is_found_whatever_the_sentence_is_about(carrier: str) -> None:
    numbers = [number for written in PHONES.values() for number in written]
    missed = [number for number in numbers if "phone" not in kinds_in(carrier.format(number))]
    assert missed == []


@pytest.mark.parametrize("text", ACCOUNTS)
def test_a_plain_account_is_found_whatever_the_sentence_is_about(text: str) -> None:
    assert kinds_in(text) & {"social_handle", "off_platform"}


@pytest.mark.parametrize(("carrier", "link"), list(product(WITH_LINK, LINKS)))
def test_a_plain_link_to_somebody_is_found_whatever_the_sentence_is_about(carrier: str, link: str) -> None:
    assert kinds_in(carrier.format(link))


@pytest.mark.parametrize("text", HONEST)
def test_details_that_pages_show_and_tests_use_are_left_alone(text: str) -> None:
    assert kinds_in(text) == set()
