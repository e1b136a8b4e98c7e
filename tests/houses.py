"""The house of the demo shop that conversations and talks share: started for the first of them, stopped at the end."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from talks.house import House, NoHouse, is_installed, running_house

RUNNING = pytest.StashKey[House]()


@pytest.fixture(scope="session")
def demo_house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The running house; the model is trained first if its inputs changed since.

    Both conftest files that import this have it as a fixture of their own: what they share is kept with the session.
    """
    stash = request.config.stash
    if RUNNING not in stash:
        needs_rasa()
        until_the_end = ExitStack()
        request.config.add_cleanup(until_the_end.close)
        try:
            stash[RUNNING] = until_the_end.enter_context(running_house(tmp_path_factory.mktemp("house")))
        except NoHouse as error:
            pytest.fail(str(error))
    return stash[RUNNING]


def needs_rasa() -> None:
    """Skip where there is no Rasa to start."""
    if not is_installed():
        pytest.skip("Rasa's environment is missing: run `make setup`")
