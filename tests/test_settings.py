"""Settings fail loudly, name what is wrong, and are all documented in ``.env.example``."""

import itertools
import os
import re
import stat

import pytest

from bot.settings import PREFIX, ROOT, Settings, SettingsError, load_settings

SECRET = "a secret of more than sixteen characters"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch, tmp_path):
    """Nothing of this machine's environment, and no ``.env`` of the project."""
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_VAR_DIR", str(tmp_path / "var"))


def test_laptop_needs_no_settings(tmp_path):
    settings = load_settings()
    assert (settings.env, settings.port, settings.rasa_addresses, settings.origins) == ("development", 8080, [], [])
    assert settings.database_url == f"sqlite:///{tmp_path}/var/dong_hanh.db"


def test_development_secret_is_made_once_and_readable_by_its_owner_only(tmp_path):
    first, second = (load_settings().secret_key.get_secret_value() for _ in range(2))
    assert first == second
    assert len(first) >= 32
    mode = stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode)
    assert mode & 0o077 == 0


def test_secret_file_that_a_crash_left_empty_is_filled_anew(tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret_key").touch()
    assert len(load_settings().secret_key.get_secret_value()) >= 32


def test_production_without_a_secret_key_refuses_to_start_and_names_the_setting(monkeypatch, tmp_path):
    monkeypatch.setenv("BOT_ENV", "production")
    for value in (None, ""):
        if value is not None:
            monkeypatch.setenv("BOT_SECRET_KEY", value)
        with pytest.raises(SettingsError, match="BOT_SECRET_KEY"):
            load_settings()
    assert not (tmp_path / "var" / "secret_key").exists()
    monkeypatch.setenv("BOT_SECRET_KEY", SECRET)
    assert load_settings().secret_key.get_secret_value() == SECRET


def test_short_secret_is_refused(monkeypatch):
    monkeypatch.setenv("BOT_SECRET_KEY", "123456")
    with pytest.raises(SettingsError, match="BOT_SECRET_KEY"):
        load_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_PORT", "eighty"),
        ("BOT_PORT", "70000"),
        ("BOT_ENV", "staging"),
        ("BOT_PUBLIC_URL", "chat.example.com"),
        ("BOT_PUBLIC_URL", "javascript:alert(1)"),
        ("BOT_PRODUCT_URL", "https://shop.example.com/p/"),
        ("BOT_DATABASE_URL", "mysql://root@localhost/x"),
        ("BOT_DATABASE_URL", "dong_hanh.db"),
        ("BOT_REDIS_URL", "localhost:6379"),
        ("BOT_LOG_LEVEL", "loud"),
        ("BOT_RASA_SERVERS", "0"),
        ("BOT_FAQ_THRESHOLD", "2"),
        ("BOT_REPLY_TIMEOUT", "-1"),
        ("BOT_TURN_DEADLINE", "31"),
        ("BOT_DEMO_SHOP", "perhaps"),
        ("BOT_TRUSTED_PROXIES", "-1"),
    ],
)
def test_nonsense_is_refused_in_a_sentence_that_names_the_setting(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert name in str(refused.value)
    assert "Traceback" not in str(refused.value)


def test_every_wrong_setting_is_named_at_once(monkeypatch):
    monkeypatch.setenv("BOT_PORT", "x")
    monkeypatch.setenv("BOT_ENV", "y")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert {line.split(":")[0] for line in str(refused.value).splitlines()} == {"BOT_PORT", "BOT_ENV"}


def test_refusal_never_shows_a_secret(monkeypatch):
    monkeypatch.setenv("BOT_SECRET_KEY", "hush-hush")
    monkeypatch.setenv("BOT_PORT", "x")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "hush" not in str(refused.value)
    monkeypatch.setenv("BOT_SECRET_KEY", SECRET)
    monkeypatch.setenv("BOT_PORT", "8080")
    assert SECRET not in repr(load_settings())


@pytest.mark.parametrize(
    ("action", "reply", "deadline"), [("9", "9", "25"), ("6", "26", "25"), ("10", "9", "25"), ("1", "2", "2")]
)
def test_inner_time_limits_must_be_shorter_than_outer_ones(monkeypatch, action, reply, deadline):
    monkeypatch.setenv("BOT_ACTION_TIMEOUT", action)
    monkeypatch.setenv("BOT_REPLY_TIMEOUT", reply)
    monkeypatch.setenv("BOT_TURN_DEADLINE", deadline)
    with pytest.raises(SettingsError, match="BOT_ACTION_TIMEOUT < BOT_REPLY_TIMEOUT < BOT_TURN_DEADLINE"):
        load_settings()


def test_any_setting_may_come_in_a_file_which_wins_over_the_environment(monkeypatch, tmp_path):
    path = tmp_path / "token"
    path.write_text("from-the-file\n", encoding="utf-8")
    monkeypatch.setenv("BOT_API_TOKEN_FILE", str(path))
    monkeypatch.setenv("BOT_API_TOKEN", "from-the-environment")
    assert load_settings().api_token.get_secret_value() == "from-the-file"
    (tmp_path / "port").write_text("8123", encoding="utf-8")
    monkeypatch.setenv("BOT_PORT_FILE", str(tmp_path / "port"))
    assert load_settings().port == 8123


def test_file_that_cannot_be_read_is_named_with_its_setting(monkeypatch, tmp_path):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "missing", tmp_path, tmp_path / "binary"):
        monkeypatch.setenv("BOT_SECRET_KEY_FILE", str(path))
        with pytest.raises(SettingsError, match="BOT_SECRET_KEY_FILE"):
            load_settings()


