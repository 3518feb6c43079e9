"""C-CDA documents as patient portals export them: the narrative, which is what was signed, as lines of text."""

import base64
import binascii
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from domain.errors import DamagedFile, UnsupportedType

_CDA = "{urn:hl7-org:v3}"
_CELL = "   "
_LINES = {"paragraph", "list", "item", "table", "caption", "tr", "br", "thead", "tbody", "footnote"}
_DATE = re.compile(r"(\d{4})(\d{2})?(\d{2})?")


def opened_cda(data: bytes, name: str) -> Element:
    """The root of the document. Entities, external references and document types are refused unread.

    Raises:
        DamagedFile: If it is no well-formed XML, or holds what an export never does.
        UnsupportedType: If it is another kind of XML.
    """
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise DamagedFile(
            f"“{name}” is damaged, or holds something unsafe. "
            "Please export it again, or print it to a PDF, and upload that."
        ) from None
    if root.tag != f"{_CDA}ClinicalDocument":
        raise UnsupportedType(
            f"“{name}” is an XML file, but not a clinical document (C-CDA). Print the report to a PDF, and upload that."
        )
    return root


def enclosed_in(root: Element) -> bytes | None:
    """The file that a document without a body of its own is wrapped around, e.g. a PDF; None where there is none."""
    text = root.find(f"{_CDA}component/{_CDA}nonXMLBody/{_CDA}text")
    if text is None or text.get("representation") != "B64":
        return None
    try:
        return base64.b64decode(text.text or "")
    except (binascii.Error, ValueError):
        return b""


def text_of_cda(root: Element) -> str:
    """Title, date and person, then every section with its title and its narrative."""
    lines = [*_head(root)]
    for section in root.iterfind(f"{_CDA}component/{_CDA}structuredBody/{_CDA}component/{_CDA}section"):
        lines += _section(section)
    plain = root.find(f"{_CDA}component/{_CDA}nonXMLBody/{_CDA}text")
    if plain is not None:
        lines.append("".join(plain.itertext()))
    return "\n".join(lines).strip() + "\n"


def _head(root: Element) -> Iterator[str]:
    title = root.findtext(f"{_CDA}title")
    if title:
        yield " ".join(title.split())
    written = _date(root.find(f"{_CDA}effectiveTime"))
    if written:
        yield f"Date of document: {written}"
    person = root.find(f"{_CDA}recordTarget/{_CDA}patientRole/{_CDA}patient")
    if person is not None:
        name = person.find(f"{_CDA}name")
        if name is not None:
            yield f"Patient: {' '.join(' '.join(name.itertext()).split())}"
        born = _date(person.find(f"{_CDA}birthTime"))
        if born:
            yield f"Date of birth: {born}"
    yield ""


def _date(time: Element | None) -> str:
    match = _DATE.match(time.get("value", "")) if time is not None else None
    return "-".join(part for part in match.groups() if part) if match else ""


def _section(section: Element) -> Iterator[str]:
    title = section.findtext(f"{_CDA}title")
    if title:
        yield " ".join(title.split())
    text = section.find(f"{_CDA}text")
    if text is not None:
        narrative = "".join(_said(text))
        yield from (line.rstrip() for line in re.sub(r"\n{2,}", "\n", narrative).strip("\n ").split("\n"))
    yield ""
    for inner in section.iterfind(f"{_CDA}component/{_CDA}section"):
        yield from _section(inner)


def _said(node: Element) -> Iterator[str]:
    kind = node.tag.removeprefix(_CDA)
    if node.get("revised") == "delete":
        return
    if kind in {"td", "th"}:
        yield _CELL
    elif kind in _LINES:
        yield "\n"
    yield _spaced(node.text)
    for child in node:
        yield from _said(child)
        yield _spaced(child.tail)
    if kind in _LINES:
        yield "\n"


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""
