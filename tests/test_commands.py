"""``python -m bot …``: what operators type, what they see, and what the exit code says."""

import csv
import io
import json

import pytest

from bot.__main__ import main, parser, run
from bot.commands import data
from bot.commands.data import safe_cell
from bot.domain.conversation import Inbound
from bot.services.context import Services
from bot.services.leads import capture_lead
from bot.services.messages import receive_message
from bot.services.words import Words
from bot.settings import ROOT, load_settings
from bot.store import open_store

pytestmark = pytest.mark.usefixtures("quick_passwords")

SHOP = ROOT / "data" / "shop"


@pytest.fixture
def settings(database_url, tmp_path, words, monkeypatch):
    # Reading the sentences is most of the time that a small command takes.
    monkeypatch.setattr(Words, "load", lambda _folder: words)
    return load_settings(_env_file=None, var_dir=tmp_path, database_url=database_url, secret_key="x" * 20)


@pytest.fixture
def bot(settings, monkeypatch, capsys):
    """Runs one command; returns exit code, output and errors."""

    def call(*arguments, stdin=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = run(parser().parse_args([str(argument) for argument in arguments]), settings)
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def somebody(settings):
    """Vera wrote a message and left her number; returns her visitor id."""

    async def act(services: Services) -> int:
        text = '=HYPERLINK("http://evil.example")'
        received = await receive_message(services, Inbound("web_chat", "vera", text, "c-1"))
        lead = {"name": "@Vera", "phone": "0912345678", "email": None, "interest": "-1+1", "wording": "Đồng ý?"}
        await capture_lead(services, received.conversation.id, key="k", **lead)
        found.append(received.conversation.visitor_id)
        return 0

    found = []
    data.with_services(settings, act)
    return found[0]


def test_database_is_brought_up_to_date_and_doing_it_again_is_no_trouble(bot):
    for _ in range(2):
        code, out, _ = bot("db", "upgrade")
        assert (code, "up to date" in out) == (0, True)


def test_every_demo_file_can_be_imported_twice(bot):
    for _ in range(2):
        assert bot("import", "shop", SHOP / "shop.json")[0] == 0
        for what in ("catalogue", "faq", "offers", "orders"):
            code, out, err = bot("import", what, SHOP / f"{what}.csv")
            assert (code, err) == (0, ""), what
            assert int(out.split(":")[1]) > 0


def test_file_with_bad_lines_is_refused_line_by_line(bot, tmp_path):
    path = tmp_path / "faq.csv"
    lines = [f"k{n},,q,a" for n in range(30)]
    path.write_text("key,topic,question,answer\n" + "\n".join(lines), encoding="utf-8")
    code, out, err = bot("import", "faq", path)
    assert (code, out) == (1, "")
    assert "nothing was imported" in err
    assert "line 2: topic is empty" in err
    assert "and 10 more" in err
    assert "Traceback" not in err


def test_check_tells_what_a_file_would_change_and_changes_nothing(bot, tmp_path):
    path = tmp_path / "faq.csv"
    path.write_text("key,topic,question,answer\na,ask_price,A?,một\nb,ask_price,B?,hai\n", encoding="utf-8")
    bot("import", "faq", path)
    path.write_text("key,topic,question,answer\nb,ask_price,B?,ba\nc,ask_price,C?,bốn\n", encoding="utf-8")
    for _ in range(2):
        code, out, err = bot("import", "faq", "--check", path)
        assert (code, err) == (0, "")
        assert out.splitlines() == [
            "faq: 2 read; 1 new, 1 changed, 1 gone",
            "  new: c",
            "  changed: b (answer)",
            "  gone: a",
            "nothing was imported: this was a check",
        ]
    assert bot("import", "faq", path)[1] == "faq: 2\n"
    assert bot("import", "faq", path, "--check")[1].startswith("faq: 2 read; 0 new, 0 changed, 0 gone\n")


def test_import_and_check_tell_what_is_likely_not_meant_so(bot, tmp_path):
    path = tmp_path / "faq.csv"
    path.write_text("key;topic;question;answer;hint\na;ask_prise;A?;một;x\n", encoding="utf-16")
    for options in ((), ("--check",)):
        code, _, err = bot("import", "faq", path, *options)
        assert code == 0
        assert err.splitlines() == [
            f"{path}: worth a look",
            "  line 1: the column 'hint' is not read",
            "  line 2: topic 'ask_prise' is unknown; is it 'ask_price'?",
        ]


def test_check_names_every_bad_line(bot, tmp_path):
    path = tmp_path / "catalogue.csv"
    lines = [f"A-{n},Loa,audio,loa,199.99,1" for n in range(30)]
    path.write_text("sku,name,category,kind,price,stock\n" + "\n".join(lines), encoding="utf-8")
    code, out, err = bot("import", "catalogue", path, "--check")
    assert (code, out) == (1, "")
    told, *problems = err.splitlines()
    assert "nothing was imported" in told
    assert [problem.split(":")[0] for problem in problems] == [f"  line {n}" for n in range(2, 32)]
    assert bot("import", "catalogue", tmp_path / "missing.csv", "--check")[0] == 1


def test_check_does_not_even_migrate(bot, settings, tmp_path):
    settings.database_url = f"sqlite:///{tmp_path}/new.db"
    code, out, err = bot("import", "faq", SHOP / "faq.csv", "--check")
    assert (code, out) == (1, "")
    assert "db upgrade" in err
    bot("db", "upgrade")
    assert bot("import", "faq", SHOP / "faq.csv", "--check")[0] == 0


def test_missing_file_is_told_in_words(bot, tmp_path):
    code, _, err = bot("import", "faq", tmp_path / "missing.csv")
    assert code == 1
    assert "No such file" in err
    assert bot("import", "faq", tmp_path)[0] == 1


def test_account_is_made_once_with_a_generated_or_a_given_password(bot):
    code, out, _ = bot("agent", "add", "alice@example.com", "--role", "admin")
    assert code == 0
    assert "password:" in out
    code, out, _ = bot("agent", "add", "bob@example.com", "--name", "Bob", stdin="một mật khẩu dài\n")
    assert (code, "password" in out) == (0, False)
    code, out, err = bot("agent", "add", "alice@example.com", stdin="một mật khẩu dài\n")
    assert (code, out) == (1, "")
    assert "exists already" in err


def test_account_gets_another_password_or_is_closed(bot):
    bot("agent", "add", "alice@example.com")
    assert bot("agent", "password", "alice@example.com", stdin="một mật khẩu khác\n")[0] == 0
    assert bot("agent", "password", "alice@example.com", stdin="ngắn\n")[0] == 1
    assert bot("agent", "disable", "alice@example.com")[0] == 0
    for command in ("password", "disable"):
        code, _, err = bot("agent", command, "charlie@example.com", stdin="một mật khẩu khác\n")
        assert (code, "charlie@example.com" in err) == (1, True)


def test_exports_are_csv_in_which_no_spreadsheet_finds_a_formula(bot, settings):
    somebody(settings)
    for what in ("leads", "conversations", "journey"):
        code, out, _ = bot("export", what)
        assert code == 0
        header, *rows = list(csv.reader(io.StringIO(out)))
        assert all(len(row) == len(header) for row in rows)
        assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]
    _, out, _ = bot("export", "leads")
    [lead] = list(csv.DictReader(io.StringIO(out)))
    assert (lead["name"], lead["phone"], lead["interest"]) == ("'@Vera", "0912345678", "'-1+1")


