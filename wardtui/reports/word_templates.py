"""Word templates: those that come with wardtui, and a ward's own of the same names over them.

A template is filled with Jinja in a sandbox: it may come from a colleague, and must not reach more
than its fields.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from wardtui.domain.errors import BadInput
from wardtui.i18n import tr
from wardtui.settings import Places

SHIPPED = Path(__file__).parent / "templates"

_NO_BREAK = "\N{NO-BREAK SPACE}"
_NO_DOCUMENT = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What opening something else than a Word document ends with."""
_NOT_COMPUTABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a template ends with that reckons with its fields in a way that they do not bear."""


class TemplateUnusable(BadInput):
    """A template cannot be filled."""

    CODE = "template_unusable"


class _UnknownField(StrictUndefined):
    """A field that there is not; the error's message is its name alone."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


class _Template(DocxTemplate):  # type: ignore[misc, unused-ignore]
    """A template whose result has to be well formed; docxtpl would drop what is not."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml)
        return super().fix_tables(xml)


def template_folders(places: Places) -> tuple[Path, ...]:
    """Where templates are: ours, then the ward's own."""
    return SHIPPED, places.config / "templates"


def fill(name: str, fields: Mapping[str, object], folders: Sequence[Path]) -> bytes:
    """A Word document made from a template.

    :param name: the file's name
    :param fields: what the template may name; structs, lists and texts
    :param folders: where it is looked for; a later folder wins
    :raises TemplateUnusable: when it is no Word document, or cannot be filled
    """
    file = next(
        (folder / name for folder in reversed(folders) if (folder / name).is_file()),
        SHIPPED / name,
    )
    template = _opened(file)
    environment = ImmutableSandboxedEnvironment(
        undefined=_UnknownField, autoescape=True, finalize=_one_line
    )
    try:
        template.render(dict(fields), environment)
        made = io.BytesIO()
        template.save(made)
    except UndefinedError as error:
        raise _unusable(
            file,
            tr(
                "There is no field “{field}”; there are: {fields}.",
                field=error.message,
                fields=", ".join(_names(fields)),
            ),
        ) from error
    except SecurityError as error:
        raise _unusable(file, tr("It asks for more than its fields.")) from error
    except TemplateSyntaxError as error:
        raise _unusable(
            file, tr("A mark in it is not right: {reason}.", reason=error.message)
        ) from error
    except etree.XMLSyntaxError as error:
        raise _unusable(
            file, tr("A mark in it begins in one paragraph or cell and ends in another.")
        ) from error
    except (TemplateError, *_NOT_COMPUTABLE) as error:
        raise _unusable(
            file, tr("Something in it cannot be worked out: {kind}.", kind=type(error).__name__)
        ) from error
    return made.getvalue()


def _opened(file: Path) -> _Template:
    try:
        template = _Template(io.BytesIO(file.read_bytes()))
    except OSError as error:
        reason = tr("It cannot be read: {reason}.", reason=error.strerror or str(error))
        raise _unusable(file, reason) from error
    try:
        template.init_docx()
    except _NO_DOCUMENT as error:
        raise _unusable(file, tr("It is no Word document (.docx).")) from error
    return template


def _unusable(file: Path, reason: str) -> TemplateUnusable:
    return TemplateUnusable(file=str(file), reason=reason)


def _one_line(value: object) -> object:
    """A text without what a document cannot hold or would break a line."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    signs = (sign if sign.isprintable() or sign == _NO_BREAK else " " for sign in value)
    return " ".join(filter(None, "".join(signs).split(" ")))


def _names(fields: Mapping[str, object]) -> list[str]:
    """Every field that a template can name, those of lists as ``letter.name``."""
    found: list[str] = []
    for name, value in fields.items():
        found.append(name)
        one = value[0] if isinstance(value, list | tuple) and value else value
        if isinstance(one, msgspec.Struct):
            found += [f"{name.removesuffix('s')}.{field}" for field in one.__struct_fields__]
    return found
