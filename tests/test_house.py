"""The house rules that no compiler checks: who may know whom, one name for one thing, no word missing."""

from __future__ import annotations

import ast
import csv
import itertools
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from actions.base import actions_by_name
from bot.action_server import actions as _loaded
from bot.dialogue.rules import load_rules
from bot.journey.belief import CONTACTS, SLOT_INTENTS, STAGES
from bot.journey.homes import HOME
from bot.language import fold
from bot.settings import ROOT, Settings
from bot.understanding.cues import CUES

assert _loaded, "importing the action server makes every action known"

LANGUAGES = ("vi", "en")

NEAR_DUPLICATES_OF_AN_INTENT = 0.04
NEAR_DUPLICATES_OF_ALL = 0.01
"""Of two utterances that share four fifths of their words one teaches nothing."""

TYPES_PER_ROOT_OF_TOKENS = 6.0
"""Lexical variety as types / √tokens, which does not fall as examples are added (types / tokens does)."""

DISTINCT_OPENINGS = 0.6
MOST_COMMON_OPENING = 0.25
"""Share of different first two words among an intent's utterances, and the largest share of one such pair."""


@cache
def yaml_of(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@cache
def domain() -> dict[str, Any]:
    return dict(yaml_of(ROOT / "domain.yml"))


@cache
def rules() -> dict[str, str]:
    """Which action answers which intent."""
    return dict(load_rules(ROOT / "data" / "rules"))


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project, as git sees it where there is git."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0 and listed.stdout:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        hidden = {"var", "node_modules", "__pycache__", ".git", ".venv", ".venv-rasa", ".venv-stock", ".rasa"}
        found = [path for path in ROOT.rglob("*") if not hidden & set(path.relative_to(ROOT).parts)]
    return tuple(path for path in found if path.is_file())


# ── Who may know whom ──


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            # "from bot import store" is an import of bot.store.
            assert node.module is not None
            yield node.module
            if node.module == "bot":
                yield from (f"bot.{alias.name}" for alias in node.names)


def imports_below(folder: str) -> dict[str, set[Path]]:
    found: dict[str, set[Path]] = defaultdict(set)
    for path in sorted((ROOT / folder).rglob("*.py")):
        for name in imports_of(path):
            found[name].add(path.relative_to(ROOT))
    assert found, f"{folder}: no Python here"
    return found


def is_below(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def is_standard(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in sys.stdlib_module_names


@pytest.mark.parametrize(
    ("folder", "own"),
    [
        ("bot/domain", ["bot.domain"]),
        ("bot/language", ["bot.language"]),
        ("bot/journey", ["bot.journey", "bot.language"]),
        # Sums over the words of a large shelf are sums over arrays.
        ("bot/understanding", ["bot.understanding", "bot.domain", "bot.language", "numpy"]),
    ],
)
def test_the_inner_rooms_need_nothing_but_the_standard_library_and_arrays(folder: str, own: list[str]):
    strange = {n: p for n, p in imports_below(folder).items() if not is_standard(n) and not is_below(n, *own, "bot")}
    outward = {n: p for n, p in imports_below(folder).items() if is_below(n, "bot") and not is_below(n, *own)}
    assert not strange
    assert not outward


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("bot/nlu", ["bot.nlu", "bot.language"]),
        ("bot/rasa_runtime", ["bot.rasa_runtime", "bot.nlu", "bot.language"]),
        ("bot/store", ["bot.store", "bot.domain"]),
        (
            "bot/services",
            ["bot.services", "bot.store", "bot.domain", "bot.language", "bot.journey", "bot.understanding"],
        ),
        ("bot/dialogue", ["bot.dialogue", "bot.domain", "bot.settings"]),
        ("bot/demo_shop", ["bot.demo_shop", "bot.domain", "bot.language"]),
        (
            "bot/channels",
            ["bot.channels", "bot.services", "bot.domain", "bot.language"],
        ),
        (
            "bot/console",
            ["bot.console", "bot.services", "bot.domain", "bot.settings", "bot.http_errors", "bot.channels.limits"],
        ),
        # bot.store, bot.settings and the rules: for an action server of its own, outside the bot.
        ("actions", ["bot.services", "bot.understanding", "bot.settings", "bot.store", "bot.dialogue.rules"]),
    ],
)  # fmt: skip
def test_imports_point_inward(folder: str, allowed: list[str]):
    outward = {n: p for n, p in imports_below(folder).items() if is_below(n, "bot") and not is_below(n, *allowed)}
    assert {name: paths for name, paths in outward.items() if name != "bot"} == {}


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        ("bot/services", ["aiohttp", "rasa", "rasa_sdk", "socketio", "engineio"]),
        ("bot/store", ["aiohttp", "rasa", "rasa_sdk", "socketio"]),
        ("bot/channels", ["rasa", "rasa_sdk", "sqlalchemy"]),
        ("bot/console", ["rasa", "rasa_sdk"]),
        ("bot/dialogue", ["rasa", "rasa_sdk", "sqlalchemy"]),
        ("actions", ["aiohttp", "rasa", "sqlalchemy", "socketio"]),
    ],
)
def test_nobody_uses_what_is_not_theirs(folder: str, forbidden: list[str]):
    assert {n: p for n, p in imports_below(folder).items() if is_below(n, *forbidden)} == {}


