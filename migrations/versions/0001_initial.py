"""The house as it stands; written by infra/squash."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    tables()
    walls()


def tables() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("begins_on <= ends_on", name=op.f("ck_announcements_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_table(
        "clock_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offset_seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_clock_settings_only_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_settings")),
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("pass_level", sa.Integer(), nullable=False),
        sa.Column("pass_count", sa.Integer(), nullable=False),
        sa.Column("floor_level", sa.Integer(), nullable=False),
        sa.Column("years_valid", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("assess_days", sa.Integer(), nullable=False),
        sa.Column("return_days", sa.Integer(), nullable=False),
        sa.Column("resubmit_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("code", name=op.f("uq_editions_code")),
    )
    op.create_table(
        "national_programmes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("design", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 99", name=op.f("ck_national_programmes_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_national_programmes")),
        sa.UniqueConstraint("code", "edition", name=op.f("uq_national_programmes_code_edition")),
        sa.UniqueConstraint("number", name=op.f("uq_national_programmes_number")),
    )
    op.create_table(
        "operators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrol_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_operators_email_normal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operators")),
        sa.UniqueConstraint("email", name=op.f("uq_operators_email")),
    )
    op.create_table(
        "schools",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("urn", sa.Text(), nullable=True),
        sa.Column("town", sa.Text(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("ck_schools_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schools")),
        sa.UniqueConstraint("slug", name=op.f("uq_schools_slug")),
    )
    op.create_table(
        "ticks",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("slot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ran", sa.Boolean(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("pk_ticks")),
    )
    op.create_table(
        "academic_years",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "pattern IN ('england', 'scotland', 'own')", name=op.f("ck_academic_years_pattern")
        ),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_academic_years_order")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_academic_years_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_academic_years")),
        sa.UniqueConstraint("school_id", "starts_on", name=op.f("uq_academic_years_school_id_starts_on")),
    )
    op.create_table(
        "adoptions",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_adoptions_edition_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_adoptions_school_id")),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_adoptions")),
    )
    op.create_table(
        "award_claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("awarding_school_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("award", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("file_key", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("file_type", sa.Text(), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.Column("file_scanned", sa.Boolean(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_as", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("settled_as IN ('school', 'operator')", name=op.f("ck_award_claims_settled_as")),
        sa.CheckConstraint(
            "state IN ('open', 'confirmed', 'declined', 'withdrawn', 'ended')",
            name=op.f("ck_award_claims_state"),
        ),
        sa.CheckConstraint(
            "(code IS NULL) = (awarding_school_id IS NULL)", name=op.f("ck_award_claims_code_names_school")
        ),
        sa.CheckConstraint("school_id <> awarding_school_id", name=op.f("ck_award_claims_two_schools")),
        sa.ForeignKeyConstraint(
            ["awarding_school_id"], ["schools.id"], name=op.f("fk_award_claims_awarding_school_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_award_claims_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_claims")),
    )
    op.create_index(
        "ix_award_claims_awarding",
        "award_claims",
        ["awarding_school_id"],
        unique=False,
        postgresql_where=sa.text("awarding_school_id IS NOT NULL"),
    )
    op.create_index(
        "ix_award_claims_open",
        "award_claims",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_award_claims_school", "award_claims", ["school_id", "staff_id"], unique=False)
    op.create_index(
        "uq_award_claims_code",
        "award_claims",
        ["school_id", "staff_id", "code"],
        unique=True,
        postgresql_where=sa.text("state IN ('open', 'confirmed')"),
    )
    op.create_table(
        "award_counters",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_award_counters_school_id")),
        sa.PrimaryKeyConstraint("school_id", "year", name=op.f("pk_award_counters")),
    )
    op.create_table(
        "directory",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_directory_school_id")),
        sa.PrimaryKeyConstraint("kind", "key_hash", name=op.f("pk_directory")),
    )
    op.create_table(
        "domains",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missing_since", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_domains_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_domains")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_domains_school_id_name")),
    )
    op.create_table(
        "edition_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=False),
        sa.Column("design", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["follows_id"], ["editions.id"], name=op.f("fk_edition_drafts_follows_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_drafts")),
    )
    op.create_table(
        "edition_retirements",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_edition_retirements_edition_id")
        ),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_edition_retirements")),
    )
    op.create_table(
        "edition_uses",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("cohorts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_edition_uses_edition_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_edition_uses_school_id")),
        sa.PrimaryKeyConstraint("school_id", "edition_id", name=op.f("pk_edition_uses")),
    )
    op.create_table(
        "form_receipts",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_form_receipts_school_id")),
        sa.PrimaryKeyConstraint("school_id", "form_key", name=op.f("pk_form_receipts")),
    )
    op.create_table(
        "history",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_history_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_history")),
    )
    op.create_index(
        "ix_history_subject", "history", ["school_id", "subject_kind", "subject_id"], unique=False
    )
    op.create_index("ix_history_time", "history", ["school_id", "at", "id"], unique=False)
    op.create_table(
        "interests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("school_name", sa.Text(), nullable=False),
        sa.Column("asks_for", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("asks_for IN ('school', 'practitioner')", name=op.f("ck_interests_asks_for")),
        sa.CheckConstraint("state IN ('asked', 'new', 'school', 'closed')", name=op.f("ck_interests_state")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_interests_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interests")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_interests_token_hash")),
    )
    op.create_index("ix_interests_state", "interests", ["state", "id"], unique=False)
    op.create_table(
        "levels",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_levels_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "number", name=op.f("pk_levels")),
    )
    op.create_table(
        "link_requests",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_link_requests_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_link_requests")),
    )
    op.create_table(
        "moves",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_moves_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_moves")),
    )
    op.create_index("ix_moves_subject", "moves", ["school_id", "subject_kind", "subject_id"], unique=False)
    op.create_index("ix_moves_time", "moves", ["school_id", "at", "id"], unique=False)
    op.create_table(
        "operator_history",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_operator_history_operator_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_operator_history_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_history")),
    )
    op.create_index("ix_operator_history_school", "operator_history", ["school_id", "id"], unique=False)
    op.create_table(
        "operator_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_operator_links_operator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_operator_links_token_hash")),
    )
    op.create_table(
        "operator_passkey_challenges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_operator_passkey_challenges_operator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_passkey_challenges")),
    )
    op.create_table(
        "operator_passkeys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("synced", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_operator_passkeys_operator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_operator_passkeys_credential_id")),
    )
    op.create_index(
        op.f("ix_operator_passkeys_operator_id"), "operator_passkeys", ["operator_id"], unique=False
    )
    op.create_table(
        "operator_receipts",
        sa.Column("form_key", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_operator_receipts_operator_id")
        ),
        sa.PrimaryKeyConstraint("form_key", name=op.f("pk_operator_receipts")),
    )
    op.create_table(
        "operator_recovery_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_operator_recovery_codes_operator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_recovery_codes")),
        sa.UniqueConstraint(
            "operator_id", "code_hash", name=op.f("uq_operator_recovery_codes_operator_id_code_hash")
        ),
    )
    op.create_table(
        "operator_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=True),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "door IN ('link', 'app', 'recovery', 'passkey', 'demonstration')",
            name=op.f("ck_operator_sessions_door"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_operator_sessions_operator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_operator_sessions_token_hash")),
    )
    op.create_index(
        op.f("ix_operator_sessions_operator_id"), "operator_sessions", ["operator_id"], unique=False
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("unique_key", sa.Text(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("time_limit", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sends", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("aside_because", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'sent', 'running', 'done', 'dead')", name=op.f("ck_outbox_state")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_outbox_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_finished",
        "outbox",
        ["finished_at"],
        unique=False,
        postgresql_where=sa.text("finished_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_in_flight",
        "outbox",
        ["state"],
        unique=False,
        postgresql_where=sa.text("state IN ('sent', 'running')"),
    )
    op.create_index(
        "ix_outbox_queued",
        "outbox",
        ["school_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(
        "uq_outbox_key",
        "outbox",
        ["message", "unique_key", "school_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("unique_key IS NOT NULL"),
    )
    op.create_table(
        "paper_acceptances",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("accepted_by", sa.Uuid(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_paper_acceptances_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_paper_acceptances")),
        sa.UniqueConstraint(
            "school_id", "paper", "version", name=op.f("uq_paper_acceptances_school_id_paper_version")
        ),
    )
    op.create_table(
        "programmes",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_from", sa.Text(), nullable=False),
        sa.Column("design", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (published_at IS NULL) OR state = 'retired'",
            name=op.f("ck_programmes_published"),
        ),
        sa.CheckConstraint("state IN ('draft', 'published', 'retired')", name=op.f("ck_programmes_state")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_programmes_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_programmes")),
        sa.UniqueConstraint(
            "school_id", "series_id", "edition", name=op.f("uq_programmes_school_id_series_id_edition")
        ),
    )
    op.create_index(
        "uq_programmes_draft",
        "programmes",
        ["school_id", "series_id"],
        unique=True,
        postgresql_where="state = 'draft'",
    )
    op.create_table(
        "school_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("head_name", sa.Text(), nullable=False),
        sa.Column("head_email", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["operators.id"], name=op.f("fk_school_invitations_invited_by")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_school_invitations_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_invitations")),
    )
    op.create_index(
        op.f("ix_school_invitations_school_id"), "school_invitations", ["school_id"], unique=False
    )
    op.create_table(
        "school_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('suspended', 'resumed')", name=op.f("ck_school_notices_kind")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_school_notices_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_notices")),
    )
    op.create_index(op.f("ix_school_notices_school_id"), "school_notices", ["school_id"], unique=False)
    op.create_table(
        "sign_in_policies",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("school_sign_in_required", sa.Boolean(), nullable=False),
        sa.Column("named_heads", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("join_by_domain", sa.Boolean(), nullable=False),
        sa.Column("sign_out_of_account", sa.Boolean(), nullable=False),
        sa.Column("idle_minutes", sa.Integer(), nullable=False),
        sa.Column("longest_minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("idle_minutes BETWEEN 15 AND 1440", name=op.f("ck_sign_in_policies_idle")),
        sa.CheckConstraint("longest_minutes BETWEEN 60 AND 43200", name=op.f("ck_sign_in_policies_longest")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_sign_in_policies_school_id")),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_sign_in_policies")),
    )
    op.create_table(
        "staff",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("line_manager_id", sa.Uuid(), nullable=True),
        sa.Column("manager_outside", sa.Boolean(), nullable=False),
        sa.Column("unsettled_manager", sa.Text(), nullable=True),
        sa.Column("mis_number", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "found_by",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('simple'::regconfig, regexp_replace(translate(regexp_replace(normalize(lower(coalesce(name, '') || ' ' || coalesce(job_title, '') || ' ' || coalesce(department, '')), NFKD), '[̀-ͯ]', '', 'g'), 'łøđıħ', 'lodih'), '[][!-/:-@^_`{-~‘’“”–—…·]+', ' ', 'g'))",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("kind <> 'guest' OR ends_on IS NOT NULL", name=op.f("ck_staff_guest_ends")),
        sa.CheckConstraint("kind IN ('member', 'guest')", name=op.f("ck_staff_kind")),
        sa.CheckConstraint(
            "NOT (manager_outside AND line_manager_id IS NOT NULL)", name=op.f("ck_staff_one_line")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_staff_email_normal")),
        sa.ForeignKeyConstraint(
            ["school_id", "line_manager_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_staff_school_id_line_manager_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_staff_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_staff")),
        sa.UniqueConstraint("school_id", "email", name=op.f("uq_staff_school_id_email")),
    )
    op.create_index("ix_staff_name", "staff", ["school_id", "name", "id"], unique=False)
    op.create_index(
        "uq_staff_mis_number",
        "staff",
        ["school_id", "mis_number"],
        unique=True,
        postgresql_where="mis_number IS NOT NULL",
    )
    op.create_table(
        "standards",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_standards_number")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_standards_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "number", name=op.f("pk_standards")),
    )
    op.create_table(
        "support_visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("opened_at < ends_at", name=op.f("ck_support_visits_order")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_support_visits_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_visits")),
    )
    op.create_index(op.f("ix_support_visits_school_id"), "support_visits", ["school_id"], unique=False)
    op.create_table(
        "testimonial_refusals",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_testimonial_refusals_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "address_hash", name=op.f("pk_testimonial_refusals")),
    )
    op.create_table(
        "appointments",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("appointment", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("through_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "appointment IN ('lead', 'mentor', 'candidate', 'assessor', 'member')",
            name=op.f("ck_appointments_appointment"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_appointments_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_appointments_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id", "staff_id", "appointment", "subject_id", name=op.f("pk_appointments")
        ),
    )
    op.create_index(
        "ix_appointments_subject", "appointments", ["school_id", "subject_id", "appointment"], unique=False
    )
    op.create_table(
        "calendar_feeds",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_calendar_feeds_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_calendar_feeds_school_id")),
        sa.PrimaryKeyConstraint("school_id", "staff_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("school_id", "token_hash", name=op.f("uq_calendar_feeds_school_id_token_hash")),
    )
    op.create_table(
        "closed_days",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("year_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('holiday', 'inset')", name=op.f("ck_closed_days_kind")),
        sa.ForeignKeyConstraint(
            ["school_id", "year_id"],
            ["academic_years.school_id", "academic_years.id"],
            name=op.f("fk_closed_days_school_id_year_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_closed_days_school_id")),
        sa.PrimaryKeyConstraint("school_id", "year_id", "day", name=op.f("pk_closed_days")),
    )
    op.create_table(
        "cohorts",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("national_id", sa.Uuid(), nullable=True),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("year_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("gateway", sa.Text(), nullable=False),
        sa.Column("window_opens_on", sa.Date(), nullable=False),
        sa.Column("window_closes_on", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("minimum_items", sa.Integer(), nullable=False),
        sa.Column("minimum_presentations", sa.Integer(), nullable=False),
        sa.Column("asks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("offers_by_itself", sa.Boolean(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("po_number", sa.Text(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "found_by",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('simple'::regconfig, regexp_replace(translate(regexp_replace(normalize(lower(coalesce(name, '') || ' ' || coalesce(gateway, '')), NFKD), '[̀-ͯ]', '', 'g'), 'łøđıħ', 'lodih'), '[][!-/:-@^_`{-~‘’“”–—…·]+', ' ', 'g'))",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("archived_at IS NULL OR state = 'closed'", name=op.f("ck_cohorts_archived")),
        sa.CheckConstraint("state IN ('planned', 'open', 'closed')", name=op.f("ck_cohorts_state")),
        sa.CheckConstraint("char_length(po_number) BETWEEN 1 AND 60", name=op.f("ck_cohorts_po_number")),
        sa.CheckConstraint("num_nonnulls(national_id, programme_id) <= 1", name=op.f("ck_cohorts_programme")),
        sa.CheckConstraint("places > 0", name=op.f("ck_cohorts_places")),
        sa.CheckConstraint("starts_on <= window_closes_on", name=op.f("ck_cohorts_start")),
        sa.CheckConstraint("window_opens_on <= window_closes_on", name=op.f("ck_cohorts_window")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_cohorts_edition_id")),
        sa.ForeignKeyConstraint(
            ["national_id"], ["national_programmes.id"], name=op.f("fk_cohorts_national_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "programme_id"],
            ["programmes.school_id", "programmes.id"],
            name=op.f("fk_cohorts_school_id_programme_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "year_id"],
            ["academic_years.school_id", "academic_years.id"],
            name=op.f("fk_cohorts_school_id_year_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_cohorts_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_cohorts_school_id_name")),
    )
    op.create_table(
        "connections",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("client_secret", sa.LargeBinary(), nullable=False),
        sa.Column("domains", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("tenant_id", sa.Text(), nullable=False),
        sa.Column("secret_expires_on", sa.Date(), nullable=True),
        sa.Column("secret_reminded", sa.Integer(), nullable=True),
        sa.Column("enabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tested_by", sa.Uuid(), nullable=True),
        sa.Column("tested_version", sa.Integer(), nullable=True),
        sa.Column("test_outcome", sa.Text(), nullable=True),
        sa.Column("test_detail", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_version", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('google', 'entra', 'any')", name=op.f("ck_connections_kind")),
        sa.ForeignKeyConstraint(
            ["school_id", "asked_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_connections_school_id_asked_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "tested_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_connections_school_id_tested_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_connections_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_connections")),
    )
    op.create_table(
        "copies",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("scope IN ('own', 'named', 'typed', 'school')", name=op.f("ck_copies_scope")),
        sa.ForeignKeyConstraint(
            ["school_id", "asked_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_copies_school_id_asked_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_copies_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_copies_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_copies")),
    )
    op.create_index("ix_copies_staff", "copies", ["school_id", "staff_id", "id"], unique=False)
    op.create_table(
        "declared_interests",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("about_staff_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "about_staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_declared_interests_school_id_about_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_declared_interests_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_declared_interests_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_declared_interests")),
        sa.UniqueConstraint(
            "school_id",
            "staff_id",
            "about_staff_id",
            name=op.f("uq_declared_interests_school_id_staff_id_about_staff_id"),
        ),
    )
    op.create_table(
        "deeds",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('item', 'file', 'claim', 'place', 'mentor', 'team', 'timetable', 'pairing', 'arrangement', 'moves', 'version')",
            name=op.f("ck_deeds_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_deeds_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_deeds_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_deeds")),
    )
    op.create_table(
        "former_addresses",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_former_addresses_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_former_addresses_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_former_addresses")),
    )
    op.create_table(
        "half_terms",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("year_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_half_terms_order")),
        sa.ForeignKeyConstraint(
            ["school_id", "year_id"],
            ["academic_years.school_id", "academic_years.id"],
            name=op.f("fk_half_terms_school_id_year_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_half_terms_school_id")),
        sa.PrimaryKeyConstraint("school_id", "year_id", "code", name=op.f("pk_half_terms")),
    )
    op.create_table(
        "improvement_plans",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("carried_from", sa.Uuid(), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_improvement_plans_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "carried_from"],
            ["improvement_plans.school_id", "improvement_plans.id"],
            name=op.f("fk_improvement_plans_school_id_carried_from"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "year_id"],
            ["academic_years.school_id", "academic_years.id"],
            name=op.f("fk_improvement_plans_school_id_year_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_improvement_plans_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_improvement_plans")),
        sa.UniqueConstraint("school_id", "year_id", name=op.f("uq_improvement_plans_school_id_year_id")),
    )
    op.create_table(
        "mail_settings",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("pace", sa.Text(), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.CheckConstraint("pace IN ('at_once', 'daily', 'weekly')", name=op.f("ck_mail_settings_pace")),
        sa.CheckConstraint("quiet_from BETWEEN 8 AND 23", name=op.f("ck_mail_settings_quiet_from")),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_mail_settings_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_mail_settings_school_id")),
        sa.PrimaryKeyConstraint("school_id", "staff_id", name=op.f("pk_mail_settings")),
    )
    op.create_table(
        "notices",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('news', 'reminder', 'security')", name=op.f("ck_notices_kind")),
        sa.CheckConstraint("path LIKE '/%'", name=op.f("ck_notices_path")),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_notices_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_notices_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_notices")),
        sa.UniqueConstraint("school_id", "job_id", name=op.f("uq_notices_school_id_job_id")),
    )
    op.create_index("ix_notices_staff", "notices", ["school_id", "staff_id", "id"], unique=False)
    op.create_index(
        "ix_notices_unread",
        "notices",
        ["school_id", "staff_id"],
        unique=False,
        postgresql_where="read_at IS NULL",
    )
    op.create_index(
        "ix_notices_waiting", "notices", ["school_id", "staff_id"], unique=False, postgresql_where="waits"
    )
    op.create_table(
        "passkey_challenges",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_passkey_challenges_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_passkey_challenges_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_passkey_challenges")),
    )
    op.create_table(
        "passkeys",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("synced", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_passkeys_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_passkeys_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("school_id", "credential_id", name=op.f("uq_passkeys_school_id_credential_id")),
    )
    op.create_index("ix_passkeys_staff", "passkeys", ["school_id", "staff_id"], unique=False)
    op.create_table(
        "private_addresses",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_private_addresses_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_private_addresses_school_id")),
        sa.PrimaryKeyConstraint("school_id", "staff_id", name=op.f("pk_private_addresses")),
    )
    op.create_table(
        "reminders_sent",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("reminder", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "reminder IN ('invitation', 'window', 'more_evidence', 'endorsement', 'offer', 'judgement', 'overdue', 'release', 'award_ends', 'standing_in', 'agreed', 'joining')",
            name=op.f("ck_reminders_sent_reminder"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_reminders_sent_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_reminders_sent_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id", "staff_id", "reminder", "subject_id", "day", name=op.f("pk_reminders_sent")
        ),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_sign_in_links_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_sign_in_links_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_sign_in_links")),
        sa.UniqueConstraint("school_id", "token_hash", name=op.f("uq_sign_in_links_school_id_token_hash")),
    )
    op.create_table(
        "staff_imports",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_read", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("layout", sa.Text(), nullable=True),
        sa.Column("columns", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("left_out", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("deeds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('read', 'chosen', 'confirmed', 'done', 'undoing', 'undone')",
            name=op.f("ck_staff_imports_state"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "asked_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_staff_imports_school_id_asked_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "uploaded_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_staff_imports_school_id_uploaded_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_staff_imports_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_staff_imports")),
    )
    op.create_index("ix_staff_imports_time", "staff_imports", ["school_id", "uploaded_at"], unique=False)
    op.create_table(
        "staff_roles",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('head', 'deputy', 'programme_lead', 'mentor', 'assessor', 'it_lead', 'business_manager')",
            name=op.f("ck_staff_roles_role"),
        ),
        sa.CheckConstraint("since <= until", name=op.f("ck_staff_roles_days")),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_staff_roles_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_staff_roles_school_id")),
        sa.PrimaryKeyConstraint("school_id", "staff_id", "role", name=op.f("pk_staff_roles")),
    )
    op.create_table(
        "standard_guidance",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("exemplars", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id", "number"],
            ["standards.edition_id", "standards.number"],
            name=op.f("fk_standard_guidance_edition_id_number"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "saved_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_standard_guidance_school_id_saved_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_standard_guidance_school_id")),
        sa.PrimaryKeyConstraint("school_id", "edition_id", "number", name=op.f("pk_standard_guidance")),
    )
    op.create_table(
        "standard_replacements",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_edition_id", sa.Uuid(), nullable=False),
        sa.Column("by_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("edition_id <> by_edition_id", name=op.f("ck_standard_replacements_other")),
        sa.ForeignKeyConstraint(
            ["by_edition_id", "by_number"],
            ["standards.edition_id", "standards.number"],
            name=op.f("fk_standard_replacements_by_edition_id_by_number"),
        ),
        sa.ForeignKeyConstraint(
            ["edition_id", "number"],
            ["standards.edition_id", "standards.number"],
            name=op.f("fk_standard_replacements_edition_id_number"),
        ),
        sa.PrimaryKeyConstraint(
            "edition_id", "number", "by_edition_id", "by_number", name=op.f("pk_standard_replacements")
        ),
    )
    op.create_table(
        "standings",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("source IN ('award', 'earlier_award')", name=op.f("ck_standings_source")),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_standings_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_standings_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_standings")),
    )
    op.create_index("ix_standings_staff", "standings", ["school_id", "staff_id"], unique=False)
    op.create_table(
        "support_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("operator_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operators.id"], name=op.f("fk_support_entries_operator_id")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_support_entries_school_id")),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["support_visits.id"], name=op.f("fk_support_entries_visit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_entries")),
    )
    op.create_index(op.f("ix_support_entries_visit_id"), "support_entries", ["visit_id"], unique=False)
    op.create_table(
        "candidates",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("own_gateway", sa.Text(), nullable=True),
        sa.Column("own_opens_on", sa.Date(), nullable=True),
        sa.Column("own_closes_on", sa.Date(), nullable=True),
        sa.Column("deferred_closes_on", sa.Date(), nullable=True),
        sa.Column("paused_from", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'invited', 'accepted', 'approved', 'declined', 'not_approved', 'withdrawn')",
            name=op.f("ck_candidates_state"),
        ),
        sa.CheckConstraint(
            "(paused_from IS NULL) = (paused_until IS NULL)", name=op.f("ck_candidates_pause")
        ),
        sa.CheckConstraint("paused_from <= paused_until", name=op.f("ck_candidates_pause_days")),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_candidates_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_candidates_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_candidates_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_candidates")),
        sa.UniqueConstraint(
            "school_id", "cohort_id", "staff_id", name=op.f("uq_candidates_school_id_cohort_id_staff_id")
        ),
    )
    op.create_index("ix_candidates_staff", "candidates", ["school_id", "staff_id"], unique=False)
    op.create_table(
        "changeovers",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("from_edition_id", sa.Uuid(), nullable=False),
        sa.Column("into_edition_id", sa.Uuid(), nullable=False),
        sa.Column("moved_by", sa.Uuid(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["from_edition_id"], ["editions.id"], name=op.f("fk_changeovers_from_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["into_edition_id"], ["editions.id"], name=op.f("fk_changeovers_into_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_changeovers_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "moved_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_changeovers_school_id_moved_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_changeovers_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_changeovers")),
    )
    op.create_index("ix_changeovers_cohort", "changeovers", ["school_id", "cohort_id"], unique=False)
    op.create_table(
        "cohort_messages",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("to_mentors", sa.Boolean(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("goes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_cohort_messages_sent")),
        sa.CheckConstraint("kind IN ('message', 'nudge')", name=op.f("ck_cohort_messages_kind")),
        sa.CheckConstraint(
            "state = 'draft' OR pressed_at IS NOT NULL", name=op.f("ck_cohort_messages_waits")
        ),
        sa.CheckConstraint("state IN ('draft', 'waiting', 'sent')", name=op.f("ck_cohort_messages_state")),
        sa.CheckConstraint(
            "num_nulls(sent_by, pressed_at, goes_at) IN (0, 3)", name=op.f("ck_cohort_messages_pressed")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "begun_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_cohort_messages_school_id_begun_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_cohort_messages_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "sent_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_cohort_messages_school_id_sent_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_cohort_messages_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_cohort_messages")),
    )
    op.create_index(
        "ix_cohort_messages_cohort", "cohort_messages", ["school_id", "cohort_id", "id"], unique=False
    )
    op.create_index(
        "ix_cohort_messages_pressed", "cohort_messages", ["school_id", "pressed_at"], unique=False
    )
    op.create_table(
        "cohort_team",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.CheckConstraint("part IN ('lead', 'mentor', 'assessor')", name=op.f("ck_cohort_team_part")),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_cohort_team_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_cohort_team_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_cohort_team_school_id")),
        sa.PrimaryKeyConstraint("school_id", "cohort_id", "staff_id", "part", name=op.f("pk_cohort_team")),
    )
    op.create_table(
        "connection_attempts",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("tester_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("code_verifier", sa.LargeBinary(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("callback_url", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.CheckConstraint("purpose IN ('sign_in', 'test')", name=op.f("ck_connection_attempts_purpose")),
        sa.ForeignKeyConstraint(
            ["school_id", "connection_id"],
            ["connections.school_id", "connections.id"],
            name=op.f("fk_connection_attempts_school_id_connection_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "tester_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_connection_attempts_school_id_tester_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_connection_attempts_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_connection_attempts")),
        sa.UniqueConstraint(
            "school_id", "state_hash", name=op.f("uq_connection_attempts_school_id_state_hash")
        ),
    )
    op.create_table(
        "copy_links",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "copy_id"],
            ["copies.school_id", "copies.id"],
            name=op.f("fk_copy_links_school_id_copy_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_copy_links_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_copy_links")),
        sa.UniqueConstraint("school_id", "token_hash", name=op.f("uq_copy_links_school_id_token_hash")),
    )
    op.create_index("ix_copy_links_copy", "copy_links", ["school_id", "copy_id"], unique=False)
    op.create_table(
        "identities",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "connection_id"],
            ["connections.school_id", "connections.id"],
            name=op.f("fk_identities_school_id_connection_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_identities_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_identities_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_identities")),
        sa.UniqueConstraint(
            "school_id",
            "connection_id",
            "issuer",
            "staff_id",
            name=op.f("uq_identities_school_id_connection_id_issuer_staff_id"),
        ),
        sa.UniqueConstraint(
            "school_id",
            "connection_id",
            "issuer",
            "subject",
            name=op.f("uq_identities_school_id_connection_id_issuer_subject"),
        ),
    )
    op.create_table(
        "joining_requests",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("manager_supports", sa.Boolean(), nullable=True),
        sa.Column("manager_reason", sa.Text(), nullable=False),
        sa.Column("manager_said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_for_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'supported', 'not_supported', 'kept', 'approved', 'not_approved', 'invited', 'withdrawn')",
            name=op.f("ck_joining_requests_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'not_approved', 'kept') OR decided_at IS NOT NULL",
            name=op.f("ck_joining_requests_decided"),
        ),
        sa.CheckConstraint(
            "(manager_supports IS NULL) = (manager_said_at IS NULL)",
            name=op.f("ck_joining_requests_manager_said"),
        ),
        sa.CheckConstraint("decided_by <> staff_id", name=op.f("ck_joining_requests_decided_by")),
        sa.CheckConstraint("manager_id <> staff_id", name=op.f("ck_joining_requests_manager")),
        sa.ForeignKeyConstraint(
            ["school_id", "approved_for_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_joining_requests_school_id_approved_for_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_joining_requests_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "decided_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_joining_requests_school_id_decided_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "manager_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_joining_requests_school_id_manager_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_joining_requests_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_joining_requests_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_joining_requests")),
    )
    op.create_index("ix_joining_requests_asked", "joining_requests", ["school_id", "asked_at"], unique=False)
    op.create_index(
        "ix_joining_requests_manager", "joining_requests", ["school_id", "manager_id"], unique=False
    )
    op.create_index(
        "uq_joining_requests_open",
        "joining_requests",
        ["school_id", "staff_id"],
        unique=True,
        postgresql_where="state IN ('asked', 'supported', 'not_supported', 'kept', 'approved')",
    )
    op.create_table(
        "priorities",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_priorities_number")),
        sa.ForeignKeyConstraint(
            ["school_id", "line_id"],
            ["priorities.school_id", "priorities.id"],
            name=op.f("fk_priorities_school_id_line_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "plan_id"],
            ["improvement_plans.school_id", "improvement_plans.id"],
            name=op.f("fk_priorities_school_id_plan_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_priorities_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_priorities")),
        sa.UniqueConstraint(
            "school_id", "plan_id", "line_id", name=op.f("uq_priorities_school_id_plan_id_line_id")
        ),
    )
    op.create_index("ix_priorities_line", "priorities", ["school_id", "line_id"], unique=False)
    op.create_table(
        "programme_costs",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year_id", sa.Uuid(), nullable=True),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("char_length(what) BETWEEN 1 AND 200", name=op.f("ck_programme_costs_what")),
        sa.CheckConstraint("num_nonnulls(year_id, cohort_id) = 1", name=op.f("ck_programme_costs_what_for")),
        sa.CheckConstraint("pence BETWEEN 1 AND 1000000000", name=op.f("ck_programme_costs_pence")),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_programme_costs_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "entered_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_programme_costs_school_id_entered_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "year_id"],
            ["academic_years.school_id", "academic_years.id"],
            name=op.f("fk_programme_costs_school_id_year_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_programme_costs_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_programme_costs")),
    )
    op.create_index("ix_programme_costs_cohort", "programme_costs", ["school_id", "cohort_id"], unique=False)
    op.create_index("ix_programme_costs_year", "programme_costs", ["school_id", "year_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("connection_id", sa.Uuid(), nullable=True),
        sa.Column("provider_subject", sa.Text(), nullable=True),
        sa.Column("provider_session", sa.Text(), nullable=True),
        sa.Column("id_token", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "door IN ('link', 'connection', 'passkey', 'demonstration')", name=op.f("ck_sessions_door")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "connection_id"],
            ["connections.school_id", "connections.id"],
            name=op.f("fk_sessions_school_id_connection_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_sessions_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_sessions_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("school_id", "token_hash", name=op.f("uq_sessions_school_id_token_hash")),
    )
    op.create_index(
        "ix_sessions_provider", "sessions", ["school_id", "connection_id", "provider_subject"], unique=False
    )
    op.create_index("ix_sessions_staff", "sessions", ["school_id", "staff_id"], unique=False)
    op.create_table(
        "spent_logout_tokens",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("spent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "connection_id"],
            ["connections.school_id", "connections.id"],
            name=op.f("fk_spent_logout_tokens_school_id_connection_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_spent_logout_tokens_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id", "connection_id", "token_hash", name=op.f("pk_spent_logout_tokens")
        ),
    )
    op.create_table(
        "timetable_dates",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('launch', 'get_together', 'support', 'drafts', 'opens', 'closes', 'panel')",
            name=op.f("ck_timetable_dates_kind"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('launch', 'opens', 'closes') OR day IS NOT NULL",
            name=op.f("ck_timetable_dates_day"),
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name=op.f("ck_timetable_dates_minutes")),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_timetable_dates_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_timetable_dates_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_timetable_dates")),
    )
    op.create_index(
        "ix_timetable_dates_cohort", "timetable_dates", ["school_id", "cohort_id", "day"], unique=False
    )
    op.create_table(
        "arrangements",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('extension', 'deferral', 'break', 'back', 'undone')", name=op.f("ck_arrangements_kind")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_arrangements_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "decided_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_arrangements_school_id_decided_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_arrangements_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_arrangements")),
    )
    op.create_index("ix_arrangements_candidate", "arrangements", ["school_id", "candidate_id"], unique=False)
    op.create_table(
        "attempts",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resubmit_by", sa.Date(), nullable=False),
        sa.CheckConstraint("number > 1", name=op.f("ck_attempts_number")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_attempts_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_attempts_school_id")),
        sa.PrimaryKeyConstraint("school_id", "candidate_id", "number", name=op.f("pk_attempts")),
    )
    op.create_table(
        "banked_standards",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("standard_number", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_banked_standards_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_banked_standards_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id", "candidate_id", "standard_number", name=op.f("pk_banked_standards")
        ),
    )
    op.create_table(
        "cohort_priorities",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("priority_id", sa.Uuid(), nullable=False),
        sa.Column("focused_by", sa.Uuid(), nullable=False),
        sa.Column("focused_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_cohort_priorities_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "focused_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_cohort_priorities_school_id_focused_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "priority_id"],
            ["priorities.school_id", "priorities.id"],
            name=op.f("fk_cohort_priorities_school_id_priority_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_cohort_priorities_school_id")),
        sa.PrimaryKeyConstraint("school_id", "cohort_id", "priority_id", name=op.f("pk_cohort_priorities")),
    )
    op.create_index(
        "ix_cohort_priorities_priority", "cohort_priorities", ["school_id", "priority_id"], unique=False
    )
    op.create_table(
        "events",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=True),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("reach_team", sa.Text(), nullable=False),
        sa.Column("reach_school", sa.Text(), nullable=False),
        sa.Column("attendance", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("priorities_named_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("reach IN ('team', 'school', 'beyond')", name=op.f("ck_events_reach")),
        sa.CheckConstraint("state <> 'held' OR attendance IS NOT NULL", name=op.f("ck_events_held")),
        sa.CheckConstraint("state IN ('planned', 'held', 'cancelled')", name=op.f("ck_events_state")),
        sa.CheckConstraint("(candidate_id IS NULL) = (cohort_id IS NULL)", name=op.f("ck_events_place")),
        sa.CheckConstraint("attendance > 0", name=op.f("ck_events_attendance")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_events_window")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_events_times")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_events_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_events_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_events_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_events_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_events")),
        sa.UniqueConstraint("school_id", "code_hash", name=op.f("uq_events_school_id_code_hash")),
    )
    op.create_index("ix_events_cohort", "events", ["school_id", "cohort_id"], unique=False)
    op.create_index("ix_events_staff", "events", ["school_id", "staff_id", "starts_at"], unique=False)
    op.create_table(
        "groups",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("focus", sa.Text(), nullable=False),
        sa.Column("who_does_what", sa.Text(), nullable=False),
        sa.Column("how_we_decide", sa.Text(), nullable=False),
        sa.Column("charter_version", sa.Integer(), nullable=False),
        sa.Column("convener_id", sa.Uuid(), nullable=False),
        sa.Column("formed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_groups_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "convener_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_groups_school_id_convener_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_groups_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_groups")),
        sa.UniqueConstraint(
            "school_id", "cohort_id", "name", name=op.f("uq_groups_school_id_cohort_id_name")
        ),
    )
    op.create_table(
        "mappings",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("priority_id", sa.Uuid(), nullable=False),
        sa.Column("standard_number", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "strength IN ('none', 'touches', 'supports', 'drives')", name=op.f("ck_mappings_strength")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "priority_id"],
            ["priorities.school_id", "priorities.id"],
            name=op.f("fk_mappings_school_id_priority_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "set_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_mappings_school_id_set_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_mappings_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id", "priority_id", "standard_number", "from_on", name=op.f("pk_mappings")
        ),
    )
    op.create_table(
        "mentoring_meetings",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_to", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_mentoring_meetings_minutes")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_mentoring_meetings_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "mentor_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_mentoring_meetings_school_id_mentor_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "noted_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_mentoring_meetings_school_id_noted_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "opened_to"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_mentoring_meetings_school_id_opened_to"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_mentoring_meetings_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_mentoring_meetings")),
    )
    op.create_index(
        "ix_mentoring_meetings_candidate",
        "mentoring_meetings",
        ["school_id", "candidate_id", "met_on"],
        unique=False,
    )
    op.create_table(
        "message_recipients",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=True),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("behind", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsent", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(part = 'candidate') = (candidate_id IS NOT NULL)", name=op.f("ck_message_recipients_place")
        ),
        sa.CheckConstraint(
            "behind IN ('unanswered', 'not_begun', 'quiet', 'closes_soon', 'closed')",
            name=op.f("ck_message_recipients_behind"),
        ),
        sa.CheckConstraint("part IN ('candidate', 'mentor')", name=op.f("ck_message_recipients_part")),
        sa.CheckConstraint(
            "unsent IN ('left_school', 'left_cohort', 'no_mentor', 'on_break', 'nudged', 'caught_up')",
            name=op.f("ck_message_recipients_unsent"),
        ),
        sa.CheckConstraint("num_nonnulls(told_at, unsent) <= 1", name=op.f("ck_message_recipients_told")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_message_recipients_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "message_id"],
            ["cohort_messages.school_id", "cohort_messages.id"],
            name=op.f("fk_message_recipients_school_id_message_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_message_recipients_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_message_recipients_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_message_recipients")),
        sa.UniqueConstraint(
            "school_id",
            "message_id",
            "staff_id",
            name=op.f("uq_message_recipients_school_id_message_id_staff_id"),
        ),
    )
    op.create_index(
        "ix_message_recipients_staff", "message_recipients", ["school_id", "staff_id", "id"], unique=False
    )
    op.create_table(
        "place_notes",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("char_length(body) BETWEEN 1 AND 2000", name=op.f("ck_place_notes_body")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_place_notes_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_place_notes_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_place_notes_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_place_notes")),
    )
    op.create_index("ix_place_notes_candidate", "place_notes", ["school_id", "candidate_id"], unique=False)
    op.create_table(
        "planned_actions",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("priority_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_on <= due_on", name=op.f("ck_planned_actions_days")),
        sa.ForeignKeyConstraint(
            ["school_id", "priority_id"],
            ["priorities.school_id", "priorities.id"],
            name=op.f("fk_planned_actions_school_id_priority_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_planned_actions_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_planned_actions_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_planned_actions")),
    )
    op.create_index(
        "ix_planned_actions_priority", "planned_actions", ["school_id", "priority_id", "due_on"], unique=False
    )
    op.create_index(
        "ix_planned_actions_staff", "planned_actions", ["school_id", "staff_id", "due_on"], unique=False
    )
    op.create_table(
        "priority_reviews",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("priority_id", sa.Uuid(), nullable=False),
        sa.Column("half_term", sa.Text(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "rating IN ('on_track', 'at_risk', 'off_track')", name=op.f("ck_priority_reviews_rating")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "priority_id"],
            ["priorities.school_id", "priorities.id"],
            name=op.f("fk_priority_reviews_school_id_priority_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "reviewed_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_priority_reviews_school_id_reviewed_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_priority_reviews_school_id")),
        sa.PrimaryKeyConstraint("school_id", "priority_id", "half_term", name=op.f("pk_priority_reviews")),
    )
    op.create_table(
        "registers",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("date_id", sa.Uuid(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "date_id"],
            ["timetable_dates.school_id", "timetable_dates.id"],
            name=op.f("fk_registers_school_id_date_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "taken_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_registers_school_id_taken_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_registers_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_registers")),
        sa.UniqueConstraint("school_id", "date_id", name=op.f("uq_registers_school_id_date_id")),
    )
    op.create_table(
        "self_audits",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_self_audits_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_self_audits_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_self_audits")),
        sa.UniqueConstraint(
            "school_id", "candidate_id", "round", name=op.f("uq_self_audits_school_id_candidate_id_round")
        ),
    )
    op.create_table(
        "success_measures",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("priority_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("better", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("baseline_on", sa.Date(), nullable=False),
        sa.Column("target", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("better IN ('higher', 'lower')", name=op.f("ck_success_measures_better")),
        sa.ForeignKeyConstraint(
            ["school_id", "priority_id"],
            ["priorities.school_id", "priorities.id"],
            name=op.f("fk_success_measures_school_id_priority_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_success_measures_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_success_measures")),
    )
    op.create_index(
        "ix_success_measures_priority", "success_measures", ["school_id", "priority_id"], unique=False
    )
    op.create_table(
        "testimonials",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("asked_for", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open_until", sa.Date(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("no_reminders", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("knows", sa.Text(), nullable=False),
        sa.Column("standards", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'opened', 'begun', 'received', 'declined', 'expired', 'withdrawn')",
            name=op.f("ck_testimonials_state"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "author_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_testimonials_school_id_author_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_testimonials_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_testimonials_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_testimonials_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_testimonials_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_testimonials")),
    )
    op.create_index("ix_testimonials_address", "testimonials", ["school_id", "address_hash"], unique=False)
    op.create_index("ix_testimonials_author", "testimonials", ["school_id", "author_id"], unique=False)
    op.create_index(
        "ix_testimonials_candidate", "testimonials", ["school_id", "candidate_id", "id"], unique=False
    )
    op.create_table(
        "time_grants",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hours BETWEEN 0 AND 200", name=op.f("ck_time_grants_hours")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_time_grants_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "granted_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_time_grants_school_id_granted_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_time_grants_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_time_grants")),
    )
    op.create_index(
        "ix_time_grants_candidate", "time_grants", ["school_id", "candidate_id", "granted_at"], unique=False
    )
    op.create_table(
        "time_uses",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('session', 'project', 'evidence', 'presenting', 'mentor', 'other')",
            name=op.f("ck_time_uses_purpose"),
        ),
        sa.CheckConstraint(
            "minutes BETWEEN 15 AND 480 AND minutes % 15 = 0", name=op.f("ck_time_uses_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_time_uses_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_time_uses_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_time_uses")),
    )
    op.create_index(
        "ix_time_uses_candidate", "time_uses", ["school_id", "candidate_id", "used_on"], unique=False
    )
    op.create_table(
        "agreed_actions",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "agreed_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_agreed_actions_school_id_agreed_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_agreed_actions_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "meeting_id"],
            ["mentoring_meetings.school_id", "mentoring_meetings.id"],
            name=op.f("fk_agreed_actions_school_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "mentor_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_agreed_actions_school_id_mentor_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_agreed_actions_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_agreed_actions_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_agreed_actions")),
    )
    op.create_index(
        "ix_agreed_actions_candidate", "agreed_actions", ["school_id", "candidate_id", "due_on"], unique=False
    )
    op.create_index(
        "ix_agreed_actions_staff", "agreed_actions", ["school_id", "staff_id", "due_on"], unique=False
    )
    op.create_table(
        "audit_entries_before",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("changeover_id", sa.Uuid(), nullable=False),
        sa.Column("self_audit_id", sa.Uuid(), nullable=False),
        sa.Column("standard_number", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fell_away", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "changeover_id"],
            ["changeovers.school_id", "changeovers.id"],
            name=op.f("fk_audit_entries_before_school_id_changeover_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "self_audit_id"],
            ["self_audits.school_id", "self_audits.id"],
            name=op.f("fk_audit_entries_before_school_id_self_audit_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["schools.id"], name=op.f("fk_audit_entries_before_school_id")
        ),
        sa.PrimaryKeyConstraint(
            "school_id",
            "changeover_id",
            "self_audit_id",
            "standard_number",
            name=op.f("pk_audit_entries_before"),
        ),
    )
    op.create_table(
        "event_answers",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=False),
        sa.Column("will_try", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "job IN ('teacher', 'support', 'leader', 'other')", name=op.f("ck_event_answers_job")
        ),
        sa.CheckConstraint(
            "origin IN ('team', 'school', 'elsewhere', 'other')", name=op.f("ck_event_answers_origin")
        ),
        sa.CheckConstraint("useful BETWEEN 1 AND 5", name=op.f("ck_event_answers_useful")),
        sa.ForeignKeyConstraint(
            ["school_id", "event_id"],
            ["events.school_id", "events.id"],
            name=op.f("fk_event_answers_school_id_event_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_event_answers_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_event_answers")),
        sa.UniqueConstraint(
            "school_id", "event_id", "device", name=op.f("uq_event_answers_school_id_event_id_device")
        ),
    )
    op.create_table(
        "event_attendance",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("presented", sa.Boolean(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "event_id"],
            ["events.school_id", "events.id"],
            name=op.f("fk_event_attendance_school_id_event_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_event_attendance_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_event_attendance_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_event_attendance")),
        sa.UniqueConstraint(
            "school_id", "event_id", "staff_id", name=op.f("uq_event_attendance_school_id_event_id_staff_id")
        ),
    )
    op.create_index("ix_event_attendance_staff", "event_attendance", ["school_id", "staff_id"], unique=False)
    op.create_table(
        "event_priorities",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("priority_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "event_id"],
            ["events.school_id", "events.id"],
            name=op.f("fk_event_priorities_school_id_event_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "priority_id"],
            ["priorities.school_id", "priorities.id"],
            name=op.f("fk_event_priorities_school_id_priority_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_event_priorities_school_id")),
        sa.PrimaryKeyConstraint("school_id", "event_id", "priority_id", name=op.f("pk_event_priorities")),
    )
    op.create_index(
        "ix_event_priorities_priority", "event_priorities", ["school_id", "priority_id"], unique=False
    )
    op.create_table(
        "event_slides",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("scanned", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("consent_where", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("people IN ('nobody', 'agreed', 'pupils')", name=op.f("ck_event_slides_people")),
        sa.ForeignKeyConstraint(
            ["school_id", "event_id"],
            ["events.school_id", "events.id"],
            name=op.f("fk_event_slides_school_id_event_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_event_slides_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_event_slides_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_event_slides")),
    )
    op.create_index("ix_event_slides_event", "event_slides", ["school_id", "event_id"], unique=False)
    op.create_index("ix_event_slides_staff", "event_slides", ["school_id", "staff_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("audience_from", sa.Text(), nullable=True),
        sa.Column("audience_size", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("priorities_named_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "found_by",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('simple'::regconfig, regexp_replace(translate(regexp_replace(normalize(lower(coalesce(title, '') || ' ' || coalesce(body, '')), NFKD), '[̀-ͯ]', '', 'g'), 'łøđıħ', 'lodih'), '[][!-/:-@^_`{-~‘’“”–—…·]+', ' ', 'g'))",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "kind IN ('text', 'link', 'presentation', 'file', 'testimonial')", name=op.f("ck_evidence_kind")
        ),
        sa.CheckConstraint("source IN ('event', 'testimonial', 'group')", name=op.f("ck_evidence_source")),
        sa.CheckConstraint("(source IS NULL) = (source_id IS NULL)", name=op.f("ck_evidence_drawn")),
        sa.CheckConstraint("num_nonnulls(candidate_id, group_id) = 1", name=op.f("ck_evidence_whose")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_evidence_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_evidence_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "group_id"],
            ["groups.school_id", "groups.id"],
            name=op.f("fk_evidence_school_id_group_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_evidence_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_evidence")),
        sa.UniqueConstraint(
            "school_id",
            "candidate_id",
            "source",
            "source_id",
            name=op.f("uq_evidence_school_id_candidate_id_source_source_id"),
        ),
    )
    op.create_index("ix_evidence_candidate", "evidence", ["school_id", "candidate_id", "id"], unique=False)
    op.create_index(
        "ix_evidence_group",
        "evidence",
        ["school_id", "group_id", "id"],
        unique=False,
        postgresql_where="group_id IS NOT NULL",
    )
    op.create_table(
        "group_members",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_version", sa.Integer(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leaving", sa.Text(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("alias", sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'left') = (left_at IS NOT NULL)", name=op.f("ck_group_members_left")),
        sa.CheckConstraint(
            "leaving IN ('left', 'replaced', 'taken_back')", name=op.f("ck_group_members_leaving")
        ),
        sa.CheckConstraint(
            "state <> 'member' OR joined_at IS NOT NULL", name=op.f("ck_group_members_joined")
        ),
        sa.CheckConstraint(
            "state IN ('invited', 'member', 'declined', 'left')", name=op.f("ck_group_members_state")
        ),
        sa.CheckConstraint("(left_at IS NULL) = (leaving IS NULL)", name=op.f("ck_group_members_why")),
        sa.ForeignKeyConstraint(
            ["school_id", "asked_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_group_members_school_id_asked_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_group_members_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "group_id"],
            ["groups.school_id", "groups.id"],
            name=op.f("fk_group_members_school_id_group_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "replaces_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_group_members_school_id_replaces_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_group_members_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_group_members")),
        sa.UniqueConstraint(
            "school_id",
            "group_id",
            "candidate_id",
            name=op.f("uq_group_members_school_id_group_id_candidate_id"),
        ),
    )
    op.create_index(
        "uq_group_members_one_group",
        "group_members",
        ["school_id", "candidate_id"],
        unique=True,
        postgresql_where="state = 'member'",
    )
    op.create_table(
        "group_priorities",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("priority_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "group_id"],
            ["groups.school_id", "groups.id"],
            name=op.f("fk_group_priorities_school_id_group_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "priority_id"],
            ["priorities.school_id", "priorities.id"],
            name=op.f("fk_group_priorities_school_id_priority_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_group_priorities_school_id")),
        sa.PrimaryKeyConstraint("school_id", "group_id", "priority_id", name=op.f("pk_group_priorities")),
    )
    op.create_index(
        "ix_group_priorities_priority", "group_priorities", ["school_id", "priority_id"], unique=False
    )
    op.create_table(
        "joint_submissions",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "group_id"],
            ["groups.school_id", "groups.id"],
            name=op.f("fk_joint_submissions_school_id_group_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "opened_by"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_joint_submissions_school_id_opened_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_joint_submissions_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_joint_submissions")),
    )
    op.create_index(
        "uq_joint_submissions_open",
        "joint_submissions",
        ["school_id", "group_id"],
        unique=True,
        postgresql_where="handed_in_at IS NULL AND dropped_at IS NULL",
    )
    op.create_table(
        "meeting_notes",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('shared', 'private')", name=op.f("ck_meeting_notes_kind")),
        sa.ForeignKeyConstraint(
            ["school_id", "meeting_id"],
            ["mentoring_meetings.school_id", "mentoring_meetings.id"],
            name=op.f("fk_meeting_notes_school_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_meeting_notes_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_meeting_notes_school_id")),
        sa.PrimaryKeyConstraint("school_id", "meeting_id", "staff_id", "kind", name=op.f("pk_meeting_notes")),
    )
    op.create_table(
        "projects",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("learners", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("participants", sa.Text(), nullable=False),
        sa.Column("participants_count", sa.Integer(), nullable=True),
        sa.Column("ethics_unusual", sa.Boolean(), nullable=True),
        sa.Column("ethics_sensitive", sa.Boolean(), nullable=True),
        sa.Column("ethics_recognised", sa.Boolean(), nullable=True),
        sa.Column("ethics_records", sa.Boolean(), nullable=True),
        sa.Column("ethics_left_out", sa.Boolean(), nullable=True),
        sa.Column("ethics_note", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("library_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("priorities_named_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("versions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("savers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "found_by",
            postgresql.TSVECTOR(),
            sa.Computed(
                "to_tsvector('simple'::regconfig, regexp_replace(translate(regexp_replace(normalize(lower(coalesce(title, '') || ' ' || coalesce(question, '') || ' ' || coalesce(need, '') || ' ' || coalesce(change, '') || ' ' || coalesce(method, '') || ' ' || coalesce(findings, '') || ' ' || coalesce(impact, '') || ' ' || coalesce(next_steps, '')), NFKD), '[̀-ͯ]', '', 'g'), 'łøđıħ', 'lodih'), '[][!-/:-@^_`{-~‘’“”–—…·]+', ' ', 'g'))",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "state IN ('writing', 'asked', 'sent_back', 'agreed', 'lapsed')", name=op.f("ck_projects_state")
        ),
        sa.CheckConstraint(
            "library_since IS NULL OR finished_at IS NOT NULL", name=op.f("ck_projects_library")
        ),
        sa.CheckConstraint("participants_count > 0", name=op.f("ck_projects_participants")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_projects_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_projects_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "group_id"],
            ["groups.school_id", "groups.id"],
            name=op.f("fk_projects_school_id_group_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_projects_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_projects")),
        sa.UniqueConstraint("school_id", "group_id", name=op.f("uq_projects_school_id_group_id")),
    )
    op.create_index("ix_projects_cohort", "projects", ["school_id", "cohort_id", "state"], unique=False)
    op.create_index(
        "uq_projects_own",
        "projects",
        ["school_id", "candidate_id"],
        unique=True,
        postgresql_where="group_id IS NULL",
    )
    op.create_table(
        "register_marks",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("register_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("presence", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "presence IN ('present', 'part', 'apologies', 'absent')", name=op.f("ck_register_marks_presence")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_register_marks_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "register_id"],
            ["registers.school_id", "registers.id"],
            name=op.f("fk_register_marks_school_id_register_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_register_marks_school_id")),
        sa.PrimaryKeyConstraint("school_id", "register_id", "candidate_id", name=op.f("pk_register_marks")),
    )
    op.create_index(
        "ix_register_marks_candidate", "register_marks", ["school_id", "candidate_id"], unique=False
    )
    op.create_table(
        "self_audit_entries",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("self_audit_id", sa.Uuid(), nullable=False),
        sa.Column("standard_number", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "self_audit_id"],
            ["self_audits.school_id", "self_audits.id"],
            name=op.f("fk_self_audit_entries_school_id_self_audit_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_self_audit_entries_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id", "self_audit_id", "standard_number", name=op.f("pk_self_audit_entries")
        ),
    )
    op.create_table(
        "success_readings",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("read_by", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "measure_id"],
            ["success_measures.school_id", "success_measures.id"],
            name=op.f("fk_success_readings_school_id_measure_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "read_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_success_readings_school_id_read_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_success_readings_school_id")),
        sa.PrimaryKeyConstraint("school_id", "measure_id", "day", name=op.f("pk_success_readings")),
    )
    op.create_table(
        "testimonial_drafts",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("testimonial_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("knows", sa.Text(), nullable=False),
        sa.Column("standards", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "testimonial_id"],
            ["testimonials.school_id", "testimonials.id"],
            name=op.f("fk_testimonial_drafts_school_id_testimonial_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_testimonial_drafts_school_id")),
        sa.PrimaryKeyConstraint("school_id", "testimonial_id", name=op.f("pk_testimonial_drafts")),
    )
    op.create_table(
        "testimonial_links",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("testimonial_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "testimonial_id"],
            ["testimonials.school_id", "testimonials.id"],
            name=op.f("fk_testimonial_links_school_id_testimonial_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_testimonial_links_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_testimonial_links")),
        sa.UniqueConstraint(
            "school_id", "token_hash", name=op.f("uq_testimonial_links_school_id_token_hash")
        ),
    )
    op.create_index(
        "ix_testimonial_links_testimonial", "testimonial_links", ["school_id", "testimonial_id"], unique=False
    )
    op.create_table(
        "claims",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("standard_number", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reach_who", sa.Text(), nullable=False),
        sa.Column("reach_team", sa.Text(), nullable=False),
        sa.Column("reach_school", sa.Text(), nullable=False),
        sa.Column("reach_count", sa.Integer(), nullable=True),
        sa.Column("reach_when", sa.Text(), nullable=False),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 9", name=op.f("ck_claims_level")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_claims_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "evidence_id"],
            ["evidence.school_id", "evidence.id"],
            name=op.f("fk_claims_school_id_evidence_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_claims_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id", "evidence_id", "standard_number", "candidate_id", name=op.f("pk_claims")
        ),
    )
    op.create_index(
        "ix_claims_candidate",
        "claims",
        ["school_id", "candidate_id", "standard_number", "level"],
        unique=False,
    )
    op.create_table(
        "claims_before",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("changeover_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("standard_number", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reach_who", sa.Text(), nullable=False),
        sa.Column("reach_team", sa.Text(), nullable=False),
        sa.Column("reach_school", sa.Text(), nullable=False),
        sa.Column("reach_count", sa.Integer(), nullable=True),
        sa.Column("reach_when", sa.Text(), nullable=False),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fell_away", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_claims_before_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "changeover_id"],
            ["changeovers.school_id", "changeovers.id"],
            name=op.f("fk_claims_before_school_id_changeover_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "evidence_id"],
            ["evidence.school_id", "evidence.id"],
            name=op.f("fk_claims_before_school_id_evidence_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_claims_before_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id",
            "changeover_id",
            "evidence_id",
            "standard_number",
            "candidate_id",
            name=op.f("pk_claims_before"),
        ),
    )
    op.create_index(
        "ix_claims_before_candidate", "claims_before", ["school_id", "candidate_id"], unique=False
    )
    op.create_table(
        "contribution_words",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("by_candidate_id", sa.Uuid(), nullable=False),
        sa.Column("of_version", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("word IN ('confirmed', 'questioned')", name=op.f("ck_contribution_words_word")),
        sa.CheckConstraint("by_candidate_id <> candidate_id", name=op.f("ck_contribution_words_others")),
        sa.ForeignKeyConstraint(
            ["school_id", "by_candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_contribution_words_school_id_by_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_contribution_words_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "evidence_id"],
            ["evidence.school_id", "evidence.id"],
            name=op.f("fk_contribution_words_school_id_evidence_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_contribution_words_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_contribution_words")),
    )
    op.create_index(
        "ix_contribution_words_evidence",
        "contribution_words",
        ["school_id", "evidence_id", "candidate_id"],
        unique=False,
    )
    op.create_table(
        "contributions",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wording", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "standing IN ('said', 'confirmed', 'questioned')", name=op.f("ck_contributions_standing")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_contributions_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "copy_id"],
            ["evidence.school_id", "evidence.id"],
            name=op.f("fk_contributions_school_id_copy_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "evidence_id"],
            ["evidence.school_id", "evidence.id"],
            name=op.f("fk_contributions_school_id_evidence_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_contributions_school_id")),
        sa.PrimaryKeyConstraint("school_id", "evidence_id", "candidate_id", name=op.f("pk_contributions")),
    )
    op.create_index(
        "ix_contributions_candidate", "contributions", ["school_id", "candidate_id", "standing"], unique=False
    )
    op.create_table(
        "draft_comments",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.Column("self_audit_id", sa.Uuid(), nullable=True),
        sa.Column("standard_number", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_by", sa.Uuid(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(evidence_id, self_audit_id) = 1", name=op.f("ck_draft_comments_one_draft")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_draft_comments_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "evidence_id"],
            ["evidence.school_id", "evidence.id"],
            name=op.f("fk_draft_comments_school_id_evidence_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "last_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_draft_comments_school_id_last_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "mentor_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_draft_comments_school_id_mentor_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "self_audit_id"],
            ["self_audits.school_id", "self_audits.id"],
            name=op.f("fk_draft_comments_school_id_self_audit_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_draft_comments_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_draft_comments")),
    )
    op.create_index(
        "ix_draft_comments_candidate", "draft_comments", ["school_id", "candidate_id"], unique=False
    )
    op.create_index(
        "ix_draft_comments_evidence", "draft_comments", ["school_id", "evidence_id"], unique=False
    )
    op.create_table(
        "evidence_files",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("scanned", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("consent_where", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("people IN ('nobody', 'agreed', 'pupils')", name=op.f("ck_evidence_files_people")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_evidence_files_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "evidence_id"],
            ["evidence.school_id", "evidence.id"],
            name=op.f("fk_evidence_files_school_id_evidence_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_evidence_files_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_evidence_files")),
    )
    op.create_index(
        "ix_evidence_files_evidence", "evidence_files", ["school_id", "evidence_id"], unique=False
    )
    op.create_table(
        "evidence_priorities",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("priority_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "evidence_id"],
            ["evidence.school_id", "evidence.id"],
            name=op.f("fk_evidence_priorities_school_id_evidence_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "priority_id"],
            ["priorities.school_id", "priorities.id"],
            name=op.f("fk_evidence_priorities_school_id_priority_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_evidence_priorities_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id", "evidence_id", "priority_id", name=op.f("pk_evidence_priorities")
        ),
    )
    op.create_index(
        "ix_evidence_priorities_priority", "evidence_priorities", ["school_id", "priority_id"], unique=False
    )
    op.create_table(
        "evidence_versions",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "evidence_id"],
            ["evidence.school_id", "evidence.id"],
            name=op.f("fk_evidence_versions_school_id_evidence_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_evidence_versions_school_id")),
        sa.PrimaryKeyConstraint("school_id", "evidence_id", "version", name=op.f("pk_evidence_versions")),
    )
    op.create_table(
        "group_snapshots",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("joint_submission_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "joint_submission_id"],
            ["joint_submissions.school_id", "joint_submissions.id"],
            name=op.f("fk_group_snapshots_school_id_joint_submission_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_group_snapshots_school_id")),
        sa.PrimaryKeyConstraint("school_id", "joint_submission_id", name=op.f("pk_group_snapshots")),
    )
    op.create_table(
        "item_visits",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "evidence_id"],
            ["evidence.school_id", "evidence.id"],
            name=op.f("fk_item_visits_school_id_evidence_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_item_visits_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_item_visits_school_id")),
        sa.PrimaryKeyConstraint("school_id", "evidence_id", "staff_id", name=op.f("pk_item_visits")),
    )
    op.create_table(
        "joint_signatures",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("joint_submission_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("authorship_declared", sa.Boolean(), nullable=False),
        sa.Column("consent_declared", sa.Boolean(), nullable=False),
        sa.Column("ai_use", sa.Text(), nullable=False),
        sa.Column("with_self_audit", sa.Boolean(), nullable=False),
        sa.Column("names_group", sa.Boolean(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_joint_signatures_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "joint_submission_id"],
            ["joint_submissions.school_id", "joint_submissions.id"],
            name=op.f("fk_joint_signatures_school_id_joint_submission_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_joint_signatures_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id", "joint_submission_id", "candidate_id", name=op.f("pk_joint_signatures")
        ),
    )
    op.create_table(
        "plan_answers",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision IN ('agreed', 'sent_back')", name=op.f("ck_plan_answers_decision")),
        sa.CheckConstraint("party IN ('mentor', 'lead')", name=op.f("ck_plan_answers_party")),
        sa.ForeignKeyConstraint(
            ["school_id", "project_id"],
            ["projects.school_id", "projects.id"],
            name=op.f("fk_plan_answers_school_id_project_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_plan_answers_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_plan_answers_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_plan_answers")),
    )
    op.create_index(
        "ix_plan_answers_project", "plan_answers", ["school_id", "project_id", "round"], unique=False
    )
    op.create_table(
        "project_measures",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("better", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("better IN ('higher', 'lower')", name=op.f("ck_project_measures_better")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_project_measures_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "project_id"],
            ["projects.school_id", "projects.id"],
            name=op.f("fk_project_measures_school_id_project_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_project_measures_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_project_measures")),
    )
    op.create_index(
        "ix_project_measures_project", "project_measures", ["school_id", "project_id"], unique=False
    )
    op.create_table(
        "project_milestones",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("year_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_project_milestones_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "project_id"],
            ["projects.school_id", "projects.id"],
            name=op.f("fk_project_milestones_school_id_project_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "year_id"],
            ["academic_years.school_id", "academic_years.id"],
            name=op.f("fk_project_milestones_school_id_year_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_project_milestones_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_project_milestones")),
    )
    op.create_index(
        "ix_project_milestones_project", "project_milestones", ["school_id", "project_id"], unique=False
    )
    op.create_table(
        "project_priorities",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("priority_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "priority_id"],
            ["priorities.school_id", "priorities.id"],
            name=op.f("fk_project_priorities_school_id_priority_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "project_id"],
            ["projects.school_id", "projects.id"],
            name=op.f("fk_project_priorities_school_id_project_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_project_priorities_school_id")),
        sa.PrimaryKeyConstraint("school_id", "project_id", "priority_id", name=op.f("pk_project_priorities")),
    )
    op.create_index(
        "ix_project_priorities_priority", "project_priorities", ["school_id", "priority_id"], unique=False
    )
    op.create_table(
        "project_references",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("doi", sa.Text(), nullable=True),
        sa.Column("isbn", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("isbn ~ '^97[89][0-9]{10}$'", name=op.f("ck_project_references_isbn")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_project_references_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "project_id"],
            ["projects.school_id", "projects.id"],
            name=op.f("fk_project_references_school_id_project_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_project_references_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_project_references")),
    )
    op.create_index(
        "ix_project_references_project", "project_references", ["school_id", "project_id"], unique=False
    )
    op.create_table(
        "project_versions",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "project_id"],
            ["projects.school_id", "projects.id"],
            name=op.f("fk_project_versions_school_id_project_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_project_versions_school_id")),
        sa.PrimaryKeyConstraint("school_id", "project_id", "version", name=op.f("pk_project_versions")),
    )
    op.create_table(
        "shared_judgements",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("item_sha256", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("strength BETWEEN 1 AND 3", name=op.f("ck_shared_judgements_strength")),
        sa.ForeignKeyConstraint(
            ["school_id", "evidence_id"],
            ["evidence.school_id", "evidence.id"],
            name=op.f("fk_shared_judgements_school_id_evidence_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "group_id"],
            ["groups.school_id", "groups.id"],
            name=op.f("fk_shared_judgements_school_id_group_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_shared_judgements_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_shared_judgements_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id", "group_id", "evidence_id", "staff_id", name=op.f("pk_shared_judgements")
        ),
    )
    op.create_table(
        "submissions",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("authorship_declared", sa.Boolean(), nullable=False),
        sa.Column("consent_declared", sa.Boolean(), nullable=False),
        sa.Column("ai_use", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("endorsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joint_submission_id", sa.Uuid(), nullable=True),
        sa.Column("names_group", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('submitted', 'returned', 'endorsed', 'decided', 'released')",
            name=op.f("ck_submissions_state"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_submissions_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_submissions_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "joint_submission_id"],
            ["joint_submissions.school_id", "joint_submissions.id"],
            name=op.f("fk_submissions_school_id_joint_submission_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_submissions_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_submissions_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_submissions")),
        sa.UniqueConstraint(
            "school_id",
            "candidate_id",
            "attempt",
            "serial",
            name=op.f("uq_submissions_school_id_candidate_id_attempt_serial"),
        ),
        sa.UniqueConstraint("school_id", "receipt", name=op.f("uq_submissions_school_id_receipt")),
    )
    op.create_index("ix_submissions_cohort", "submissions", ["school_id", "cohort_id", "state"], unique=False)
    op.create_table(
        "adjudications",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("reached", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reached IN ('agreement', 'third_assessor', 'meeting')", name=op.f("ck_adjudications_reached")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "submission_id"],
            ["submissions.school_id", "submissions.id"],
            name=op.f("fk_adjudications_school_id_submission_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_adjudications_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_adjudications")),
        sa.UniqueConstraint(
            "school_id", "submission_id", name=op.f("uq_adjudications_school_id_submission_id")
        ),
    )
    op.create_table(
        "assignments",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("left_reason", sa.Text(), nullable=True),
        sa.Column("recommendation", sa.Text(), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'locked') = (locked_at IS NOT NULL)", name=op.f("ck_assignments_locked")
        ),
        sa.CheckConstraint(
            "state IN ('offered', 'accepted', 'declined', 'withdrawn', 'locked')",
            name=op.f("ck_assignments_state"),
        ),
        sa.CheckConstraint("seat BETWEEN 1 AND 3", name=op.f("ck_assignments_seat")),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_assignments_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "submission_id"],
            ["submissions.school_id", "submissions.id"],
            name=op.f("fk_assignments_school_id_submission_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_assignments_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_assignments")),
        sa.UniqueConstraint(
            "school_id",
            "submission_id",
            "staff_id",
            name=op.f("uq_assignments_school_id_submission_id_staff_id"),
        ),
    )
    op.create_index("ix_assignments_staff", "assignments", ["school_id", "staff_id", "state"], unique=False)
    op.create_index(
        "uq_assignments_seat",
        "assignments",
        ["school_id", "submission_id", "seat"],
        unique=True,
        postgresql_where="state NOT IN ('declined', 'withdrawn')",
    )
    op.create_table(
        "comment_answers",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "comment_id"],
            ["draft_comments.school_id", "draft_comments.id"],
            name=op.f("fk_comment_answers_school_id_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_comment_answers_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_comment_answers_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_comment_answers")),
    )
    op.create_index(
        "ix_comment_answers_comment", "comment_answers", ["school_id", "comment_id"], unique=False
    )
    op.create_table(
        "endorsements",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("decision IN ('endorsed', 'returned')", name=op.f("ck_endorsements_decision")),
        sa.ForeignKeyConstraint(
            ["school_id", "submission_id"],
            ["submissions.school_id", "submissions.id"],
            name=op.f("fk_endorsements_school_id_submission_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_endorsements_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_endorsements")),
        sa.UniqueConstraint(
            "school_id", "submission_id", name=op.f("uq_endorsements_school_id_submission_id")
        ),
    )
    op.create_table(
        "file_concerns",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('raised', 'answered', 'replaced', 'released', 'taken_down')",
            name=op.f("ck_file_concerns_state"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_file_concerns_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_file_concerns_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "decided_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_file_concerns_school_id_decided_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "file_id"],
            ["evidence_files.school_id", "evidence_files.id"],
            name=op.f("fk_file_concerns_school_id_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "raised_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_file_concerns_school_id_raised_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "replaced_by"],
            ["evidence_files.school_id", "evidence_files.id"],
            name=op.f("fk_file_concerns_school_id_replaced_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_file_concerns_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_file_concerns")),
    )
    op.create_index("ix_file_concerns_file", "file_concerns", ["school_id", "file_id"], unique=False)
    op.create_index("ix_file_concerns_state", "file_concerns", ["school_id", "state"], unique=False)
    op.create_table(
        "outcomes",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("reached", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("resubmit_by", sa.Date(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "reached IN ('agreement', 'third_assessor', 'meeting')", name=op.f("ck_outcomes_reached")
        ),
        sa.CheckConstraint(
            "result IN ('accredited', 'referred', 'not_accredited')", name=op.f("ck_outcomes_result")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_outcomes_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_outcomes_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "submission_id"],
            ["submissions.school_id", "submissions.id"],
            name=op.f("fk_outcomes_school_id_submission_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_outcomes_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint("school_id", "submission_id", name=op.f("uq_outcomes_school_id_submission_id")),
    )
    op.create_table(
        "project_points",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(precision=12, scale=3), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_project_points_people")),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_project_points_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "measure_id"],
            ["project_measures.school_id", "project_measures.id"],
            name=op.f("fk_project_points_school_id_measure_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_project_points_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_project_points")),
    )
    op.create_index(
        "ix_project_points_measure", "project_points", ["school_id", "measure_id", "day"], unique=False
    )
    op.create_table(
        "snapshots",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "submission_id"],
            ["submissions.school_id", "submissions.id"],
            name=op.f("fk_snapshots_school_id_submission_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_snapshots_school_id")),
        sa.PrimaryKeyConstraint("school_id", "submission_id", name=op.f("pk_snapshots")),
    )
    op.create_table(
        "submitted_files",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "file_id"],
            ["evidence_files.school_id", "evidence_files.id"],
            name=op.f("fk_submitted_files_school_id_file_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "submission_id"],
            ["submissions.school_id", "submissions.id"],
            name=op.f("fk_submitted_files_school_id_submission_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_submitted_files_school_id")),
        sa.PrimaryKeyConstraint("school_id", "submission_id", "file_id", name=op.f("pk_submitted_files")),
    )
    op.create_index("ix_submitted_files_file", "submitted_files", ["school_id", "file_id"], unique=False)
    op.create_table(
        "awards",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("outcome_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=True),
        sa.Column("signatory", sa.Text(), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("certificate_key", sa.Text(), nullable=True),
        sa.Column("certificate_sha256", sa.LargeBinary(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.Text(), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "candidate_id"],
            ["candidates.school_id", "candidates.id"],
            name=op.f("fk_awards_school_id_candidate_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "cohort_id"],
            ["cohorts.school_id", "cohorts.id"],
            name=op.f("fk_awards_school_id_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "outcome_id"],
            ["outcomes.school_id", "outcomes.id"],
            name=op.f("fk_awards_school_id_outcome_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "replaced_by_id"],
            ["awards.school_id", "awards.id"],
            name=op.f("fk_awards_school_id_replaced_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "staff_id"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_awards_school_id_staff_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_awards_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_awards")),
        sa.UniqueConstraint("school_id", "code", name=op.f("uq_awards_school_id_code")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_awards_school_id_number")),
        sa.UniqueConstraint("school_id", "outcome_id", name=op.f("uq_awards_school_id_outcome_id")),
    )
    op.create_table(
        "judgements",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("standard_number", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "assignment_id"],
            ["assignments.school_id", "assignments.id"],
            name=op.f("fk_judgements_school_id_assignment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_judgements_school_id")),
        sa.PrimaryKeyConstraint("school_id", "assignment_id", "standard_number", name=op.f("pk_judgements")),
    )
    op.create_table(
        "outcome_standards",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("outcome_id", sa.Uuid(), nullable=False),
        sa.Column("standard_number", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("banked", sa.Boolean(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "outcome_id"],
            ["outcomes.school_id", "outcomes.id"],
            name=op.f("fk_outcome_standards_school_id_outcome_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_outcome_standards_school_id")),
        sa.PrimaryKeyConstraint(
            "school_id", "outcome_id", "standard_number", name=op.f("pk_outcome_standards")
        ),
    )


SCHOOL_TABLES = {
    "academic_years": "SELECT, INSERT, UPDATE, DELETE",
    "adjudications": "SELECT, INSERT",
    "adoptions": "SELECT, INSERT, UPDATE, DELETE",
    "agreed_actions": "SELECT, INSERT, UPDATE, DELETE",
    "appointments": "SELECT, INSERT, UPDATE, DELETE",
    "arrangements": "SELECT, INSERT",
    "assignments": "SELECT, INSERT, UPDATE, DELETE",
    "attempts": "SELECT, INSERT, UPDATE, DELETE",
    "audit_entries_before": "SELECT, INSERT, UPDATE, DELETE",
    "award_counters": "SELECT, INSERT, UPDATE, DELETE",
    "awards": "SELECT, INSERT, UPDATE, DELETE",
    "banked_standards": "SELECT, INSERT, UPDATE, DELETE",
    "calendar_feeds": "SELECT, INSERT, UPDATE, DELETE",
    "candidates": "SELECT, INSERT, UPDATE, DELETE",
    "changeovers": "SELECT, INSERT, UPDATE, DELETE",
    "claims": "SELECT, INSERT, UPDATE, DELETE",
    "claims_before": "SELECT, INSERT, UPDATE, DELETE",
    "closed_days": "SELECT, INSERT, UPDATE, DELETE",
    "cohort_messages": "SELECT, INSERT, UPDATE, DELETE",
    "cohort_priorities": "SELECT, INSERT, UPDATE, DELETE",
    "cohort_team": "SELECT, INSERT, UPDATE, DELETE",
    "cohorts": "SELECT, INSERT, UPDATE, DELETE",
    "comment_answers": "SELECT, INSERT, UPDATE, DELETE",
    "connection_attempts": "SELECT, INSERT, UPDATE, DELETE",
    "connections": "SELECT, INSERT, UPDATE, DELETE",
    "contribution_words": "SELECT, INSERT, UPDATE (note)",
    "contributions": "SELECT, INSERT, UPDATE, DELETE",
    "copies": "SELECT, INSERT, UPDATE, DELETE",
    "copy_links": "SELECT, INSERT, UPDATE, DELETE",
    "declared_interests": "SELECT, INSERT, UPDATE, DELETE",
    "deeds": "SELECT, INSERT, UPDATE, DELETE",
    "domains": "SELECT, INSERT, UPDATE, DELETE",
    "draft_comments": "SELECT, INSERT, UPDATE, DELETE",
    "endorsements": "SELECT, INSERT",
    "event_answers": "SELECT, INSERT, UPDATE, DELETE",
    "event_attendance": "SELECT, INSERT, UPDATE, DELETE",
    "event_priorities": "SELECT, INSERT, UPDATE, DELETE",
    "event_slides": "SELECT, INSERT, UPDATE, DELETE",
    "events": "SELECT, INSERT, UPDATE, DELETE",
    "evidence": "SELECT, INSERT, UPDATE, DELETE",
    "evidence_files": "SELECT, INSERT, UPDATE, DELETE",
    "evidence_priorities": "SELECT, INSERT, UPDATE, DELETE",
    "evidence_versions": "SELECT, INSERT",
    "file_concerns": "SELECT, INSERT, UPDATE, DELETE",
    "form_receipts": "SELECT, INSERT, UPDATE, DELETE",
    "former_addresses": "SELECT, INSERT, UPDATE, DELETE",
    "group_members": "SELECT, INSERT, UPDATE, DELETE",
    "group_priorities": "SELECT, INSERT, UPDATE, DELETE",
    "group_snapshots": "SELECT, INSERT",
    "groups": "SELECT, INSERT, UPDATE, DELETE",
    "half_terms": "SELECT, INSERT, UPDATE, DELETE",
    "history": "SELECT, INSERT",
    "identities": "SELECT, INSERT, UPDATE, DELETE",
    "improvement_plans": "SELECT, INSERT, UPDATE, DELETE",
    "item_visits": "SELECT, INSERT, UPDATE, DELETE",
    "joining_requests": "SELECT, INSERT, UPDATE, DELETE",
    "joint_signatures": "SELECT, INSERT, UPDATE, DELETE",
    "joint_submissions": "SELECT, INSERT, UPDATE, DELETE",
    "judgements": "SELECT, INSERT, UPDATE, DELETE",
    "link_requests": "SELECT, INSERT, UPDATE, DELETE",
    "mail_settings": "SELECT, INSERT, UPDATE, DELETE",
    "mappings": "SELECT, INSERT, UPDATE, DELETE",
    "meeting_notes": "SELECT, INSERT, UPDATE, DELETE",
    "mentoring_meetings": "SELECT, INSERT, UPDATE, DELETE",
    "message_recipients": "SELECT, INSERT, UPDATE, DELETE",
    "moves": "SELECT, INSERT",
    "notices": "SELECT, INSERT, UPDATE, DELETE",
    "outcome_standards": "SELECT, INSERT, UPDATE, DELETE",
    "outcomes": "SELECT, INSERT, UPDATE, DELETE",
    "paper_acceptances": "SELECT, INSERT",
    "passkey_challenges": "SELECT, INSERT, UPDATE, DELETE",
    "passkeys": "SELECT, INSERT, UPDATE, DELETE",
    "place_notes": "SELECT, INSERT",
    "plan_answers": "SELECT, INSERT",
    "planned_actions": "SELECT, INSERT, UPDATE, DELETE",
    "priorities": "SELECT, INSERT, UPDATE, DELETE",
    "priority_reviews": "SELECT, INSERT, UPDATE, DELETE",
    "private_addresses": "SELECT, INSERT, UPDATE, DELETE",
    "programme_costs": "SELECT, INSERT, UPDATE, DELETE",
    "programmes": "SELECT, INSERT, UPDATE, DELETE",
    "project_measures": "SELECT, INSERT, UPDATE, DELETE",
    "project_milestones": "SELECT, INSERT, UPDATE, DELETE",
    "project_points": "SELECT, INSERT, UPDATE, DELETE",
    "project_priorities": "SELECT, INSERT, UPDATE, DELETE",
    "project_references": "SELECT, INSERT, UPDATE, DELETE",
    "project_versions": "SELECT, INSERT",
    "projects": "SELECT, INSERT, UPDATE, DELETE",
    "register_marks": "SELECT, INSERT, UPDATE, DELETE",
    "registers": "SELECT, INSERT, UPDATE, DELETE",
    "reminders_sent": "SELECT, INSERT, UPDATE, DELETE",
    "self_audit_entries": "SELECT, INSERT, UPDATE, DELETE",
    "self_audits": "SELECT, INSERT, UPDATE, DELETE",
    "sessions": "SELECT, INSERT, UPDATE, DELETE",
    "shared_judgements": "SELECT, INSERT, UPDATE, DELETE",
    "sign_in_links": "SELECT, INSERT, UPDATE, DELETE",
    "sign_in_policies": "SELECT, INSERT, UPDATE, DELETE",
    "snapshots": "SELECT, INSERT",
    "spent_logout_tokens": "SELECT, INSERT, UPDATE, DELETE",
    "staff": "SELECT, INSERT, UPDATE, DELETE",
    "staff_imports": "SELECT, INSERT, UPDATE, DELETE",
    "staff_roles": "SELECT, INSERT, UPDATE, DELETE",
    "standard_guidance": "SELECT, INSERT, UPDATE, DELETE",
    "standings": "SELECT, INSERT, UPDATE, DELETE",
    "submissions": "SELECT, INSERT, UPDATE, DELETE",
    "submitted_files": "SELECT, INSERT",
    "success_measures": "SELECT, INSERT, UPDATE, DELETE",
    "success_readings": "SELECT, INSERT, UPDATE, DELETE",
    "testimonial_drafts": "SELECT, INSERT, UPDATE, DELETE",
    "testimonial_links": "SELECT, INSERT, UPDATE, DELETE",
    "testimonial_refusals": "SELECT, INSERT, UPDATE, DELETE",
    "testimonials": "SELECT, INSERT, UPDATE, DELETE",
    "time_grants": "SELECT, INSERT",
    "time_uses": "SELECT, INSERT, UPDATE, DELETE",
    "timetable_dates": "SELECT, INSERT, UPDATE, DELETE",
}

SCHOOL_WALL = [
    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO lectern_maintenance",
    "CREATE POLICY school ON {table} TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid) WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT {grants} ON {table} TO lectern_app",
]

PLATFORM_WALLS = [
    "ALTER TABLE announcements ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE announcements FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON announcements TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON announcements FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON announcements FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON announcements FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "GRANT SELECT, INSERT, UPDATE ON announcements TO lectern_operator",
    "CREATE POLICY lectern_app_select ON announcements FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON announcements TO lectern_app",
    "ALTER TABLE award_claims ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE award_claims FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON award_claims TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON award_claims FOR SELECT TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid OR awarding_school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT SELECT ON award_claims TO lectern_app",
    "CREATE POLICY lectern_app_insert ON award_claims FOR INSERT TO lectern_app WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid AND state = 'open')",
    "GRANT INSERT ON award_claims TO lectern_app",
    "CREATE POLICY lectern_app_update ON award_claims FOR UPDATE TO lectern_app USING ((school_id = nullif(current_setting('lectern.school_id', true), '')::uuid AND state IN ('open', 'withdrawn')) OR (awarding_school_id = nullif(current_setting('lectern.school_id', true), '')::uuid AND state IN ('open', 'confirmed', 'declined', 'ended'))) WITH CHECK ((school_id = nullif(current_setting('lectern.school_id', true), '')::uuid AND state IN ('open', 'withdrawn')) OR (awarding_school_id = nullif(current_setting('lectern.school_id', true), '')::uuid AND state IN ('open', 'confirmed', 'declined', 'ended')))",
    "GRANT UPDATE ON award_claims TO lectern_app",
    "CREATE POLICY lectern_operator_select ON award_claims FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_update ON award_claims FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "GRANT SELECT, UPDATE ON award_claims TO lectern_operator",
    "ALTER TABLE clock_settings ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE clock_settings FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON clock_settings TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON clock_settings FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON clock_settings TO lectern_app",
    "CREATE POLICY lectern_operator_select ON clock_settings FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON clock_settings FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON clock_settings FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON clock_settings FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON clock_settings TO lectern_operator",
    "ALTER TABLE directory ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE directory FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON directory TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON directory FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON directory TO lectern_app",
    "CREATE POLICY lectern_app_insert ON directory FOR INSERT TO lectern_app WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "CREATE POLICY lectern_app_delete ON directory FOR DELETE TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT INSERT, DELETE ON directory TO lectern_app",
    "CREATE POLICY lectern_operator_select ON directory FOR SELECT TO lectern_operator USING (true)",
    "GRANT SELECT ON directory TO lectern_operator",
    "ALTER TABLE edition_drafts ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE edition_drafts FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON edition_drafts TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON edition_drafts FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON edition_drafts FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON edition_drafts FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON edition_drafts FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON edition_drafts TO lectern_operator",
    "ALTER TABLE edition_retirements ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE edition_retirements FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON edition_retirements TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON edition_retirements FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON edition_retirements TO lectern_app",
    "CREATE POLICY lectern_operator_select ON edition_retirements FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON edition_retirements FOR INSERT TO lectern_operator WITH CHECK (true)",
    "GRANT SELECT, INSERT ON edition_retirements TO lectern_operator",
    "ALTER TABLE edition_uses ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE edition_uses FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON edition_uses TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON edition_uses FOR SELECT TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "CREATE POLICY lectern_app_insert ON edition_uses FOR INSERT TO lectern_app WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "CREATE POLICY lectern_app_update ON edition_uses FOR UPDATE TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid) WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "CREATE POLICY lectern_app_delete ON edition_uses FOR DELETE TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON edition_uses TO lectern_app",
    "CREATE POLICY lectern_operator_select ON edition_uses FOR SELECT TO lectern_operator USING (true)",
    "GRANT SELECT ON edition_uses TO lectern_operator",
    "ALTER TABLE editions ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE editions FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON editions TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON editions FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON editions TO lectern_app",
    "CREATE POLICY lectern_operator_select ON editions FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON editions FOR INSERT TO lectern_operator WITH CHECK (true)",
    "GRANT SELECT, INSERT ON editions TO lectern_operator",
    "ALTER TABLE interests ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE interests FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON interests TO lectern_maintenance",
    "CREATE POLICY lectern_app_insert ON interests FOR INSERT TO lectern_app WITH CHECK (true)",
    "GRANT INSERT ON interests TO lectern_app",
    "CREATE POLICY lectern_app_select ON interests FOR SELECT TO lectern_app USING (token_hash = decode(nullif(current_setting('lectern.interest', true), ''), 'hex'))",
    "CREATE POLICY lectern_app_update ON interests FOR UPDATE TO lectern_app USING (token_hash = decode(nullif(current_setting('lectern.interest', true), ''), 'hex')) WITH CHECK (token_hash = decode(nullif(current_setting('lectern.interest', true), ''), 'hex'))",
    "GRANT SELECT, UPDATE ON interests TO lectern_app",
    "CREATE POLICY lectern_operator_select ON interests FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON interests FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON interests FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON interests FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON interests TO lectern_operator",
    "ALTER TABLE levels ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE levels FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON levels TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON levels FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON levels TO lectern_app",
    "CREATE POLICY lectern_operator_select ON levels FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON levels FOR INSERT TO lectern_operator WITH CHECK (true)",
    "GRANT SELECT, INSERT ON levels TO lectern_operator",
    "ALTER TABLE national_programmes ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE national_programmes FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON national_programmes TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON national_programmes FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON national_programmes TO lectern_app",
    "CREATE POLICY lectern_operator_select ON national_programmes FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON national_programmes FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON national_programmes FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON national_programmes FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON national_programmes TO lectern_operator",
    "ALTER TABLE operator_history ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE operator_history FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_history TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON operator_history FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON operator_history FOR INSERT TO lectern_operator WITH CHECK (true)",
    "GRANT SELECT, INSERT ON operator_history TO lectern_operator",
    "ALTER TABLE operator_links ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE operator_links FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_links TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON operator_links FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON operator_links FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON operator_links FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON operator_links FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_links TO lectern_operator",
    "ALTER TABLE operator_passkey_challenges ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE operator_passkey_challenges FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_passkey_challenges TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON operator_passkey_challenges FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON operator_passkey_challenges FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON operator_passkey_challenges FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, DELETE ON operator_passkey_challenges TO lectern_operator",
    "ALTER TABLE operator_passkeys ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE operator_passkeys FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_passkeys TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON operator_passkeys FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON operator_passkeys FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON operator_passkeys FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON operator_passkeys FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_passkeys TO lectern_operator",
    "ALTER TABLE operator_receipts ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE operator_receipts FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_receipts TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON operator_receipts FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON operator_receipts FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON operator_receipts FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON operator_receipts FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_receipts TO lectern_operator",
    "ALTER TABLE operator_recovery_codes ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE operator_recovery_codes FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_recovery_codes TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON operator_recovery_codes FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON operator_recovery_codes FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON operator_recovery_codes FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON operator_recovery_codes FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_recovery_codes TO lectern_operator",
    "ALTER TABLE operator_sessions ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE operator_sessions FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_sessions TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON operator_sessions FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON operator_sessions FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON operator_sessions FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON operator_sessions FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operator_sessions TO lectern_operator",
    "ALTER TABLE operators ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE operators FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON operators TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON operators FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON operators FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON operators FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "GRANT SELECT, INSERT, UPDATE ON operators TO lectern_operator",
    "ALTER TABLE outbox ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE outbox FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON outbox FOR SELECT TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "CREATE POLICY lectern_app_update ON outbox FOR UPDATE TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid) WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT SELECT, UPDATE ON outbox TO lectern_app",
    "CREATE POLICY lectern_app_insert ON outbox FOR INSERT TO lectern_app WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid OR (school_id IS NULL AND message = 'enquiries.send_link'))",
    "GRANT INSERT ON outbox TO lectern_app",
    "CREATE POLICY lectern_operator_select ON outbox FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON outbox FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON outbox FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON outbox FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO lectern_operator",
    "ALTER TABLE school_invitations ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE school_invitations FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON school_invitations TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON school_invitations FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON school_invitations FOR INSERT TO lectern_operator WITH CHECK (true)",
    "GRANT SELECT, INSERT ON school_invitations TO lectern_operator",
    "CREATE POLICY lectern_app_select ON school_invitations FOR SELECT TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "CREATE POLICY lectern_app_update ON school_invitations FOR UPDATE TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid) WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT SELECT, UPDATE ON school_invitations TO lectern_app",
    "ALTER TABLE school_notices ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE school_notices FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON school_notices TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON school_notices FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON school_notices FOR INSERT TO lectern_operator WITH CHECK (true)",
    "GRANT SELECT, INSERT ON school_notices TO lectern_operator",
    "CREATE POLICY lectern_app_select ON school_notices FOR SELECT TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT SELECT ON school_notices TO lectern_app",
    "ALTER TABLE schools ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE schools FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON schools TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON schools FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON schools TO lectern_app",
    "CREATE POLICY lectern_app_update ON schools FOR UPDATE TO lectern_app USING (id = nullif(current_setting('lectern.school_id', true), '')::uuid) WITH CHECK (id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT UPDATE ON schools TO lectern_app",
    "CREATE POLICY lectern_operator_select ON schools FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON schools FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON schools FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "GRANT SELECT, INSERT, UPDATE ON schools TO lectern_operator",
    "ALTER TABLE standard_replacements ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE standard_replacements FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON standard_replacements TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON standard_replacements FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON standard_replacements TO lectern_app",
    "CREATE POLICY lectern_operator_select ON standard_replacements FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON standard_replacements FOR INSERT TO lectern_operator WITH CHECK (true)",
    "GRANT SELECT, INSERT ON standard_replacements TO lectern_operator",
    "ALTER TABLE standards ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE standards FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON standards TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON standards FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON standards TO lectern_app",
    "CREATE POLICY lectern_operator_select ON standards FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON standards FOR INSERT TO lectern_operator WITH CHECK (true)",
    "GRANT SELECT, INSERT ON standards TO lectern_operator",
    "ALTER TABLE support_entries ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE support_entries FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON support_entries TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON support_entries FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON support_entries FOR INSERT TO lectern_operator WITH CHECK (true)",
    "GRANT SELECT, INSERT ON support_entries TO lectern_operator",
    "CREATE POLICY lectern_app_select ON support_entries FOR SELECT TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT SELECT ON support_entries TO lectern_app",
    "ALTER TABLE support_visits ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE support_visits FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON support_visits TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON support_visits FOR SELECT TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "CREATE POLICY lectern_app_insert ON support_visits FOR INSERT TO lectern_app WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "CREATE POLICY lectern_app_update ON support_visits FOR UPDATE TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid) WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE ON support_visits TO lectern_app",
    "CREATE POLICY lectern_operator_select ON support_visits FOR SELECT TO lectern_operator USING (true)",
    "GRANT SELECT ON support_visits TO lectern_operator",
    "ALTER TABLE ticks ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE ticks FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ticks TO lectern_maintenance",
    "CREATE POLICY lectern_operator_select ON ticks FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON ticks FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON ticks FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, DELETE ON ticks TO lectern_operator",
]


def walls() -> None:
    for table, grants in SCHOOL_TABLES.items():
        for statement in SCHOOL_WALL:
            op.execute(statement.format(table=table, grants=grants))
    for statement in PLATFORM_WALLS:
        op.execute(statement)
    # The web asks whether the schema is the one it was made for.
    op.execute("GRANT SELECT ON alembic_version TO lectern_app")
