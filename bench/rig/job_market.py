"""A market with many posts, and how long searches in it take: `python -m bench.rig.job_market POSTS SEARCHES`.

Run with the environment of a migrated, empty site. Prints JSON: milliseconds by kind of search.
"""

import json
import os
import random
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vestibule.site.settings")

# Common words stand in every second post, rare ones in every thousandth: a law like that of real texts.
WORDS = [
    f"{stem}{end}"
    for stem in ("bak", "sail", "wood", "glas", "port", "tow", "lin", "mar", "sol", "ver")
    for end in ("er", "ing", "ton", "ado", "ette", "ix", "ory", "ula", "ench", "aft", "ish", "oid", "ump", "ank", "est")
]
SKILLS = [f"Skill {letter}{number}" for letter in "ABCDEFGHIJ" for number in range(10)]
BATCH = 2_000
PEOPLE = 50


def main(posts: int, searches: int) -> None:
    import django

    django.setup(set_prefix=False)
    from django.db import connection

    rng = random.Random(7)
    reader = _fill(rng, posts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps(_measure(rng, reader, searches)))


def _fill(rng: random.Random, posts: int):  # type: ignore[no-untyped-def]
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    from vestibule.accounts.actions.create_organisation import create_organisation, set_plan
    from vestibule.accounts.actions.create_person import NewPerson, create_person
    from vestibule.judging.cleared import ClearedText
    from vestibule.market.job_texts import list_job
    from vestibule.market.models import JobPost

    now = timezone.now()
    clients, companies = [], []
    for number in range(PEOPLE):
        name = f"Client {number}"
        client = create_person(
            person=NewPerson(email=f"c{number}@people.test", display_name=name, is_client=True), now=now
        )
        clients.append(client)
        if number % 5 == 0:
            company = create_organisation(actor=client, name=f"House {number}", now=now)
            companies.append(company)
            if number % 25 == 0:
                set_plan(actor=None, organisation=company, plan="enterprise", starts_on=now.date())
    weights = [1 / (place + 1) for place in range(len(WORDS))]
    for start in range(0, posts, BATCH):
        made = []
        for number in range(start, min(start + BATCH, posts)):
            who = rng.randrange(PEOPLE)
            body = " ".join(rng.choices(WORDS, weights, k=60))
            made.append(
                JobPost(
                    client=clients[who],
                    organisation=companies[who // 5] if who % 5 == 0 else None,
                    title=ClearedText(" ".join(rng.choices(WORDS, weights, k=5)), "job_post"),
                    body=ClearedText(body, "job_post"),
                    skills=ClearedText("\n".join(rng.sample(SKILLS, 4)), "job_post"),
                    budget_kind=rng.choice(["fixed", "hourly"]),
                    budget_to_minor=rng.randrange(1_000, 1_000_000),
                    currency=rng.choice(["EUR", "USD"]),
                    state="open",
                    posted_at=now - timedelta(seconds=posts - number),
                )
            )
        with transaction.atomic():
            JobPost.objects.bulk_create(made)
            for job in made:
                list_job(job)
    return create_person(person=NewPerson(email="r@people.test", display_name="Reader", is_freelancer=True), now=now)


def _measure(rng: random.Random, reader, searches: int) -> dict[str, list[float]]:  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from vestibule.market.job_search import JobWish, search_jobs, skills_to_narrow_by

    on = timezone.now().date()
    common, rare = WORDS[:10], WORDS[-60:]

    def wishes() -> dict[str, JobWish]:
        return {
            "everything": JobWish(),
            "a common word": JobWish(text=rng.choice(common)),
            "a rare word": JobWish(text=rng.choice(rare)),
            "three words": JobWish(text=" ".join([rng.choice(common), *rng.sample(WORDS, 2)])),
            "two rare words": JobWish(text=" ".join(rng.sample(rare, 2))),
            "nothing found": JobWish(text="nowhere"),
            "skills": JobWish(skills=rng.sample(SKILLS, 2)),
            "word and skill": JobWish(text=rng.choice(WORDS), skills=[rng.choice(SKILLS)]),
            "money": JobWish(budget_kind="hourly", currency="USD", pays_at_least_minor=rng.randrange(900_000, 999_000)),
            "badge": JobWish(is_exempt=True, text=rng.choice(WORDS)),
            "badge alone": JobWish(is_exempt=True),
            "no such money": JobWish(currency="EUR", pays_at_least_minor=999_999),
        }

    took: dict[str, list[float]] = {}
    for turn in range(searches):
        for kind, wish in wishes().items():
            began = time.perf_counter()
            found = search_jobs(reader, wish, on=on, limit=25, others_only=True)
            if turn % 3 == 0 and found:
                search_jobs(reader, wish, on=on, limit=25, after=(found[-1].posted_at, found[-1].id))
            elif turn % 3 == 1:
                skills_to_narrow_by(reader, wish, on=on)
            took.setdefault(kind, []).append(1000 * (time.perf_counter() - began))
    return took


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
