"""From a template and its data to a PDF (排印).

Typst runs inside the process: no network, no system fonts, no packages, some 15 ms a letter. The same data
give the same bytes, because the day is the letter's own and no clock is read. PDF/A-2a for the archive,
PDF/UA-1 for screen readers.
"""

import functools
import io
import json
import threading
from pathlib import Path
from typing import Any

import segno
import typst

from doudi.casework.papers.glyphs import FONTS, clean, refuse_missing

TEMPLATES = Path(__file__).with_name("templates")
STANDARDS = ["a-2a", "ua-1"]
_local = threading.local()


class PaperNotPrinted(RuntimeError):
    """The template and its data do not fit: a fault of ours, told with the place in the template."""


def render(template_name: str, data: dict[str, Any]) -> bytes:
    """The PDF of `templates/<template_name>.typ` with the data. Raises MissingGlyph, PaperNotPrinted."""
    template = TEMPLATES / f"{template_name}.typ"
    if not template.is_file():
        raise PaperNotPrinted(f"没有“{template_name}”这种文书的模板。")
    ready = _cleaned(data)
    refuse_missing({key: value for key, value in ready.items() if key != "qr"})
    try:
        return _compiler().compile(
            input=template,
            format="pdf",
            sys_inputs={"data": json.dumps(ready, ensure_ascii=False)},
            pdf_standards=STANDARDS,
            timestamp=0,
        )
    except typst.TypstError as error:
        raise PaperNotPrinted(f"文书“{template_name}”没有印出来：{error.message}") from error


def qr(text: str) -> str:
    """A QR code as SVG, to lay into a letter."""
    picture = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(picture, kind="svg", border=1, xmldecl=False, dark="#1c2a27")
    return picture.getvalue().decode()


def _compiler() -> typst.Compiler:
    """One compiler per thread (it may not be shared while it runs); all share the fonts."""
    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True)
    return _local.compiler


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _cleaned(data: Any) -> Any:
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, dict):
        return {key: _cleaned(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_cleaned(value) for value in data]
    return data
