"""Every setting of the product, read once from `TIKIFY_…` variables in a composition root and passed down."""

import os
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url

# Beyond this the database is what people wait for.
MOST_API_PROCESSES = 4


class MailTransport(StrEnum):
    """How e-mail leaves the house."""

    FILE = "file"
    CONSOLE = "console"
    SMTP = "smtp"


class MailSettings(BaseModel):
    """Outgoing e-mail. The file transport writes one `.eml` per message into the data folder."""

    transport: MailTransport = MailTransport.FILE
    sender: str = "Tikify <tikify@localhost>"
    host: str = "127.0.0.1"
    port: int = 25
    username: str | None = None
    password: SecretStr | None = None
    use_tls: bool = False
    start_tls: bool | None = None
    timeout_seconds: float = 10.0


class OidcProvider(BaseModel):
    """One OpenID Connect provider, found by discovery from its issuer."""

    name: str = Field(pattern=r"^[a-z0-9-]{1,32}$")
    label: str
    issuer: str
    client_id: str
    client_secret: SecretStr | None = None


class Settings(BaseSettings):
    """Environment of one process. Nested values are written `TIKIFY_MAIL__HOST`."""

    model_config = SettingsConfigDict(
        env_prefix="TIKIFY_", env_nested_delimiter="__", env_ignore_empty=True, extra="ignore"
    )

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    data_dir: Path = Path("var/data")
    database_url: str | None = None
    redis_url: str | None = None
    public_url: str | None = None
    rate_limits: bool = True
    trusted_proxies: str = "127.0.0.1"
    # Processes of the api under `tikify up`; 0: as many as suit the database and the machine.
    api_processes: int = Field(default=0, ge=0, le=64)
    # Let other apis listen at the same address; the system spreads the connections over them.
    share_port: bool = False
    # Where a worker answers `/metrics`; 0: nowhere. The api answers at its own address.
    metrics_port: int = Field(default=0, ge=0, le=65535)
    log_level: str = "INFO"
    log_json: bool = False

    # Base64 of 32 bytes each, the first encrypts; empty: the key file in the data folder.
    encryption_keys: list[SecretStr] = []

    # Base64 of 32 bytes each, the first in use; empty: the audit key file in the data folder.
    audit_seal_keys: list[SecretStr] = []
    audit_signing_keys: list[SecretStr] = []
    # How often the heads of all changed chains are gathered under a signed root.
    audit_root_minutes: int = Field(default=5, ge=1, le=1440)
    # Who gets the newest root by mail, to keep it outside, and how often.
    audit_mail_to: list[str] = []
    audit_mail_hours: int = Field(default=24, ge=1, le=744)

    session_days: int = Field(default=14, ge=1, le=365)
    password_reset_minutes: int = Field(default=60, ge=5, le=1440)
    sign_up_open: bool = True
    oidc_providers: list[OidcProvider] = []

    # `file:attachments` is a folder inside the data folder; `s3://bucket/prefix` needs the S3 settings.
    storage_url: str = "file:attachments"
    s3_endpoint_url: str | None = None
    s3_region: str = "us-east-1"
    s3_access_key: SecretStr | None = None
    s3_secret_key: SecretStr | None = None
    max_attachment_bytes: int = 20 * 1024 * 1024
    max_body_bytes: int = 1024 * 1024

    mail: MailSettings = MailSettings()
    push_contact: str = "mailto:admin@localhost"
    # Web push refuses endpoints on private addresses; a test's own push service needs this.
    push_allow_private_endpoints: bool = False
    # So do webhooks of rules; who wants to reach machines of the house says so here.
    webhooks_allow_private_addresses: bool = False

    presence_timeout_seconds: int = Field(default=90, ge=2)
    # Waits of both row queues when no bell rings.
    sweep_seconds: int = Field(default=2, ge=1, le=30)
    lease_seconds: int = Field(default=20, ge=2)
    # What nobody waits for (seals, clocks, statistics) is written this much later, many at once.
    follow_up_seconds: float = Field(default=1.0, ge=0, le=30)
    pool_size: int = Field(default=16, ge=1)
    frontend_dir: Path | None = None

    @cached_property
    def resolved_database_url(self) -> str:
        """The async SQLAlchemy URL; SQLite in the data folder when none is set."""
        if not self.database_url:
            return f"sqlite+aiosqlite:///{self.data_dir.absolute() / 'tikify.sqlite3'}"
        url = make_url(self.database_url)
        drivers = {
            "mysql": "mysql+aiomysql",
            "mariadb": "mysql+aiomysql",
            "mysql+aiomysql": "mysql+aiomysql",
            "mariadb+aiomysql": "mysql+aiomysql",
            "sqlite": "sqlite+aiosqlite",
            "sqlite+aiosqlite": "sqlite+aiosqlite",
        }
        driver = drivers.get(url.drivername)
        if driver is None:
            raise ValueError(
                f"TIKIFY_DATABASE_URL begins with '{url.drivername}'; use mysql:// or sqlite://."
            )
        return url.set(drivername=driver).render_as_string(hide_password=False)

    @property
    def resolved_api_processes(self) -> int:
        """How many apis `tikify up` runs; SQLite has one writer at a time, so one serves it best."""
        if self.api_processes:
            return self.api_processes
        if self.resolved_database_url.startswith("sqlite"):
            return 1
        return min(MOST_API_PROCESSES, os.cpu_count() or 1)

    @property
    def resolved_redis_url(self) -> str:
        """Where Redis answers."""
        url = self.redis_url or "redis://127.0.0.1:6379/0"
        if not url.startswith(("redis://", "rediss://", "unix://")):
            # Not quoted: it may hold a password.
            raise ValueError("TIKIFY_REDIS_URL must begin with redis://, rediss:// or unix://.")
        return url

    @property
    def base_url(self) -> str:
        """Address that people open, without a trailing slash; used in mails and pushes."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def secure_cookies(self) -> bool:
        """Cookies carry `Secure` wherever people reach us over https."""
        return self.base_url.startswith("https://")
