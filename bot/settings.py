"""Settings, read from the environment and ``.env``; what cannot be read stops the start with its name."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder: model, responses and demo data lie below it."""

PREFIX = "BOT_"


class SettingsError(Exception):
    """The environment does not add up; the message says which setting and why."""


class SecretFiles(PydanticBaseSettingsSource):
    """Reads ``BOT_X_FILE`` for every setting ``BOT_X``, as container platforms hand over secrets."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        """Return the file's content for one setting, without its closing line break."""
        name = f"{PREFIX}{field_name.upper()}_FILE"
        path = os.environ.get(name)
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as error:
            raise SettingsError(f"{name}: cannot read {path}: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise SettingsError(f"{name}: {path} is not UTF-8 text") from error

    def __call__(self) -> dict[str, Any]:
        """Return all settings that came in files."""
        found = {}
        for name, field in self.settings_cls.model_fields.items():
            value, key, _ = self.get_field_value(field, name)
            if value is not None:
                found[key] = value
        return found


class Settings(BaseSettings):
    """Every setting with its default; ``.env.example`` documents the same list (a test keeps them equal)."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore")

    env: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    product_url: str = ""
    var_dir: Path = ROOT / "var"
    database_url: str = ""
    redis_url: str = ""
    secret_key: SecretStr = SecretStr("")
    api_token: SecretStr = SecretStr("")
    allowed_origins: str = ""
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    admin_email: str = "admin@example.com"
    admin_password: SecretStr = SecretStr("")
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "json", "text"] = "auto"

    rasa_urls: str = ""
    rasa_token: SecretStr = SecretStr("")
    rasa_python: Path = ROOT / ".venv-rasa" / "bin" / "python"
    rasa_port: int = Field(default=5005, ge=0, le=65535)
    rasa_servers: int = Field(default=1, ge=1, le=16)
    rasa_fixes: bool = True
    model_dir: Path = ROOT / "var" / "models"
    names_file: Path | None = None
    actions_host: str = "127.0.0.1"
    actions_port: int = Field(default=5055, ge=0, le=65535)

    understand_timeout: float = Field(default=4.0, gt=0)
    action_timeout: float = Field(default=6.0, gt=0)
    reply_timeout: float = Field(default=9.0, gt=0)
    turn_deadline: float = Field(default=25.0, gt=0, le=29)

    messenger_page_id: str = ""
    messenger_page_token: SecretStr = SecretStr("")
    messenger_app_secret: SecretStr = SecretStr("")
    messenger_verify_token: SecretStr = SecretStr("")
    messenger_app_id: str = ""
    messenger_graph_url: str = "https://graph.facebook.com"
    messenger_graph_version: str = Field(default="v26.0", pattern=r"^v\d{1,3}\.\d{1,2}$")
    messenger_profile: Path = ROOT / "data" / "shop" / "messenger.yml"
    messenger_inbox_pause: int = Field(default=60, ge=1, le=10_080)
    messenger_ad_window: int = Field(default=24, ge=24, le=168)

    faq_threshold: float = Field(default=0.45, ge=0, le=1)
    demo_shop: bool = True

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What code passes wins over files with secrets, those over the environment, that over ``.env``."""
        return init_settings, SecretFiles(settings_cls), env_settings, dotenv_settings

    @field_validator("public_url")
    @classmethod
    def check_public_url(cls, value: str) -> str:
        """An address with its scheme, without a closing slash."""
        if value and (urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc):
            raise ValueError("must look like https://chat.example.com")
        return value.rstrip("/")

    @field_validator("product_url")
    @classmethod
    def check_product_url(cls, value: str) -> str:
        """An address with a place for the SKU."""
        if value and (urlsplit(value).scheme not in ("http", "https") or "{sku}" not in value):
            raise ValueError("must look like https://shop.example.com/p/{sku}")
        return value

    @field_validator("messenger_graph_url")
    @classmethod
    def check_graph_url(cls, value: str) -> str:
        """The token goes there: encrypted, unless it stays on this machine."""
        parts = urlsplit(value)
        is_local = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if not parts.hostname or parts.scheme not in (("https", "http") if is_local else ("https",)):
            raise ValueError("must look like https://graph.facebook.com")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def check_database_url(cls, value: str) -> str:
        """One of the two databases that are supported."""
        if value and urlsplit(value).scheme.partition("+")[0] not in ("sqlite", "postgresql", "postgres"):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value

    @field_validator("redis_url")
    @classmethod
    def check_redis_url(cls, value: str) -> str:
        """An address that the Redis client reads."""
        if value and urlsplit(value).scheme not in ("redis", "rediss", "unix"):
            raise ValueError("must start with redis://, rediss:// or unix://")
        return value

    @model_validator(mode="after")
    def fill_in(self) -> Settings:
        """Derive what has a sensible default, and refuse what would be unsafe in production."""
        if not (self.action_timeout < self.reply_timeout < self.turn_deadline):
            raise ValueError("BOT_ACTION_TIMEOUT < BOT_REPLY_TIMEOUT < BOT_TURN_DEADLINE must hold")
        if not self.database_url:
            self.database_url = f"sqlite:///{self.var_dir / 'dong_hanh.db'}"
        if not self.secret_key.get_secret_value():
            if self.env == "production":
                raise ValueError("BOT_SECRET_KEY is required when BOT_ENV=production")
            self.secret_key = SecretStr(_kept_secret(self.var_dir / "secret_key"))
        elif len(self.secret_key.get_secret_value()) < 16:
            raise ValueError("BOT_SECRET_KEY must have at least 16 characters")
        return self

    @property
    def names_path(self) -> Path:
        """Where the bot tells Rasa the names of the catalogue."""
        return self.names_file or self.var_dir / "names.jsonl"

    @property
    def origins(self) -> list[str]:
        """Websites that may embed the widget; empty means any, because the widget carries no cookie."""
        return [origin.strip().rstrip("/") for origin in self.allowed_origins.split(",") if origin.strip()]

    @property
    def rasa_addresses(self) -> list[str]:
        """Rasa servers run by somebody else; empty means that we run our own."""
        return [url.strip().rstrip("/") for url in self.rasa_urls.split(",") if url.strip()]


def _kept_secret(path: Path) -> str:
    """A random secret that stays the same from one start to the next."""
    with contextlib.suppress(FileNotFoundError):
        # An empty file is what a crash between making and filling it leaves; nothing may be signed with that.
        if kept := path.read_text(encoding="ascii").strip():
            return kept
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(32)
    path.touch(mode=0o600)
    path.write_text(secret, encoding="ascii")
    return secret


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; raises ``SettingsError`` with one readable line for each problem."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            where = ".".join(str(part) for part in problem["loc"])
            name = f"{PREFIX}{where.upper()}: " if where else ""
            lines.append(f"{name}{problem['msg'].removeprefix('Value error, ')}")
        raise SettingsError("\n".join(lines)) from None