def test_rasa_itself_is_imported_in_its_own_environment_only():
    inside = {Path("bot/nlu"), Path("bot/rasa_runtime")}
    strangers = {
        path
        for name, paths in imports_below("bot").items()
        if is_below(name, "rasa")
        for path in paths
        if not inside & set(path.parents)
    }
    assert strangers == set()


def test_only_dialogue_knows_rasas_addresses():
    shapes = re.compile(r"/model/parse|/tracker/events|/conversations/\{")
    knowing = {
        path.relative_to(ROOT).parts[:2]
        for folder in ("bot", "actions")
        for path in (ROOT / folder).rglob("*.py")
        if shapes.search(path.read_text(encoding="utf-8")) and path.name != "openapi.py"
    }
    assert knowing == {("bot", "dialogue")}
    asking = {
        str(path) for name, paths in imports_below("bot").items() if is_below(name, "bot.dialogue") for path in paths
    }
    assert asking <= {"bot/app.py", "bot/__main__.py"} | {
        str(path.relative_to(ROOT))
        for folder in ("dialogue", "commands")
        for path in (ROOT / "bot" / folder).glob("*.py")
    }


# ── Settings ──


def test_every_setting_is_in_the_example_and_nothing_else():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    told = set(re.findall(r"^#?\s*(BOT_[A-Z0-9_]+)=", example, re.MULTILINE))
    known = {f"BOT_{name.upper()}" for name in Settings.model_fields}
    assert told == known


def test_every_setting_is_documented_for_operators():
    guide = ROOT / "docs" / "operating.md"
    if not guide.exists():
        pytest.skip("docs/operating.md is not written yet")
    told = set(re.findall(r"\bBOT_[A-Z0-9_]+", guide.read_text(encoding="utf-8")))
    assert {f"BOT_{name.upper()}" for name in Settings.model_fields} - told == set()


# ── Words ──


def words() -> Iterator[tuple[Path, str, dict[str, list[dict[str, Any]]]]]:
    """Every sentence with its variants by language."""
    for path in sorted((ROOT / "data" / "words").glob("*.yml")):
        for name, variants in yaml_of(path)["words"].items():
            yield path, name, variants


