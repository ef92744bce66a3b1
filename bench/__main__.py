"""Run the measurements one after another: `python -m bench [name …]`.

Every other module here is one question, asked in the first line of its docstring and answered by its `main()`.
"""

import argparse
import ast
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent


def questions() -> dict[str, str]:
    """The question of each file here, by its name; files without `main()` are parts of others."""
    found = {}
    for path in sorted(HERE.glob("*.py")):
        tree = ast.parse(path.read_text())
        asks = any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body)
        if asks and not path.name.startswith("_"):
            found[path.stem] = (ast.get_docstring(tree) or "").partition("\n")[0]
    return found


def main(words: Sequence[str]) -> int:
    """Run the asked measurements, or all; 0 only if each one reached what it has to."""
    everything = questions()
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure.")
    parser.add_argument("name", nargs="*", help=", ".join(everything) or "nothing is measured yet")
    parser.add_argument("--list", action="store_true", help="only say what each one asks")
    asked = parser.parse_args(words)
    unknown = set(asked.name) - set(everything)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(everything)}")
    failed = []
    for name, question in everything.items():
        if asked.name and name not in asked.name:
            continue
        sys.stdout.write(f"\n{name}: {question}\n")
        sys.stdout.flush()
        # A process each, so that no measurement inherits another's memory or threads.
        if not asked.list and subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode:
            failed.append(name)
    if failed:
        sys.stdout.write(f"\nNot reached or not finished: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
