"""The sums of the benchmark, where a wrong one would flatter us."""

from collections.abc import Callable
from pathlib import Path

import pytest
from talks.figures import Played, Said
from talks.judge import Talk, Turn

from bench import nlu_quality, nlu_report, page, stock, talks
from bench.cases import Sizes
from bench.nlu_quality import Reading, Row, as_reading, load_rows, style_of
from bench.report import Line, Report
from bench.trees import CannotRun, Failed


def read(intent="a", confidence=1.0, stage="none", *, refused=False):
    return Reading(intent, confidence, stage, refused)


def test_macro_f1_counts_a_rare_stage_as_much_as_a_common_one():
    rows = [Row("x", stage="buying")] * 9 + [Row("y", stage="none")]
    everything_is_buying = [read(stage="buying")] * 10
    assert nlu_quality.stage_macro_f1(rows, everything_is_buying) == pytest.approx(100 * (18 / 19) / 2)
    assert nlu_quality.stage_macro_f1([Row("x")], [read()]) is None


def test_calibration_error_is_the_gap_between_confidence_and_being_right():
    rows = [Row("x", intent="a")] * 4
    sure_and_half_right = [read("a", 0.9), read("a", 0.9), read("b", 0.9), read("b", 0.9)]
    assert nlu_quality.calibration_error(rows, sure_and_half_right) == pytest.approx(0.4)
    assert nlu_quality.calibration_error(rows, [read("a", 1.0)] * 4) == pytest.approx(0)


def test_out_of_scope_is_measured_by_itself_and_in_scope_without_it():
    rows = [
        Row("x", intent="out_of_scope"),
        Row("y", intent="out_of_scope"),
        Row("z", intent="a"),
        Row("w", intent="a"),
    ]
    found = [read(refused=True), read("a"), read("a"), read("b", refused=True)]
    assert nlu_quality.out_of_scope_caught(rows, found) == 50
    assert nlu_quality.in_scope_refused(rows, found) == 50
    assert nlu_quality.intent_accuracy(rows, found) == 50


def test_best_intent_is_read_whatever_the_fallback_says():
    body = {
        "intent": {"name": "nlu_fallback", "confidence": 0.3},
        "intent_ranking": [
            {"name": "nlu_fallback", "confidence": 0.3},
            {"name": "ask_price", "confidence": 0.2},
            {"name": "greet", "confidence": 0.1},
        ],
    }
    assert as_reading(body) == Reading("ask_price", 0.2, "evaluating", is_refused=True)
    assert as_reading(body | {"stage": {"name": "buying"}}).stage == "buying"


def test_style_is_seen_in_the_text():
    assert style_of("tai nghe này giá bao nhiêu vậy shop") == "diacritics"
    assert style_of("tai nghe nay gia bao nhieu vay shop") == "unaccented"
    assert style_of("tai nghe này ko ship hả") == "abbreviated"
    assert style_of("how much is the delivery fee") == "english"


def test_rows_without_labels_are_read_and_a_file_without_texts_is_refused(tmp_path):
    path = tmp_path / "rows.tsv"
    path.write_text('text\tstage\n"quoted\tbuying\n\tnone\n', encoding="utf-8")
    [row] = load_rows(path)
    assert (row.text, row.intent, row.stage) == ('"quoted', "", "buying")
    path.write_text("sentence\nx\n", encoding="utf-8")
    with pytest.raises(Failed, match="text"):
        load_rows(path)
    with pytest.raises(CannotRun):
        load_rows(tmp_path / "nowhere.tsv")


def test_targets_may_be_limits_above_below_or_of_the_ratio():
    assert Line("nlu", "stage_macro_f1", 96, "%").as_dict()["met"] is True
    assert Line("nlu", "stage_macro_f1", 94, "%").as_dict()["met"] is False
    assert Line("long_talk", "turn_500_to_turn_10", 1.6, "times").as_dict()["met"] is False
    assert Line("rasa", "actions_at_once", 90, "replies/s", 10).as_dict()["met"] is True
    assert Line("rasa", "parse_p50", 3, "ms", 10).as_dict()["met"] is False
    assert "met" not in Line("rasa", "parse_p50", 3, "ms").as_dict()


def test_report_of_the_cross_validation_names_what_is_mistaken_for_what():
    figures = {"precision": 0.9, "recall": 0.8, "f1-score": 0.85, "support": 10}
    found = {
        "greet": figures | {"confused_with": {"thank": 2}},
        "thank": figures,
        "accuracy": 0.8,
        "macro avg": figures | {"support": 20},
        "weighted avg": figures,
    }
    told = nlu_report.page(found)
    assert "| `greet` | `thank` | 2 | 10 |" in told
    assert "2 intents, 20 examples. Accuracy 80.0%." in told


def played(name: str, *turns: tuple[Turn, bool, float], spelling: Callable[[str], str] = str) -> Played:
    said = [
        Said(turn, spelling(turn.user), [{"text": "Dạ"}], [] if right else ["says"], seconds)
        for turn, right, seconds in turns
    ]
    return Played(Talk(name, "", "vi", tuple(turn for turn, *_ in turns)), said)