def keys_in(path: Path) -> list[str]:
    """Keys as they are written, because a YAML reader lets the last of two equal ones win."""
    return re.findall(r"^  ((?:say|utter)_\w+):", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_no_sentence_is_defined_twice():
    counted = Counter(key for path in (ROOT / "data" / "words").glob("*.yml") for key in keys_in(path))
    assert [key for key, times in counted.items() if times > 1] == []
    assert set(counted) == {name for _, name, _ in words()}


def test_every_sentence_is_there_in_both_languages_with_the_same_placeholders():
    for path, name, variants in words():
        assert set(variants) == set(LANGUAGES), f"{path.name}: {name}"
        placeholders = {
            frozenset(re.findall(r"\{(\w+)\}", variant["text"]))
            for language in LANGUAGES
            for variant in variants[language]
        }
        assert len(placeholders) == 1, f"{path.name}: {name}: {placeholders}"
        buttons = {
            tuple(button["payload"] for button in variant.get("buttons", []))
            for language in LANGUAGES
            for variant in variants[language]
        }
        assert len(buttons) == 1, f"{path.name}: {name}: other buttons in another variant or language"


def test_buttons_lead_somewhere():
    intents = {*domain()["intents"], "back_to_bot"}
    for path, name, variants in words():
        for variant in itertools.chain.from_iterable(variants.values()):
            for button in variant.get("buttons", []):
                intent = re.fullmatch(r"/(\w+)(?:\{.*\})?", button["payload"])
                assert intent, f"{path.name}: {name}: {button['payload']}"
                assert intent.group(1) in intents, f"{path.name}: {name}: {button['payload']}"
                assert 0 < len(button["title"]) <= 20, f"{path.name}: {name}: {button['title']} (Messenger shows 20)"


def strings_in_code() -> set[str]:
    """Every string constant, also the beginnings of f-strings, which then end in ``*``."""
    found = set()
    for folder in ("bot", "actions"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
                elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                    found.add(f"{node.values[0].value}*")
    return found


def test_every_sentence_that_code_says_exists_and_every_one_that_exists_is_said():
    named = {name for _, name, _ in words()}
    strings = strings_in_code()
    used = {text for text in strings if re.fullmatch(r"(say|utter)_\w+\*?", text)}
    prefixes = tuple(text[:-1] for text in used if text.endswith("*"))
    constants = {text for text in used if not text.endswith(("*", "_"))}
    assert constants - named == set()
    # f"say_{outcome}" says the sentence of every outcome that code names.
    outcomes = {f"say_{text}" for text in strings} if "say_*" in strings else set()
    assert {name for name in named - constants - outcomes if not name.startswith(prefixes)} == set()


# ── Rasa's project ──


def test_actions_have_one_name_each_and_the_domain_lists_them():
    classes = {cls.__name__: name for name, cls in actions_by_name().items()}
    defined = [
        node.name
        for path in (ROOT / "actions").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and re.match(r"Action[A-Z]", node.name)
    ]
    assert len(set(defined)) == len(defined), "a class of this name exists twice"
    assert sorted(classes) == sorted(defined), (
        "two actions have the same name, or one is not loaded by the action server"
    )
    assert sorted(domain()["actions"]) == sorted(actions_by_name())


def utterances() -> dict[str, list[str]]:
    """Every example by intent, without entity marks."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml_of(path)["nlu"]:
            if "intent" not in block:
                continue
            examples = block["examples"]
            if isinstance(examples, str):
                lines = [line.removeprefix("- ") for line in examples.splitlines() if line.startswith("- ")]
            else:
                lines = [example["text"] for example in examples]
            found[block["intent"]] += [
                re.sub(r"\[([^\]]+)\](\([^)]*\)|\{[^}]*\})", r"\1", line).strip() for line in lines
            ]
    return dict(found)


@cache
def folded_utterances() -> dict[str, list[list[str]]]:
    return {intent: [re.findall(r"\w+", fold(text)) for text in texts] for intent, texts in utterances().items()}


def test_every_answer_is_that_of_an_intent_whose_rule_leads_there():
    doors = actions_by_name()
    led = {(action, intent) for intent, action in rules().items()}
    answered = {(name, intent) for name, door in doors.items() for intent in door.answers if intent}
    assert answered - led == set()
    assert {action for action, intent in led if not {intent, ""} & set(doors[action].answers)} == set()
    assert set(doors) == set(rules().values())


def test_every_cue_asks_for_an_intent_that_a_rule_answers():
    assert {cue.topic for cue in CUES} - set(rules()) == set()
    assert [name for name, times in Counter(cue.name for cue in CUES).items() if times > 1] == []


def test_every_intent_has_examples_an_answer_and_a_meaning():
    intents = set(domain()["intents"])
    assert set(utterances()) == intents
    assert min(len(texts) for texts in utterances().values()) >= 40
    assert set(rules()) == {*intents, "nlu_fallback"}
    assert intents - {name.removeprefix("say_meaning_") for _, name, _ in words()} == set()


def test_every_intent_is_at_home_where_its_examples_say():
    spoken: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml_of(path)["nlu"]:
            if "intent" in block:
                spoken[block["intent"]][(block.get("metadata") or {}).get("stage")] += len(
                    str(block["examples"]).splitlines()
                )
    assert {intent: stages.most_common(1)[0][0] for intent, stages in spoken.items()} == HOME
    assert {stage for stages in spoken.values() for stage in stages} == {*STAGES, "none"}


def test_the_belief_speaks_of_intents_and_entities_that_exist():
    assert set(domain()["intents"]) >= SLOT_INTENTS
    assert set(domain()["entities"]) >= CONTACTS


def test_no_utterance_means_two_things():
    meanings: dict[str, set[str]] = defaultdict(set)
    for intent, texts in utterances().items():
        for text in texts:
            meanings[text.lower().strip(" ?!.")].add(intent)
    assert {text: intents for text, intents in meanings.items() if len(intents) > 1} == {}


def test_utterances_of_an_intent_do_not_repeat_each_other():
    repeated, total = 0, 0
    for intent, texts in folded_utterances().items():
        sets = [frozenset(tokens) for tokens in texts]
        again = {
            second
            for first, second in itertools.combinations(range(len(sets)), 2)
            # Cheap first: sets of very different sizes cannot share four fifths.
            if 0.8 * len(sets[second]) <= len(sets[first]) <= 1.25 * len(sets[second])
            and sets[first]
            and len(sets[first] & sets[second]) >= 0.8 * len(sets[first] | sets[second])
        }
        examples = [utterances_at(intent, number) for number in sorted(again)[:5]]
        assert len(again) <= NEAR_DUPLICATES_OF_AN_INTENT * len(texts), f"{intent}: {examples}"
        repeated, total = repeated + len(again), total + len(texts)
    assert repeated <= NEAR_DUPLICATES_OF_ALL * total


def utterances_at(intent: str, number: int) -> str:
    return utterances()[intent][number]


def test_utterances_vary_in_words_and_in_how_they_begin():
    for intent, texts in folded_utterances().items():
        tokens = [token for text in texts for token in text]
        assert len(set(tokens)) >= TYPES_PER_ROOT_OF_TOKENS * len(tokens) ** 0.5, intent
        openings = Counter(tuple(text[:2]) for text in texts)
        assert len(openings) >= DISTINCT_OPENINGS * len(texts), intent
        opening, times = openings.most_common(1)[0]
        assert times <= MOST_COMMON_OPENING * len(texts), f"{intent}: {' '.join(opening)}"


def test_every_faq_belongs_to_an_intent():
    with (ROOT / "data" / "shop" / "faq.csv").open(encoding="utf-8-sig", newline="") as file:
        topics = {row["topic"] for row in csv.DictReader(file)}
    assert topics - set(domain()["intents"]) == set()
    answered_by_faq = {intent for intent, action in rules().items() if action == "action_answer_faq"}
    assert answered_by_faq - topics == set(), "an intent that nobody wrote an answer for"


# ── What the repository may hold ──


def test_no_file_tells_of_a_registry_or_of_somebodys_machine():
    telling = re.compile(
        r"--(?:extra-)?index-url[ =]\S*[:/]|--find-links|/simple/|registry\.npm|pypi\.org|files\.pythonhosted"
        r"|artifactory|nexus/repository|(?<![\w.~-])/(?:work|root|home|Users)/\w"
    )
    found = []
    for path in project_files():
        if path.suffix in (".woff2", ".png", ".ico", ".gz", ".min.js") or path.resolve() == Path(__file__).resolve():
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {match.group(0)}" for match in telling.finditer(text)]
    assert found == []


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.stem)
def test_requirements_are_pinned_with_hashes_and_without_addresses(path: Path):
    if path.stem.endswith("overrides"):
        assert "://" not in path.read_text(encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    lines = [line for line in text.replace("\\\n", " ").splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    assert [
        line for line in lines if not re.match(r"[\w.\-]+(\[[\w,\-]+\])?==[^\s;]+.* --hash=sha256:[0-9a-f]{64}", line)
    ] == []


def test_commands_of_the_readme_exist():
    readmes = [ROOT / name for name in ("README.md", "README.vi.md") if (ROOT / name).exists()]
    if not readmes:
        pytest.skip("README.md is not written yet")
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    from bot.__main__ import parser

    commands = set(next(a.choices for a in parser()._actions if a.choices))  # type: ignore[arg-type]
    for readme in readmes:
        code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", readme.read_text(encoding="utf-8"), re.DOTALL))
        told = set(re.findall(r"(?:^|[\s`$])make ([a-z-]+)", code))
        assert told, f"{readme.name}: no command to start with"
        assert told - targets == set()
        assert set(re.findall(r"python -m bot ([a-z]+)", code)) - commands == set()