@pytest.mark.parametrize("value", ["=1+1", "+84912345678", "-1", "@x", "\tx", "\rx"])
def test_cell_that_could_be_a_formula_gets_an_apostrophe(value):
    assert safe_cell(value) == "'" + value


@pytest.mark.parametrize("value", ["", "0912345678", "a=b", None, 5, -5])
def test_other_cells_stay_as_they_are(value):
    assert safe_cell(value) == value


def test_person_is_not_half_erased_when_rasa_cannot_be_reached(bot, settings):
    visitor_id = somebody(settings)
    settings.rasa_urls = "http://127.0.0.1:9"
    code, out, err = bot("person", "erase", visitor_id)
    assert code == 1
    assert not out
    assert "tracker/events" in err
    assert bot("person", "export", visitor_id)[0] == 0
    settings.rasa_urls = ""
    assert bot("person", "erase", visitor_id)[0] == 0


def test_person_is_handed_over_and_forgotten(bot, settings):
    visitor_id = somebody(settings)
    code, out, _ = bot("person", "export", visitor_id)
    assert code == 0
    assert json.loads(out)["leads"][0]["phone"] == "0912345678"
    code, out, _ = bot("person", "erase", visitor_id)
    assert (code, json.loads(out)["messages"]) == (0, 1)
    for what in ("export", "erase"):
        code, out, err = bot("person", what, visitor_id)
        assert (code, out) == (1, "")
        assert visitor_id in err


def test_words_that_are_no_command_are_refused_with_a_list(capsys):
    for arguments in (
        [],
        ["fly"],
        ["import"],
        ["import", "dreams", "x"],
        ["export", "passwords"],
        ["person", "clone", "x"],
    ):
        with pytest.raises(SystemExit) as stopped:
            parser().parse_args(arguments)
        assert stopped.value.code == 2
        assert "usage:" in capsys.readouterr().err


def test_settings_that_do_not_add_up_are_told_in_one_line_and_exit_code_two(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_PORT", "eighty")
    monkeypatch.setattr("sys.argv", ["bot", "db", "upgrade"])
    assert main() == 2
    err = capsys.readouterr().err
    assert err.startswith("settings: BOT_PORT")
    assert len(err.strip().splitlines()) == 1


def test_opening_a_database_that_is_not_there_is_reported_by_doctor(tmp_path):
    from bot.commands.doctor import examine
    from bot.commands.running import Found

    url = "postgresql://nobody:secret@127.0.0.1:1/nowhere"
    made = load_settings(
        _env_file=None, var_dir=tmp_path, database_url=url, secret_key="x" * 20, rasa_urls="http://127.0.0.1:1"
    )
    [told] = [one for one in examine(made, Found(None), online=False) if one.what.startswith("database")]
    assert not told.good
    assert "secret" not in told.what


def test_store_is_opened_with_plain_addresses_too(tmp_path):
    assert open_store(f"sqlite:///{tmp_path}/new/folder/x.db").engine.dialect.driver == "aiosqlite"
    for scheme in ("postgres", "postgresql"):
        assert open_store(f"{scheme}://u:p@h/d").engine.dialect.driver == "asyncpg"
