"""Bundles as this device makes and reads them: closed for everybody but the server and itself."""

import msgspec

from wardtui.domain.errors import BadInput
from wardtui.domain.ids import DeviceId
from wardtui.domain.steering import harmless
from wardtui.messages import MalformedMessage, OutboxAnswer, read_message
from wardtui.sealed import (
    BundleDamaged,
    Header,
    Keys,
    Kind,
    key_name,
    open_sealed,
    read_header,
    seal,
)
from wardtui.services.bundles import WrittenOutbox
from wardtui.services.records import BundleKeys


class NotAnAnswer(BadInput):
    """A bundle that is on its way to the server."""

    CODE = "not_an_answer"


class AnswerForAnother(BadInput):
    """An answer to another device, or of a server with other keys."""

    CODE = "answer_for_another"


def seal_outbox(written: WrittenOutbox) -> bytes:
    """The file that goes to the server.

    :raises wardtui.sealed.BundleTooLarge: when there is too much for one
    """
    server = written.keys.server or ""
    header = Header(kind=Kind.OUTBOX, device=written.device.id, server=key_name(server))
    content = msgspec.json.encode(written.outbox)
    return seal(header, content, to=server, by=Keys(written.keys.private))


def open_answer(file: bytes, keys: BundleKeys, device: DeviceId) -> OutboxAnswer:
    """What the server says in a file that came back.

    It raises what :func:`wardtui.sealed.read_header` and :func:`wardtui.sealed.open_sealed` do.

    :raises NotAnAnswer: when it goes the other way
    :raises AnswerForAnother: when it is for another device, or of another server
    :raises BundleDamaged: also when the server has signed something else
    """
    header = read_header(file)
    if header.kind is not Kind.ANSWER:
        raise NotAnAnswer
    server = keys.server or ""
    if header.device != device or header.server != key_name(server):
        raise AnswerForAnother
    content = open_sealed(file, by=server, keys=Keys(keys.private))
    try:
        answer = read_message(content, OutboxAnswer)
    except MalformedMessage as error:
        raise BundleDamaged from error
    me = msgspec.structs.replace(answer.me, name=harmless(answer.me.name))
    return msgspec.structs.replace(answer, me=me)
