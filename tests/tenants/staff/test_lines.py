from hypothesis import given
from hypothesis import strategies as st

from tenants.staff.rules.lines import looped, without_loops

PEOPLE = st.integers(0, 8)


def test_a_line_upwards_has_no_loop() -> None:
    assert looped({1: 2, 2: 3, 3: None}) == set()


def test_everybody_in_a_loop_is_found_and_nobody_under_it() -> None:
    assert looped({1: 2, 2: 3, 3: 2, 4: 4}) == {2, 3, 4}


def test_only_the_lines_that_close_a_loop_are_refused() -> None:
    kept, refused = without_loops({1: None, 2: 1, 3: None}, {1: 2, 3: 1})
    assert (kept, refused) == ({3: 1}, {1})


def climbs_round(start: int, lines: dict[int, int | None]) -> bool:
    step = lines.get(start)
    for _ in range(len(lines) + 1):
        if step is None or step == start:
            break
        step = lines.get(step)
    return step == start


@given(st.dictionaries(PEOPLE, st.none() | PEOPLE))
def test_who_is_in_a_loop_is_who_comes_back_to_themselves(lines: dict[int, int | None]) -> None:
    assert looped(lines) == {person for person in lines if climbs_round(person, lines)}


@given(st.dictionaries(PEOPLE, st.none() | PEOPLE), st.dictionaries(PEOPLE, PEOPLE))
def test_what_is_kept_never_closes_a_loop(standing: dict[int, int | None], proposed: dict[int, int]) -> None:
    straight = {person: None if person in looped(standing) else over for person, over in standing.items()}
    kept, refused = without_loops(straight, proposed)
    assert not looped({**straight, **kept})
    assert kept.keys() | refused == proposed.keys()
    assert not kept.keys() & refused
