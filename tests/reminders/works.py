"""A worker as a process of its own, which knows of the push service of a test.

`fill N`: N people with a browser each, and a notice due in a second. `work`: send. `left`: how many
notices there still are, and how many were lost.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nearer.settings")

LEASE = timedelta(seconds=2)


def allow_the_test() -> None:
    """For this process alone: one more service, on this machine."""
    from nearer.reminders import endpoints, posting
    from tests.reminders.receiver import HOST, context_of

    endpoints.HOSTS = frozenset({HOST})
    endpoints.PORT = int(os.environ["TEST_PUSH_PORT"])
    endpoints.resolve = lambda host: ["127.0.0.1"]
    posting.trust = context_of(Path(os.environ["TEST_PUSH_TRUSTED"]))


def fill(count: int) -> None:
    """People to whom something is due."""
    from django.db import transaction
    from django.utils import timezone

    from nearer.hosting import serving
    from nearer.reminders import actions, browsers
    from tests.reminders.receiver import HOST

    serving.prepare()
    keys = json.loads(os.environ["TEST_PUSH_KEYS"])
    with transaction.atomic():
        for number in range(count):
            person = uuid.uuid4()
            subscription = {"endpoint": f"https://{HOST}/{number}", "keys": keys}
            browsers.add_push(person=person, subscription=subscription, label="")
            at = timezone.now() + timedelta(seconds=1)
            actions.ask(person=person, at=at, id=uuid.uuid4())


def main() -> None:
    """Do as told."""
    import django

    django.setup()
    allow_the_test()
    match sys.argv[1:]:
        case ["fill", count]:
            fill(int(count))
        case ["work"]:
            from nearer.reminders import running, worker

            worker.LOOK_EVERY, worker.LEASE = 0.2, LEASE
            running.by_itself(LEASE)
        case ["left"]:
            from nearer.reminders.counting import counted
            from nearer.reminders.models import Notice

            print(json.dumps({"left": Notice.objects.count(), "lost": counted()}))


if __name__ == "__main__":
    main()
