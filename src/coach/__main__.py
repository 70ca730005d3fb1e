"""`python -m coach`: asks for a share and a reply, and prints what it would say.

python -m coach                                     asks for both
python -m coach --share "..." --reply "..."         both given; - reads one of them from stdin
python -m coach --share "..."                       what it would say to whoever shares it
python -m coach --question "..."                    what it would say about a question
python -m coach evaluate FILE...                    the table of figures for labelled files
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from coach import Note, advise, read_question, read_reply, read_share
from coach.labels import BONDS, WISHES


def main(arguments: Sequence[str] | None = None) -> int:
    """What stands above. The exit status is 0, or that of the evaluation."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["evaluate"]:
        return int(import_module("coach.evaluate").main(given[1:]) or 0)
    parser = argparse.ArgumentParser("python -m coach", description="Says at most one thing.")
    parser.add_argument("--share", help="what somebody shared; - reads it from stdin")
    parser.add_argument("--reply", help="the answer to it; - reads it from stdin")
    parser.add_argument("--question", help="a question by itself")
    parser.add_argument("--wish", choices=WISHES, default="listen")
    parser.add_argument("--bond", choices=BONDS, default="partner")
    parser.add_argument(
        "--about-listener", action="store_true", help="the share is about the reader"
    )
    parser.add_argument("--rules", action="store_true", help="without the model")
    options = parser.parse_args(given)
    use_model = not options.rules
    if options.question is not None:
        _say(advise(read_question(_text(options.question), use_model=use_model)))
        return 0
    asked = options.share is None
    share = input("Share: ") if asked else _text(options.share)
    reply = input("Reply: ") if asked and options.reply is None else options.reply
    if reply is None:
        reading = read_share(share, about_listener=options.about_listener, use_model=use_model)
        _say(advise(reading, bond=options.bond))
        return 0
    answer = read_reply(
        share,
        _text(reply),
        options.wish,
        about_listener=options.about_listener,
        use_model=use_model,
    )
    for sentence in answer.sentences:
        labels = " ".join(
            f"{name}{grade if grade > 1 else ''}" for name, grade in sentence.labels.items()
        )
        print(f"  {labels or '-':24} {sentence.span.text}")
    _say(advise(answer, bond=options.bond))
    return 0


def _text(given: str) -> str:
    return sys.stdin.read() if given == "-" else given


def _say(note: Note | None) -> None:
    print(f"[{note.key}] {note.text}" if note else "(nothing to say)")


if __name__ == "__main__":
    sys.exit(main())
