"""``python -m bot.rasa_runtime …``: Rasa's own command line, started with the stand-in and the fixes."""

import os
import sys
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# A linear classifier on one message gains nothing from threads, and they fight over the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from bot.rasa_runtime import VERSION
from bot.rasa_runtime.absent import leave_out, stand_in

with_fixes = os.environ.get("BOT_RASA_FIXES", "true").lower() not in ("0", "false", "no")

stand_in()
if with_fixes and sys.argv[1:2] == ["run"] and version("rasa") == VERSION:
    leave_out()


def main() -> None:
    """Apply the fixes, then hand over to Rasa; ``parse-lines`` is a command of ours."""
    if with_fixes:
        from bot.rasa_runtime import fixes

        fixes.apply()
    if sys.argv[1:2] == ["parse-lines"]:
        from bot.rasa_runtime.parse_lines import main as parse_lines

        parse_lines(sys.argv[2])
        return
    if sys.argv[1:2] == ["vectors"]:
        from bot.nlu.vectors import main as make_vectors

        make_vectors(anew="--anew" in sys.argv)
        return
    import rasa.__main__

    # Rasa looks for graph components and actions relative to the project's folder.
    sys.path.insert(0, str(Path.cwd()))
    rasa.__main__.main()


main()
