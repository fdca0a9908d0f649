"""Sealed files, damaged anywhere."""

import pytest

from wardtui.domain.errors import BadInput, Damaged, Refused
from wardtui.sealed import Header, Keys, Kind, key_name, open_sealed, read_header, seal

DEVICE = "00000000-0000-7000-8000-000000000001"
SERVER, LAPTOP = Keys.new(), Keys.new()
HEADER = Header(kind=Kind.OUTBOX, device=DEVICE, server=key_name(SERVER.public))


@pytest.mark.parametrize("wrong", [0x01, 0x80, 0xFF])
def test_a_wrong_byte_anywhere_is_told_as_what_it_is(wrong: int) -> None:
    file = seal(HEADER, b"what waits", to=SERVER.public, by=LAPTOP)
    for place in range(len(file)):
        damaged = file[:place] + bytes([file[place] ^ wrong]) + file[place + 1 :]
        with pytest.raises((BadInput, Damaged, Refused)):
            opened(damaged)


def opened(file: bytes) -> bytes:
    read_header(file)
    return open_sealed(file, by=LAPTOP.public, keys=SERVER)
