"""Initial tables."""

# ruff: noqa: PLR0915  every table of the first release stands here

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001_initial"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "idempotency_key",
        sa.Column("actor_id", sa.BINARY(length=16), nullable=False),
        sa.Column("key_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("body_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("subject_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("actor_id", "key_hash", name=op.f("pk_idempotency_key")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_key_at"), ["at"], unique=False)

    op.create_table(
        "oidc_login",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("state_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("provider", sa.String(length=32), nullable=False),
        sa.Column(
            "secrets",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("return_to", sa.String(length=500), nullable=False),
        sa.Column(
            "expires_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oidc_login")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_oidc_login_state_hash")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("oidc_login", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_oidc_login_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "outbox_delivery",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("event_id", sa.BINARY(length=16), nullable=False),
        sa.Column("handler", sa.String(length=120), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column(
            "next_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "claimed_until",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "parked_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "error",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_delivery")),
        sa.UniqueConstraint("event_id", "handler", name="uq_outbox_delivery_event_handler"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("outbox_delivery", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_delivery_due", ["parked_at", "handler", "next_at"], unique=False
        )

    op.create_table(
        "outbox_event",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.BINARY(length=16), nullable=True),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("depth", sa.SmallInteger(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("mark", sa.BINARY(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_event")),
        sa.UniqueConstraint("ticket_id", "seq", name="uq_outbox_event_ticket_seq"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "outbox_inbox",
        sa.Column("event_id", sa.BINARY(length=16), nullable=False),
        sa.Column("handler", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "handler", name=op.f("pk_outbox_inbox")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "outbox_pending",
        sa.Column("event_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "follow_up_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "claimed_until",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_outbox_pending")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("outbox_pending", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_pending_follow_up", ["follow_up_at", "event_id"], unique=False
        )
    op.create_table(
        "push_identity",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "private_key",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("public_key", sa.LargeBinary(length=65), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_identity")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "reference_block",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("next_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_block")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "team",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "business_calendar",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("weekly", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("region", sa.String(length=16), nullable=True),
        sa.Column("closed_days", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("extra_days", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "changed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_calendar")),
        sa.UniqueConstraint("name", name=op.f("uq_business_calendar_name")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "archived_posting",
        sa.Column("term", sa.BINARY(length=8), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("term", "ticket_id", name=op.f("pk_archived_posting")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "ticket_posting",
        sa.Column("term", sa.BINARY(length=8), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("term", "ticket_id", name=op.f("pk_ticket_posting")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "user",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column(
            "email_verified_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email_key", name=op.f("uq_user_email_key")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_role"), ["role"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("token_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("hint", sa.String(length=4), nullable=False),
        sa.Column("scopes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "last_used_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "expires_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_api_token_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_user_id"), ["user_id"], unique=False)

    op.create_table(
        "auth_session",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("token_hash", sa.BINARY(length=32), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "expires_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_auth_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_auth_session_token_hash")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_auth_session_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_auth_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "notification_setting",
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("email", sa.Boolean(), nullable=False),
        sa.Column("push", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_notification_setting_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notification_setting")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "oidc_identity",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_oidc_identity_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oidc_identity")),
        sa.UniqueConstraint("issuer", "subject", name="uq_oidc_identity_subject"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("oidc_identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_oidc_identity_user_id"), ["user_id"], unique=False)

    op.create_table(
        "password_reset",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("token_hash", sa.BINARY(length=32), nullable=False),
        sa.Column(
            "expires_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_password_reset_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_reset_token_hash")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_password_reset_expires_at"), ["expires_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_password_reset_user_id"), ["user_id"], unique=False)

    op.create_table(
        "push_subscription",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("endpoint_hash", sa.BINARY(length=32), nullable=False),
        sa.Column(
            "endpoint",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "p256dh",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "auth",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_push_subscription_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("endpoint_hash", name=op.f("uq_push_subscription_endpoint_hash")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("push_subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_push_subscription_user_id"), ["user_id"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("filters", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_view_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("user_id", "name", name="uq_saved_view_name"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "technician",
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("team_id", sa.BINARY(length=16), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("comfortable_capacity", sa.Integer(), nullable=False),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("weighted_load", sa.Float(), nullable=False),
        sa.Column("pace", sa.Float(), nullable=False),
        sa.Column("presence", sa.String(length=32), nullable=False),
        sa.Column(
            "presence_since",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "heartbeat_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("stays_online", sa.Boolean(), nullable=False),
        sa.Column(
            "last_assigned_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "shift_from",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "shift_until",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("is_on_shift", sa.Boolean(), nullable=False),
        sa.Column("left_by_silence", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("channel_capacity", sa.JSON(none_as_null=True), nullable=False),
        sa.CheckConstraint("active >= 0", name="ck_technician_active"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_technician_team_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_technician_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_technician")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("technician", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_technician_presence"), ["presence"], unique=False)
        batch_op.create_index(batch_op.f("ix_technician_team_id"), ["team_id"], unique=False)
        batch_op.create_index(
            "ix_technician_shift_from", ["is_on_shift", "shift_from"], unique=False
        )
        batch_op.create_index("ix_technician_shift_until", ["shift_until"], unique=False)

    op.create_table(
        "technician_shift",
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("calendar_id", sa.BINARY(length=16), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("weekly", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["business_calendar.id"],
            name=op.f("fk_technician_shift_calendar_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["technician.user_id"], name=op.f("fk_technician_shift_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_technician_shift")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("technician_shift", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_technician_shift_calendar_id"), ["calendar_id"], unique=False
        )

    op.create_table(
        "time_off",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "starts_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "ends_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("made_by_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_time_off_made_by_id")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["technician.user_id"], name=op.f("fk_time_off_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_off")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("time_off", schema=None) as batch_op:
        batch_op.create_index("ix_time_off_user", ["user_id", "ends_at"], unique=False)

    op.create_table(
        "team_lead",
        sa.Column("team_id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_lead_team_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_team_lead_user_id")),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_team_lead")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("team_lead", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_team_lead_user_id"), ["user_id"], unique=False)

    op.create_table(
        "people_setting",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("own_time_off", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_setting")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "assignment_setting",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("scope", sa.BINARY(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_assignment_setting_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_setting")),
        sa.UniqueConstraint("scope", "version", name="uq_assignment_setting_scope_version"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "effort_cell",
        sa.Column("cell", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("median", sa.Float(), nullable=False),
        sa.Column("newest", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("cell", name=op.f("pk_effort_cell")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "technician_pace",
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("log_sum", sa.Double(), nullable=False),
        sa.Column(
            "changed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_technician_pace_user_id")),
        sa.PrimaryKeyConstraint("user_id", "category", name=op.f("pk_technician_pace")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "technician_standing",
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("busy_minutes", sa.Double(), nullable=False),
        sa.Column("present_minutes", sa.Double(), nullable=False),
        sa.Column("recent_minutes", sa.Double(), nullable=False),
        sa.Column("rating_count", sa.Integer(), nullable=False),
        sa.Column("rating_total", sa.Integer(), nullable=False),
        sa.Column(
            "seen_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["technician.user_id"], name=op.f("fk_technician_standing_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_technician_standing")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )

    op.create_table(
        "ticket",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("requester_id", sa.BINARY(length=16), nullable=False),
        sa.Column("assignee_id", sa.BINARY(length=16), nullable=True),
        sa.Column("previous_assignee_id", sa.BINARY(length=16), nullable=True),
        sa.Column("team_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "subject",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("impact", sa.SmallInteger(), nullable=True),
        sa.Column("urgency", sa.SmallInteger(), nullable=True),
        sa.Column("priority", sa.SmallInteger(), nullable=True),
        sa.Column("sentiment", sa.String(length=32), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("commitment", sa.String(length=32), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("set_by_person", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("waiting_reason", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("effort_minutes", sa.Float(), nullable=False),
        sa.Column("message_count", sa.Integer(), nullable=False),
        sa.Column(
            "claimed_until",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "ready_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "approval_since",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "triaged_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "assigned_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "first_response_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "solved_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("solution_id", sa.BINARY(length=16), nullable=True),
        sa.Column("share_solution", sa.Boolean(), nullable=False),
        sa.Column(
            "closed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "open_rank",
            sa.SmallInteger(),
            sa.Computed(
                "CASE WHEN status IN ('assigned', 'in_progress', 'new', 'reopened', 'triaged', "
                "'waiting_on_requester') THEN COALESCE(priority, 0) END",
                persisted=False,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["assignee_id"], ["user.id"], name=op.f("fk_ticket_assignee_id")),
        sa.ForeignKeyConstraint(["requester_id"], ["user.id"], name=op.f("fk_ticket_requester_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_ticket_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("number", name=op.f("uq_ticket_number")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_assignee", ["assignee_id", "status", "id"], unique=False)
        batch_op.create_index(
            "ix_ticket_assignee_updated", ["assignee_id", "updated_at", "id"], unique=False
        )
        batch_op.create_index("ix_ticket_open_rank", ["open_rank", "id"], unique=False)
        batch_op.create_index("ix_ticket_priority", ["priority", "id"], unique=False)
        batch_op.create_index("ix_ticket_requester", ["requester_id", "id"], unique=False)
        batch_op.create_index("ix_ticket_review", ["needs_review", "id"], unique=False)
        batch_op.create_index("ix_ticket_status", ["status", "id"], unique=False)
        batch_op.create_index(
            "ix_ticket_unassigned", ["assignee_id", "ready_at", "priority", "id"], unique=False
        )
        batch_op.create_index("ix_ticket_untriaged", ["triaged_at", "id"], unique=False)
        batch_op.create_index("ix_ticket_updated", ["updated_at", "id"], unique=False)
        batch_op.create_index("ix_ticket_archived", ["is_archived", "id"], unique=False)
        batch_op.create_index("ix_ticket_closed", ["closed_at", "id"], unique=False)

    op.create_table(
        "assignment_decision",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("technician_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("strategy", sa.String(length=32), nullable=True),
        sa.Column("strategy_version", sa.SmallInteger(), nullable=True),
        sa.Column("explanation", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("duration_ms", sa.Float(), nullable=True),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("actor_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "reason",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user.id"], name=op.f("fk_assignment_decision_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["user.id"], name=op.f("fk_assignment_decision_technician_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_assignment_decision_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_decision")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("assignment_decision", schema=None) as batch_op:
        batch_op.create_index("ix_assignment_decision_ticket", ["ticket_id", "id"], unique=False)

    op.create_table(
        "assignment_exclusion",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("technician_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "reason",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "until",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["user.id"], name=op.f("fk_assignment_exclusion_technician_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_assignment_exclusion_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "technician_id", name=op.f("pk_assignment_exclusion")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "message",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("author_id", sa.BINARY(length=16), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column(
            "text",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_message_author_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_message_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_ticket", ["ticket_id", "id"], unique=False)

    op.create_table(
        "retention_plan",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("archive_after_days", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_retention_plan_made_by_id")
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_retention_plan")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("retention_plan", schema=None) as batch_op:
        batch_op.create_index("ix_retention_plan_made_by", ["made_by_id"], unique=False)

    op.create_table(
        "ticket_retention",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_retention_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_retention")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "person_export",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("person_id", sa.BINARY(length=16), nullable=False),
        sa.Column("asked_by_id", sa.BINARY(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column(
            "claimed_until",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "expires_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_person_export_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_person_export_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_export")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("person_export", schema=None) as batch_op:
        batch_op.create_index("ix_person_export_asked_by", ["asked_by_id"], unique=False)
        batch_op.create_index("ix_person_export_person", ["person_id", "id"], unique=False)
        batch_op.create_index("ix_person_export_state", ["state", "id"], unique=False)

    op.create_table(
        "person_erasure",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("person_id", sa.BINARY(length=16), nullable=False),
        sa.Column("asked_by_id", sa.BINARY(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("was_active", sa.Boolean(), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "ended_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_person_erasure_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["user.id"], name=op.f("fk_person_erasure_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_erasure")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("person_erasure", schema=None) as batch_op:
        batch_op.create_index("ix_person_erasure_asked_by", ["asked_by_id"], unique=False)
        batch_op.create_index("ix_person_erasure_due", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_person_erasure_person", ["person_id", "id"], unique=False)

    op.create_table(
        "message_draft",
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column(
            "text",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column(
            "edited_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_message_draft_ticket_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_message_draft_user_id")),
        sa.PrimaryKeyConstraint("user_id", "ticket_id", name=op.f("pk_message_draft")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("message_draft", schema=None) as batch_op:
        batch_op.create_index("ix_message_draft_ticket", ["ticket_id"], unique=False)

    op.create_table(
        "notification",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("source_id", sa.BINARY(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column(
            "title",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "body",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=True),
        sa.Column("ticket_reference", sa.String(length=24), nullable=True),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "read_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "mailed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("pushed_to", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_notification_ticket_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notification_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("source_id", "user_id", name="uq_notification_source"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index("ix_notification_created", ["created_at"], unique=False)
        batch_op.create_index("ix_notification_unread", ["user_id", "read_at", "id"], unique=False)
        batch_op.create_index("ix_notification_user", ["user_id", "id"], unique=False)

    op.create_table(
        "rating",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "solution_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("author_id", sa.BINARY(length=16), nullable=False),
        sa.Column("technician_id", sa.BINARY(length=16), nullable=True),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column(
            "comment",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name="ck_rating_score"),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_rating_author_id")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["user.id"], name=op.f("fk_rating_technician_id")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_rating_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("ticket_id", "solution_at", name="uq_rating_solution"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.create_index("ix_rating_technician", ["technician_id", "id"], unique=False)

    op.create_table(
        "technician_skill",
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column("skill", sa.String(length=64), nullable=False),
        sa.Column("proficiency", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["technician.user_id"], name=op.f("fk_technician_skill_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", "skill", name=op.f("pk_technician_skill")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "ticket_tag",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_tag_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "tag", name=op.f("pk_ticket_tag")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("ticket_tag", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_tag_tag", ["tag", "ticket_id"], unique=False)

    op.create_table(
        "time_entry",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "started_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_time_entry_ticket_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_time_entry_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_entry")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("time_entry", schema=None) as batch_op:
        batch_op.create_index("ix_time_entry_ticket", ["ticket_id", "id"], unique=False)
        batch_op.create_index("ix_time_entry_user", ["user_id", "minutes"], unique=False)

    op.create_table(
        "ticket_watcher",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_watcher_ticket_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_ticket_watcher_user_id")),
        sa.PrimaryKeyConstraint("ticket_id", "user_id", name=op.f("pk_ticket_watcher")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("ticket_watcher", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_watcher_user", ["user_id", "ticket_id"], unique=False)

    op.create_table(
        "triage_label",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("old_value", sa.String(length=32), nullable=True),
        sa.Column("model_value", sa.String(length=32), nullable=True),
        sa.Column("value", sa.String(length=32), nullable=True),
        sa.Column("by_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_triage_label_by_id")),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_triage_label_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_label")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("triage_label", schema=None) as batch_op:
        batch_op.create_index("ix_triage_label_ticket", ["ticket_id", "id"], unique=False)

    op.create_table(
        "ticket_embedding",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("model_version", sa.String(length=64), nullable=False),
        sa.Column(
            "vector",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_embedding_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_embedding")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("ticket_embedding", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_embedding_created", ["created_at"], unique=False)
        batch_op.create_index(
            "ix_ticket_embedding_model", ["model_version", "ticket_id"], unique=False
        )

    op.create_table(
        "triage_result",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("scores", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "words",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("model_version", sa.String(length=64), nullable=False),
        sa.Column(
            "scored_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_triage_result_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_triage_result")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "ticket_due",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_due")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("ticket_due", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_due_at", ["due_at", "ticket_id"], unique=False)
        batch_op.create_index("ix_ticket_due_state", ["state", "ticket_id"], unique=False)

    op.create_table(
        "sla_track",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("seen_seq", sa.Integer(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=True),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("policy_id", sa.BINARY(length=16), nullable=True),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.BINARY(length=16), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.Column(
            "next_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_sla_track")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("sla_track", schema=None) as batch_op:
        batch_op.create_index("ix_sla_track_next", ["next_at"], unique=False)
        batch_op.create_index("ix_sla_track_open", ["is_open", "calendar_id"], unique=False)

    op.create_table(
        "sla_clock",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column(
            "started_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "planned_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("target_seconds", sa.Integer(), nullable=True),
        sa.Column("warn_after", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("pauses", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column(
            "warned_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "breached_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("seen_late_seconds", sa.Integer(), nullable=False),
        sa.Column(
            "ended_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_clock")),
        sa.UniqueConstraint("ticket_id", "kind", "turn", name="uq_sla_clock_turn"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "sla_calendar_use",
        sa.Column("calendar_id", sa.BINARY(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["business_calendar.id"],
            name=op.f("fk_sla_calendar_use_calendar_id"),
        ),
        sa.PrimaryKeyConstraint("calendar_id", name=op.f("pk_sla_calendar_use")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "sla_policy_set",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("policies", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_sla_policy_set_by_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_sla_policy_set")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "what_if_run",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("asked_by_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "asked_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("question", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "files",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("simulated", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("is_unwanted", sa.Boolean(), nullable=False),
        sa.Column(
            "claimed_until",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "started_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "ended_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "error",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "sentence",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_what_if_run_asked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_what_if_run")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("what_if_run", schema=None) as batch_op:
        batch_op.create_index("ix_what_if_run_state", ["state", "id"], unique=False)

    op.create_table(
        "triage_model",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("folder", sa.String(length=200), nullable=True),
        sa.Column("metrics", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("baseline_version", sa.String(length=64), nullable=True),
        sa.Column("baseline_metrics", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("calibration", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("labels", sa.Integer(), nullable=False),
        sa.Column(
            "trained_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "promoted_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("promoted_by_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "shadow_since",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column(
            "slot",
            sa.String(length=16),
            sa.Computed("CASE WHEN state IN ('serving', 'shadow') THEN state END", persisted=False),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["promoted_by_id"], ["user.id"], name=op.f("fk_triage_model_promoted_by_id")
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_triage_model")),
        sa.UniqueConstraint("slot", name="uq_triage_model_slot"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "triage_setting",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wanted_accuracy", sa.Float(), nullable=False),
        sa.Column("changed_by_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "changed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user.id"], name=op.f("fk_triage_setting_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_setting")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "triage_shadow_result",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("model_version", sa.String(length=64), nullable=False),
        sa.Column("scores", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "scored_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_triage_shadow_result_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "model_version", name=op.f("pk_triage_shadow_result")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("owner_id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=True),
        sa.Column("message_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "filename",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("content_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.BINARY(length=32), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_attachment_message_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_attachment_owner_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_attachment_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_created_at"), ["created_at"], unique=False)
        batch_op.create_index("ix_attachment_message", ["message_id"], unique=False)
        batch_op.create_index("ix_attachment_ticket", ["ticket_id"], unique=False)

    op.create_table(
        "handled_ticket",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("technician_id", sa.BINARY(length=16), nullable=False),
        sa.Column("requester_id", sa.BINARY(length=16), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=False),
        sa.Column("standard_minutes", sa.Float(), nullable=False),
        sa.Column(
            "solved_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["user.id"], name=op.f("fk_handled_ticket_technician_id")
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["user.id"], name=op.f("fk_handled_ticket_requester_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_handled_ticket_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_handled_ticket")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("handled_ticket", schema=None) as batch_op:
        batch_op.create_index("ix_handled_ticket_solved", ["solved_at", "ticket_id"], unique=False)
        batch_op.create_index(
            "ix_handled_ticket_requester",
            ["requester_id", "solved_at", "technician_id"],
            unique=False,
        )

    op.create_table(
        "audit_seal",
        sa.Column("chain", sa.BINARY(length=16), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.BINARY(length=16), nullable=False),
        sa.Column("salt", sa.BINARY(length=16), nullable=False),
        sa.Column("words_salt", sa.BINARY(length=16), nullable=True),
        sa.Column("words", sa.BINARY(length=32), nullable=True),
        sa.Column("key_id", sa.BINARY(length=4), nullable=False),
        sa.Column("seal", sa.BINARY(length=32), nullable=False),
        sa.PrimaryKeyConstraint("chain", "sequence", name=op.f("pk_audit_seal")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("audit_seal", schema=None) as batch_op:
        batch_op.create_index("ix_audit_seal_event", ["event_id"], unique=True)

    op.create_table(
        "audit_chain",
        sa.Column("chain", sa.BINARY(length=16), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("seal", sa.BINARY(length=32), nullable=False),
        sa.Column("digest", sa.BINARY(length=32), nullable=False),
        sa.Column("is_anchored", sa.Boolean(), nullable=False),
        sa.Column("refused_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_chain")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("audit_chain", schema=None) as batch_op:
        batch_op.create_index("ix_audit_chain_anchored", ["is_anchored", "chain"], unique=False)
        batch_op.create_index("ix_audit_chain_refused", ["refused_at"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chain", sa.BINARY(length=16), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("seal", sa.BINARY(length=32), nullable=False),
        sa.Column("digest", sa.BINARY(length=32), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_entry")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_chain", ["chain", "length"], unique=False)

    op.create_table(
        "audit_node",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.BINARY(length=32), nullable=False),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("pk_audit_node")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "audit_root",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.BINARY(length=32), nullable=False),
        sa.Column("previous", sa.BINARY(length=32), nullable=False),
        sa.Column("key_id", sa.BINARY(length=4), nullable=False),
        sa.Column("signature", sa.BINARY(length=64), nullable=False),
        sa.Column(
            "mailed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_root")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "audit_check",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("asked_by_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "asked_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("is_unwanted", sa.Boolean(), nullable=False),
        sa.Column(
            "claimed_until",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "started_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "ended_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("result", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user.id"], name=op.f("fk_audit_check_asked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_check")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("audit_check", schema=None) as batch_op:
        batch_op.create_index("ix_audit_check_state", ["state", "id"], unique=False)
    op.create_table(
        "ticket_relation",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("other_id", sa.BINARY(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("made_by_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("status_before", sa.String(length=32), nullable=True),
        sa.Column("new_watchers", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_ticket_relation_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_relation")),
        sa.UniqueConstraint("ticket_id", "other_id", "kind", name="uq_ticket_relation_pair"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("ticket_relation", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_relation_other", ["other_id", "kind"], unique=False)

    op.create_table(
        "major_incident",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("declared_by_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "declared_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["declared_by_id"], ["user.id"], name=op.f("fk_major_incident_declared_by_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_major_incident")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "escalation_plan",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("policies", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("rotas", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_escalation_plan_by_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_escalation_plan")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "on_call_override",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("rota_id", sa.BINARY(length=16), nullable=False),
        sa.Column("user_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "starts_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "ends_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("made_by_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["user.id"], name=op.f("fk_on_call_override_made_by_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_on_call_override_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_call_override")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("on_call_override", schema=None) as batch_op:
        batch_op.create_index("ix_on_call_override_rota", ["rota_id", "ends_at"], unique=False)

    op.create_table(
        "ticket_escalation",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("started_by", sa.String(length=32), nullable=False),
        sa.Column("policy_id", sa.BINARY(length=16), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column(
            "since",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "told_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "next_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("told", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("seen_late_seconds", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("acknowledged_by_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "acknowledged_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"],
            ["user.id"],
            name=op.f("fk_ticket_escalation_acknowledged_by_id"),
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket_escalation")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("ticket_escalation", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_escalation_next", ["next_at"], unique=False)
    op.create_table(
        "macro",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("folder", sa.String(length=80), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.BINARY(length=16), nullable=True),
        sa.Column("owner_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "steps",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column(
            "last_used_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "removed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_macro_owner_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_macro_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_macro")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("macro", schema=None) as batch_op:
        batch_op.create_index("ix_macro_name", ["folder", "name", "id"], unique=False)

    op.create_table(
        "reply_template",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("folder", sa.String(length=80), nullable=False),
        sa.Column("audience", sa.String(length=32), nullable=False),
        sa.Column("team_id", sa.BINARY(length=16), nullable=True),
        sa.Column("owner_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "words",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column(
            "last_used_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "removed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_reply_template_owner_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_reply_template_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_template")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("reply_template", schema=None) as batch_op:
        batch_op.create_index("ix_reply_template_name", ["folder", "name", "id"], unique=False)

    op.create_table(
        "macro_run",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("macro_id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("by_id", sa.BINARY(length=16), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=False),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "undone_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_macro_run_by_id")),
        sa.ForeignKeyConstraint(["macro_id"], ["macro.id"], name=op.f("fk_macro_run_macro_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_macro_run_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_macro_run")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("macro_run", schema=None) as batch_op:
        batch_op.create_index("ix_macro_run_ticket", ["ticket_id", "id"], unique=False)

    op.create_table(
        "rule_set",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_rule_set_by_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_rule_set")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "rule_calendar_use",
        sa.Column("calendar_id", sa.BINARY(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["business_calendar.id"],
            name=op.f("fk_rule_calendar_use_calendar_id"),
        ),
        sa.PrimaryKeyConstraint("calendar_id", name=op.f("pk_rule_calendar_use")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "rule_firing",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("rule_id", sa.BINARY(length=16), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(length=32), nullable=False),
        sa.Column("trigger_id", sa.BINARY(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("did", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=True),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("answered_by", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "answered_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user.id"], name=op.f("fk_rule_firing_answered_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_firing")),
        sa.UniqueConstraint("ticket_id", "rule_id", "trigger_id", name="uq_rule_firing_once"),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("rule_firing", schema=None) as batch_op:
        batch_op.create_index("ix_rule_firing_rule", ["rule_id", "id"], unique=False)
        batch_op.create_index("ix_rule_firing_at", ["at"], unique=False)

    op.create_table(
        "rule_webhook",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "url",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "secret",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("by_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_rule_webhook_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_webhook")),
        sa.UniqueConstraint("name", name=op.f("uq_rule_webhook_name")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "rule_call",
        sa.Column("event_id", sa.BINARY(length=16), nullable=False),
        sa.Column("webhook_id", sa.BINARY(length=16), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_rule_call")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("rule_call", schema=None) as batch_op:
        batch_op.create_index("ix_rule_call_webhook", ["webhook_id", "event_id"], unique=False)
    op.create_table(
        "lifecycle_setting",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("close_after_days", sa.Integer(), nullable=True),
        sa.Column("calendar_id", sa.BINARY(length=16), nullable=True),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("ask_after_hours", sa.Integer(), nullable=False),
        sa.Column("remind_after_days", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "changed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["business_calendar.id"], name=op.f("fk_lifecycle_setting_calendar_id")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user.id"], name=op.f("fk_lifecycle_setting_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lifecycle_setting")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )

    op.create_table(
        "solution_follow_up",
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("survey_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "solution_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column(
            "asked_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "ask_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "answered_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "close_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_solution_follow_up_ticket_id")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_solution_follow_up")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("solution_follow_up", schema=None) as batch_op:
        batch_op.create_index("ix_solution_follow_up_ask", ["ask_at"], unique=False)
        batch_op.create_index("ix_solution_follow_up_close", ["close_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_solution_follow_up_survey_id"), ["survey_id"], unique=False
        )
    op.create_table(
        "ticket_schedule",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("owner_id", sa.BINARY(length=16), nullable=False),
        sa.Column("requester_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "subject",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "description",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("impact", sa.String(length=32), nullable=True),
        sa.Column("urgency", sa.String(length=32), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=True),
        sa.Column("starts", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("calendar_id", sa.BINARY(length=16), nullable=True),
        sa.Column("closed_days", sa.String(length=32), nullable=False),
        sa.Column("missed", sa.String(length=32), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column(
            "next_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "removed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "created_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["business_calendar.id"], name=op.f("fk_ticket_schedule_calendar_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["user.id"], name=op.f("fk_ticket_schedule_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["user.id"], name=op.f("fk_ticket_schedule_requester_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_schedule")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("ticket_schedule", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_schedule_next", ["is_active", "next_at"], unique=False)

    op.create_table(
        "schedule_date",
        sa.Column("schedule_id", sa.BINARY(length=16), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("late_seconds", sa.Integer(), nullable=False),
        sa.Column("stands_for", sa.Integer(), nullable=False),
        sa.Column(
            "made_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["ticket_schedule.id"], name=op.f("fk_schedule_date_schedule_id")
        ),
        sa.PrimaryKeyConstraint("schedule_id", "due_at", name=op.f("pk_schedule_date")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("schedule_date", schema=None) as batch_op:
        batch_op.create_index("ix_schedule_date_waiting", ["made_at", "due_at"], unique=False)
    op.create_table(
        "approval_setting",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("changed_by_id", sa.BINARY(length=16), nullable=True),
        sa.Column(
            "changed_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["user.id"], name=op.f("fk_approval_setting_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_setting")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )

    op.create_table(
        "ticket_approval",
        sa.Column("id", sa.BINARY(length=16), nullable=False),
        sa.Column("ticket_id", sa.BINARY(length=16), nullable=False),
        sa.Column("rule_id", sa.BINARY(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("needs", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column(
            "asked_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=False,
        ),
        sa.Column(
            "remind_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "decided_at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_approval_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_approval")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    with op.batch_alter_table("ticket_approval", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_approval_remind", ["remind_at"], unique=False)
        batch_op.create_index("ix_ticket_approval_ticket", ["ticket_id", "id"], unique=False)

    op.create_table(
        "approval_vote",
        sa.Column("approval_id", sa.BINARY(length=16), nullable=False),
        sa.Column("approver_id", sa.BINARY(length=16), nullable=False),
        sa.Column("instead_of_id", sa.BINARY(length=16), nullable=True),
        sa.Column("passed_on", sa.Boolean(), nullable=False),
        sa.Column("approves", sa.Boolean(), nullable=True),
        sa.Column(
            "comment",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.Column(
            "at",
            sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["ticket_approval.id"], name=op.f("fk_approval_vote_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["user.id"], name=op.f("fk_approval_vote_approver_id")
        ),
        sa.ForeignKeyConstraint(
            ["instead_of_id"], ["user.id"], name=op.f("fk_approval_vote_instead_of_id")
        ),
        sa.PrimaryKeyConstraint("approval_id", "approver_id", name=op.f("pk_approval_vote")),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    """Revert."""
    op.drop_table("approval_vote")
    op.drop_table("ticket_approval")
    op.drop_table("approval_setting")
    op.drop_table("schedule_date")
    op.drop_table("ticket_schedule")
    op.drop_table("solution_follow_up")
    op.drop_table("lifecycle_setting")
    op.drop_table("rule_call")
    op.drop_table("rule_webhook")
    op.drop_table("rule_firing")
    op.drop_table("rule_calendar_use")
    op.drop_table("rule_set")
    op.drop_table("macro_run")
    op.drop_table("reply_template")
    op.drop_table("macro")
    op.drop_table("ticket_escalation")
    op.drop_table("on_call_override")
    op.drop_table("escalation_plan")
    op.drop_table("major_incident")
    op.drop_table("ticket_relation")
    op.drop_table("audit_check")
    op.drop_table("audit_root")
    op.drop_table("audit_node")
    op.drop_table("audit_entry")
    op.drop_table("audit_chain")
    op.drop_table("audit_seal")
    op.drop_table("handled_ticket")
    op.drop_table("attachment")
    op.drop_table("ticket_embedding")
    op.drop_table("triage_shadow_result")
    op.drop_table("triage_setting")
    op.drop_table("triage_model")
    op.drop_table("what_if_run")
    op.drop_table("sla_policy_set")
    op.drop_table("sla_calendar_use")
    op.drop_table("sla_clock")
    op.drop_table("sla_track")
    op.drop_table("ticket_due")
    op.drop_table("triage_result")
    op.drop_table("triage_label")
    op.drop_table("time_entry")
    op.drop_table("ticket_watcher")
    op.drop_table("ticket_tag")
    op.drop_table("technician_skill")
    op.drop_table("rating")
    op.drop_table("notification")
    op.drop_table("message_draft")
    op.drop_table("person_erasure")
    op.drop_table("person_export")
    op.drop_table("ticket_retention")
    op.drop_table("retention_plan")
    op.drop_table("archived_posting")
    op.drop_table("message")
    op.drop_table("assignment_exclusion")
    op.drop_table("assignment_decision")
    op.drop_table("ticket")
    op.drop_table("technician_standing")
    op.drop_table("technician_pace")
    op.drop_table("effort_cell")
    op.drop_table("assignment_setting")
    op.drop_table("people_setting")
    op.drop_table("team_lead")
    op.drop_table("time_off")
    op.drop_table("technician_shift")
    op.drop_table("technician")
    op.drop_table("saved_view")
    op.drop_table("push_subscription")
    op.drop_table("password_reset")
    op.drop_table("oidc_identity")
    op.drop_table("notification_setting")
    op.drop_table("auth_session")
    op.drop_table("api_token")
    op.drop_table("user")
    op.drop_table("ticket_posting")
    op.drop_table("business_calendar")
    op.drop_table("team")
    op.drop_table("reference_block")
    op.drop_table("push_identity")
    op.drop_table("outbox_pending")
    op.drop_table("outbox_inbox")
    op.drop_table("outbox_event")
    op.drop_table("outbox_delivery")
    op.drop_table("oidc_login")
    op.drop_table("idempotency_key")
