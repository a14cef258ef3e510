"""python -m bench NAME ...: run one of the measurements below; each explains itself with --help."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from bench.dataset import BadDataset
from index import IndexingError

BENCHES = {
    "retrieval": "does the right article come first? ours beside plain systems",
    "robustness": "what is lost when the question is misspelt, told at length, or in another script?",
    "speed": "milliseconds of a question beside its embedding alone and a plain pipeline, threads, a cold start",
    "build": "articles a second of a rebuild beside the encoder alone",
    "clean": "precision and recall of what is dropped as boilerplate",
    "calibrate": "the weights of what counts as evidence, fitted again and checked on every set left out",
    "adapt": "how the model should read questions, learned from labelled ones and checked fold by fold",
    "sounds": "no measurement: the table of which characters sound alike, written again",
    "answers": "answers, refusals and conflicts on labelled questions",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the named measurement and return its exit code: 0 measured, 2 nothing to measure with."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:<12} {what}" for name, what in BENCHES.items()),
    )
    parser.add_argument("name", choices=BENCHES, help="what to measure", metavar="NAME")
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="its own arguments", metavar="...")
    asked = parser.parse_args(argv)
    try:
        import_module(f"bench.{asked.name}").main(asked.rest)
    except (BadDataset, IndexingError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
