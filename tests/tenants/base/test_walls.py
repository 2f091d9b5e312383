"""The wall in SQL, as it is told from a class."""

from tenants.base.records import APPEND_ONLY, OWN_SCHOOL, Policy
from tenants.base.walls import statements


def test_a_schools_table_is_forced_behind_one_policy_both_ways() -> None:
    told = statements("notes", APPEND_ONLY)
    assert "ALTER TABLE notes ENABLE ROW LEVEL SECURITY" in told
    assert "ALTER TABLE notes FORCE ROW LEVEL SECURITY" in told
    assert [line for line in told if line.startswith("CREATE POLICY")] == [
        f"CREATE POLICY school ON notes TO lectern_app USING ({OWN_SCHOOL}) WITH CHECK ({OWN_SCHOOL})"
    ]


def test_the_app_gets_the_verbs_of_the_class_and_the_operator_none() -> None:
    told = statements("notes", APPEND_ONLY)
    assert "GRANT SELECT, INSERT ON notes TO lectern_app" in told
    assert not any("lectern_operator" in line for line in told)


def test_a_platform_tables_policy_names_its_role_verb_and_rows() -> None:
    told = statements(
        "things", (Policy("lectern_app", "INSERT, UPDATE", "x"), Policy("lectern_operator", "SELECT"))
    )
    assert "CREATE POLICY lectern_app_insert ON things FOR INSERT TO lectern_app WITH CHECK (x)" in told
    assert (
        "CREATE POLICY lectern_app_update ON things FOR UPDATE TO lectern_app USING (x) WITH CHECK (x)"
        in told
    )
    assert (
        "CREATE POLICY lectern_operator_select ON things FOR SELECT TO lectern_operator USING (true)" in told
    )
    assert "GRANT INSERT, UPDATE ON things TO lectern_app" in told


def test_a_platform_table_without_policies_opens_to_no_role_of_web_and_worker() -> None:
    assert not any("lectern_app" in line or "lectern_operator" in line for line in statements("things", ()))
