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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("code", name=op.f("uq_editions_code")),
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
        sa.Column("version", sa.Integer(), nullable=False),
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
        "award_counters",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_award_counters_school_id")),
        sa.PrimaryKeyConstraint("school_id", "year", name=op.f("pk_award_counters")),
    )
    op.create_table(
        "connections",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("client_secret", sa.LargeBinary(), nullable=False),
        sa.Column("hosted_domain", sa.Text(), nullable=True),
        sa.Column("tenant", sa.Text(), nullable=True),
        sa.Column("enabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('google', 'entra', 'any')", name=op.f("ck_connections_kind")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_connections_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_connections")),
        sa.UniqueConstraint("school_id", name=op.f("uq_connections_school_id")),
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
    op.create_index("ix_history_time", "history", ["school_id", "at"], unique=False)
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
        "appointments",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("appointment", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "appointment IN ('lead', 'mentor', 'candidate', 'assessor')",
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
        "cohorts",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
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
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'open', 'closed')", name=op.f("ck_cohorts_state")),
        sa.CheckConstraint("places > 0", name=op.f("ck_cohorts_places")),
        sa.CheckConstraint("starts_on <= window_closes_on", name=op.f("ck_cohorts_start")),
        sa.CheckConstraint("window_opens_on <= window_closes_on", name=op.f("ck_cohorts_window")),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name=op.f("fk_cohorts_edition_id")),
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
        "connection_attempts",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("code_verifier", sa.LargeBinary(), nullable=False),
        sa.Column("next", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "connection_id"],
            ["connections.school_id", "connections.id"],
            name=op.f("fk_connection_attempts_school_id_connection_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_connection_attempts_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_connection_attempts")),
        sa.UniqueConstraint(
            "school_id", "state_hash", name=op.f("uq_connection_attempts_school_id_state_hash")
        ),
    )
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
            "subject",
            name=op.f("uq_identities_school_id_connection_id_issuer_subject"),
        ),
    )
    op.create_table(
        "sessions",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("door IN ('link', 'connection', 'demonstration')", name=op.f("ck_sessions_door")),
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
    op.create_index("ix_sessions_staff", "sessions", ["school_id", "staff_id"], unique=False)
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
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "uploaded_by"],
            ["staff.school_id", "staff.id"],
            name=op.f("fk_staff_imports_school_id_uploaded_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_staff_imports_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_staff_imports")),
    )
    op.create_table(
        "staff_roles",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('head', 'deputy', 'programme_lead', 'mentor', 'assessor', 'it_lead', 'business_manager')",
            name=op.f("ck_staff_roles_role"),
        ),
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
        "candidates",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('invited', 'accepted', 'approved', 'declined', 'not_approved', 'withdrawn')",
            name=op.f("ck_candidates_state"),
        ),
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
        "evidence",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
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
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('text', 'link', 'presentation', 'file')", name=op.f("ck_evidence_kind")),
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
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_evidence_school_id")),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_candidate", "evidence", ["school_id", "candidate_id", "id"], unique=False)
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
        sa.PrimaryKeyConstraint("school_id", "evidence_id", "standard_number", name=op.f("pk_claims")),
    )
    op.create_index(
        "ix_claims_candidate",
        "claims",
        ["school_id", "candidate_id", "standard_number", "level"],
        unique=False,
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
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("people IN ('nobody', 'agreed')", name=op.f("ck_evidence_files_people")),
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
        "self_audit_entries",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("self_audit_id", sa.Uuid(), nullable=False),
        sa.Column("standard_number", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
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


SCHOOL_TABLES = {
    "academic_years": "SELECT, INSERT, UPDATE, DELETE",
    "adjudications": "SELECT, INSERT",
    "adoptions": "SELECT, INSERT, UPDATE, DELETE",
    "appointments": "SELECT, INSERT, UPDATE, DELETE",
    "assignments": "SELECT, INSERT, UPDATE, DELETE",
    "attempts": "SELECT, INSERT, UPDATE, DELETE",
    "award_counters": "SELECT, INSERT, UPDATE, DELETE",
    "awards": "SELECT, INSERT, UPDATE, DELETE",
    "banked_standards": "SELECT, INSERT, UPDATE, DELETE",
    "candidates": "SELECT, INSERT, UPDATE, DELETE",
    "claims": "SELECT, INSERT, UPDATE, DELETE",
    "cohort_team": "SELECT, INSERT, UPDATE, DELETE",
    "cohorts": "SELECT, INSERT, UPDATE, DELETE",
    "connection_attempts": "SELECT, INSERT, UPDATE, DELETE",
    "connections": "SELECT, INSERT, UPDATE, DELETE",
    "declared_interests": "SELECT, INSERT, UPDATE, DELETE",
    "endorsements": "SELECT, INSERT",
    "evidence": "SELECT, INSERT, UPDATE, DELETE",
    "evidence_files": "SELECT, INSERT, UPDATE, DELETE",
    "evidence_versions": "SELECT, INSERT",
    "form_receipts": "SELECT, INSERT, UPDATE, DELETE",
    "half_terms": "SELECT, INSERT, UPDATE, DELETE",
    "history": "SELECT, INSERT",
    "identities": "SELECT, INSERT, UPDATE, DELETE",
    "judgements": "SELECT, INSERT, UPDATE, DELETE",
    "link_requests": "SELECT, INSERT, UPDATE, DELETE",
    "moves": "SELECT, INSERT",
    "outcome_standards": "SELECT, INSERT, UPDATE, DELETE",
    "outcomes": "SELECT, INSERT, UPDATE, DELETE",
    "paper_acceptances": "SELECT, INSERT",
    "self_audit_entries": "SELECT, INSERT, UPDATE, DELETE",
    "self_audits": "SELECT, INSERT, UPDATE, DELETE",
    "sessions": "SELECT, INSERT, UPDATE, DELETE",
    "sign_in_links": "SELECT, INSERT, UPDATE, DELETE",
    "snapshots": "SELECT, INSERT",
    "staff": "SELECT, INSERT, UPDATE, DELETE",
    "staff_imports": "SELECT, INSERT, UPDATE, DELETE",
    "staff_roles": "SELECT, INSERT, UPDATE, DELETE",
    "standings": "SELECT, INSERT, UPDATE, DELETE",
    "submissions": "SELECT, INSERT, UPDATE, DELETE",
    "submitted_files": "SELECT, INSERT",
}

SCHOOL_WALL = [
    "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO lectern_maintenance",
    "CREATE POLICY school ON {table} TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid) WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT {grants} ON {table} TO lectern_app",
]

PLATFORM_WALLS = [
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
    "ALTER TABLE editions ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE editions FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON editions TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON editions FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON editions TO lectern_app",
    "CREATE POLICY lectern_operator_select ON editions FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON editions FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON editions FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON editions FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON editions TO lectern_operator",
    "ALTER TABLE levels ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE levels FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON levels TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON levels FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON levels TO lectern_app",
    "CREATE POLICY lectern_operator_select ON levels FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON levels FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON levels FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON levels FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON levels TO lectern_operator",
    "ALTER TABLE outbox ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE outbox FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON outbox FOR SELECT TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "CREATE POLICY lectern_app_insert ON outbox FOR INSERT TO lectern_app WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "CREATE POLICY lectern_app_update ON outbox FOR UPDATE TO lectern_app USING (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid) WITH CHECK (school_id = nullif(current_setting('lectern.school_id', true), '')::uuid)",
    "GRANT SELECT, INSERT, UPDATE ON outbox TO lectern_app",
    "CREATE POLICY lectern_operator_select ON outbox FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON outbox FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON outbox FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON outbox FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO lectern_operator",
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
    "ALTER TABLE standards ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE standards FORCE ROW LEVEL SECURITY",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON standards TO lectern_maintenance",
    "CREATE POLICY lectern_app_select ON standards FOR SELECT TO lectern_app USING (true)",
    "GRANT SELECT ON standards TO lectern_app",
    "CREATE POLICY lectern_operator_select ON standards FOR SELECT TO lectern_operator USING (true)",
    "CREATE POLICY lectern_operator_insert ON standards FOR INSERT TO lectern_operator WITH CHECK (true)",
    "CREATE POLICY lectern_operator_update ON standards FOR UPDATE TO lectern_operator USING (true) WITH CHECK (true)",
    "CREATE POLICY lectern_operator_delete ON standards FOR DELETE TO lectern_operator USING (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON standards TO lectern_operator",
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
