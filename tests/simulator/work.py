"""Who does what, and how often: one thing at a time."""

from collections.abc import Callable, Sequence

from tests.simulator.above import (
    answer_an_offer,
    change_the_policy,
    give_a_case_away,
    make_one_of_two,
    open_a_session,
    say_what_the_ward_works_for,
    see_people_above,
    take_what_came_up,
)
from tests.simulator.below import (
    book_somebody,
    go_on_with_a_case,
    go_through_the_list,
    hand_somebody_over,
    list_somebody_again,
    put_something_right,
    see_who_came,
    take_something_back,
    who_has_come,
)
from tests.simulator.seat import Seat

Deeds = Sequence[tuple[Callable[[Seat], None], int]]
"""What somebody does, each with its weight."""

_BELOW: Deeds = [
    (go_through_the_list, 60),
    (book_somebody, 20),
    (take_something_back, 8),
    (put_something_right, 6),
    (list_somebody_again, 2),
    (hand_somebody_over, 2),
    (go_on_with_a_case, 2),
]
_NEXT_DOOR: Deeds = [
    (answer_an_offer, 60),
    (go_through_the_list, 30),
    (take_something_back, 10),
]
_ABOVE: Deeds = [
    (take_what_came_up, 35),
    (see_people_above, 35),
    (open_a_session, 15),
    (give_a_case_away, 5),
    (make_one_of_two, 5),
    (take_something_back, 4),
    (say_what_the_ward_works_for, 3),
    (change_the_policy, 3),
]


def do_something(seat: Seat) -> str:
    """One thing that somebody of this role does; its name."""
    if seat.number == seat.size.neighbour:
        deeds = _NEXT_DOOR
    elif seat.number in seat.size.leaders:
        deeds = _ABOVE
    else:
        deeds = _BELOW
    deed = seat.rng.choices([one for one, _ in deeds], [often for _, often in deeds])[0]
    if who_has_come(seat):
        deed = see_who_came
    deed(seat)
    return deed.__name__.replace("_", " ")