def test_talks_are_told_as_shares_of_turns_of_talks_and_of_several_wishes():
    one, three = Turn("giá bao nhiêu", money=(5000,)), Turn("giá, màu, pin", money=(5000,), says=("hong", "gio"))
    written = [played("a", (one, True, 0.2), (three, True, 0.5)), played("b", (one, True, 0.1), (three, False, 0.4))]
    stripped = [played("a", (one, True, 0.2), (three, False, 0.5), spelling=str.upper)]
    told = {line.metric: line.as_dict() for line in talks.lines({"plain": written, "stripped": stripped, "short": []})}
    assert {metric: line["value"] for metric, line in told.items()} == {
        "talks": 2,
        "turns": 4,
        "turns_right": 75,
        "talks_right": 50,
        "several_wishes_served": 50,
        "kept_stripped": 50,
        "kept_short": None,
    }
    assert [line.metric for line in talks.lines({"plain": [], "stripped": [], "short": []}, "_pets")][:3] == [
        "talks_pets",
        "turns_pets",
        "turns_right_pets",
    ]
    speed = {line.metric: line.as_dict()["value"] for line in talks.speed_lines(written)}
    assert speed == {"p95_one_wish": 200, "p95_three_wishes": 500, "three_wishes_to_one": 2.5}
    assert {line.value for line in talks.speed_lines([])} == {None}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Keeps lines as a run of the benchmark does, each run later than the one before."""
    number = iter(range(100))

    def kept(*lines: Line, for_page: bool = True) -> None:
        made = Report(tmp_path / "new", for_page=for_page)
        for line in lines:
            made.add(line)
        made.path.rename(tmp_path / f"{next(number):03}.jsonl")

    monkeypatch.setattr(page, "PAGE", tmp_path / "page.md")
    return kept


def test_page_shows_each_case_from_the_last_run_that_had_it(tmp_path, run):
    run(Line("rasa", "start", 11, "s", 40), Line("nlu", "rows", 1, ""), Line("stock", "epochs", 3, ""))
    run(Line("rasa", "start", 22, "s", 44), Line("stock", "epochs", 5, ""))
    run(Line("nlu", "rows", 9, ""), for_page=False)
    assert page.write_page(tmp_path, ["rasa", "nlu"], Sizes()) == []
    told = (tmp_path / "page.md").read_text(encoding="utf-8")
    last, before = told.split("\n## ")[1:3]
    assert "| rasa | start | 22 s | 44 s | 0.50 |" in last
    assert "| stock | epochs |  | 5 |" in last
    assert "| nlu | rows | 1 |" in before
    assert "| stock | epochs |  | 3 |" in before
    assert "| rasa |" not in before
    assert "| nlu | rows | 9 |" not in told


def test_page_that_came_with_the_project_stays_while_a_case_is_missing(tmp_path, run):
    run(Line("rasa", "start", 11, "s"))
    assert page.write_page(tmp_path, ["rasa", "nlu", "memory"], Sizes()) == ["nlu", "memory"]
    assert not (tmp_path / "page.md").exists()


def test_case_that_is_measured_anew_takes_its_place_on_the_page_and_the_others_stay(tmp_path, run):
    both = [Line("rasa", "start", 11, "s", 40), Line("nlu", "rows", 1, ""), Line("stock", "epochs", 3, "")]
    run(*both)
    page.write_page(tmp_path, ["rasa", "nlu"], Sizes())
    for file in tmp_path.glob("*.jsonl"):
        file.unlink()
    run(Line("rasa", "start", 22, "s"))
    assert page.write_page(tmp_path, ["rasa", "nlu"], Sizes()) == []
    told = (tmp_path / "page.md").read_text(encoding="utf-8")
    last, before, *_ = told.split("\n## ")[1:]
    assert "| rasa | start | 22 s |" in last and "Without a stock server." in last
    assert "| nlu | rows | 1 |" in before and "| stock | epochs |  | 3 |" in before
    assert "| rasa |" not in before
    assert page.write_page(tmp_path, ["rasa", "nlu"], Sizes()) == []
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == told
    run(Line("nlu", "rows", 2, ""))
    page.write_page(tmp_path, ["rasa", "nlu"], Sizes())
    assert "| stock | epochs |" not in (tmp_path / "page.md").read_text(encoding="utf-8")


def test_page_says_how_much_the_stock_pipeline_was_trained(tmp_path, run):
    calculated = Line("stock", f"train_{stock.EPOCHS}_epochs_calculated", 7200, "s")
    run(Line("rasa", "start", 11, "s"), Line("stock", "epochs", 4, ""), calculated)
    page.write_page(tmp_path, ["rasa"], Sizes())
    assert "got 4 of its 100 epochs: all would have taken at least 120 minutes" in (tmp_path / "page.md").read_text()


def test_epoch_of_the_stock_pipeline_is_that_of_its_longest_part(tmp_path):
    log = tmp_path / "stock_train.log"
    log.write_text("Epochs:   0%| | 0/1 [00:00<?, ?it/s]\rEpochs: 100%|#| 1/1 [01:02:03<00:00, 3723.0s/it, i_acc=0.4]\n"
                   "Epochs: 100%|#| 1/1 [00:09<00:00, 9.1s/it]\n", encoding="utf-8")  # fmt: skip
    assert stock.seconds_of_an_epoch(tmp_path) == 3723
    log.write_text("Traceback", encoding="utf-8")
    with pytest.raises(Failed, match="how long an epoch took"):
        stock.seconds_of_an_epoch(tmp_path)
