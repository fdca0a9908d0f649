"""How large a ward is played."""

from typing import NamedTuple


class Size(NamedTuple):
    """Laptops by their numbers: those of the officers, the one next door, those of two leaders."""

    officers: int
    """Of this ward, without the leaders."""
    residents: int

    @property
    def laptops(self) -> int:
        """All of them."""
        return self.officers + 3

    @property
    def neighbour(self) -> int:
        """The officer's in the ward next door, to which some move."""
        return self.officers

    @property
    def leaders(self) -> tuple[int, int]:
        """The team leader's, at the second level, and the commander's, at the third."""
        return self.officers + 1, self.officers + 2


SHORT = Size(officers=3, residents=12)
"""What a second or two are enough for."""
WHOLE = Size(officers=19, residents=60)
"""Twenty officers and their two leaders: what a laptop reads grows with what all others write."""