def test_dotenv_is_read_and_the_environment_wins_over_it(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("BOT_PORT=8111\nBOT_API_TOKEN=dotenv\nSOMETHING_ELSE=1\n", encoding="utf-8")
    monkeypatch.setenv("BOT_API_TOKEN", "environment")
    settings = load_settings()
    assert (settings.port, settings.api_token.get_secret_value()) == (8111, "environment")


def test_empty_values_count_as_not_set(monkeypatch):
    for name in ("BOT_PORT", "BOT_DATABASE_URL", "BOT_ENV", "BOT_RASA_URLS"):
        monkeypatch.setenv(name, "")
    settings = load_settings()
    assert (settings.port, settings.env, settings.rasa_addresses) == (8080, "development", [])


def test_lists_are_read_with_spaces_and_closing_slashes(monkeypatch):
    monkeypatch.setenv("BOT_ALLOWED_ORIGINS", " https://a.example/ ,https://b.example,, ")
    monkeypatch.setenv("BOT_RASA_URLS", "http://rasa-1:5005/, http://rasa-2:5005")
    monkeypatch.setenv("BOT_PUBLIC_URL", "https://chat.example.com/")
    settings = load_settings()
    assert settings.origins == ["https://a.example", "https://b.example"]
    assert settings.rasa_addresses == ["http://rasa-1:5005", "http://rasa-2:5005"]
    assert settings.public_url == "https://chat.example.com"


# -- .env.example -----------------------------------------------------------------------------------------------------


def example():
    return (ROOT / ".env.example").read_text(encoding="utf-8")


def test_every_setting_is_in_env_example_once_and_nothing_else_is():
    documented = re.findall(r"^#? ?(BOT_[A-Z0-9_]+)=", example(), re.MULTILINE)
    assert sorted(documented) == sorted(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


def test_every_setting_in_env_example_stands_alone_under_its_explanation():
    lines = example().splitlines()
    for above, line in itertools.pairwise(lines):
        if re.match(r"#? ?BOT_", line):
            assert re.fullmatch(r"# .{12,}[.]", above), line
            assert not re.search(r"\s#", line.removeprefix("# ")), line


def test_env_example_as_it_is_changes_nothing(tmp_path):
    plain = load_settings()
    (tmp_path / ".env").write_text(example(), encoding="utf-8")
    assert load_settings() == plain


def test_values_shown_in_env_example_are_the_defaults(tmp_path):
    plain = load_settings()
    shown = re.sub(r"^# ?(?=BOT_)", "", example(), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(shown, encoding="utf-8")
    paths = {"rasa_python", "model_dir", "messenger_profile"}
    assert load_settings().model_dump(exclude=paths) == plain.model_dump(exclude=paths)
    for name in paths:
        assert ROOT / getattr(load_settings(), name) == getattr(plain, name)
