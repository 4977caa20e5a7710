"""Parts are put into messages whole, in order, and within the budgets."""

from hypothesis import given
from hypothesis import strategies as st

from bot.splitting import split

SIZES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 6)), max_size=30)


@given(SIZES, st.tuples(st.integers(0, 50), st.integers(0, 5)), st.integers(1, 5))
def test_every_part_is_in_one_message_or_left_out_and_no_budget_is_broken(
    sizes: list[tuple[int, int]], first: tuple[int, int], most: int
) -> None:
    later = (40, 4)

    found = split(sizes, first, later, most)

    placed = [place for message in found.messages for place in message]
    assert placed == sorted(placed)
    assert sorted((*placed, *found.left_out)) == list(range(len(sizes)))
    assert len(found.messages) <= most
    largest = tuple(max(one, other) for one, other in zip(first, later, strict=True))
    for message in found.messages:
        for dimension in range(2):
            assert sum(sizes[place][dimension] for place in message) <= largest[dimension]


def test_what_fits_nowhere_is_left_out_and_the_rest_is_not() -> None:
    assert split([(10,), (99,), (10,)], (20,), (20,), 2) == split([(10,), (99,), (10,)], (20,), (20,), 1)
    assert split([(10,), (99,), (10,)], (20,), (20,), 1).left_out == (1,)


def test_what_does_not_fit_any_more_moves_to_the_next_message() -> None:
    assert split([(15,), (15,), (15,)], (20,), (20,), 2).messages == ((0,), (1,))
    assert split([(15,), (15,), (15,)], (20,), (20,), 2).left_out == (2,)
