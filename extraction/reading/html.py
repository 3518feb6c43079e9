"""Web pages as patient portals save them: what is seen of them, as lines of text."""

import re
from html.parser import HTMLParser

_BLOCKS = {
    "address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody",
    "thead", "tr", "ul", "br",
}  # fmt: skip
_UNSEEN = {"script", "style", "head", "template", "noscript", "svg", "select", "button"}
_EMPTY = {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "source", "track", "embed", "param"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_CELL = "   "


def text_of_html(data: bytes) -> str:
    """The text of a web page, a line a block, cells of a table row three spaces apart."""
    page = _Seen()
    page.feed(_decoded(data))
    page.close()
    lines = ("".join(re.sub(r"[^\S\n]+", " ", part) if part != _CELL else part for part in page.said)).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip() + "\n"


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    named = _CHARSET.search(data[:4096])
    for encoding in (named[1].decode("ascii") if named else "utf-8", "utf-8-sig"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


class _Seen(HTMLParser):
    """Collects what is seen; what is in an unseen element is left out with all that is in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins an element."""
        given = dict(attrs)
        hidden = tag in _UNSEEN or "hidden" in given or _HIDDEN.search(given.get("style") or "")
        if tag not in _EMPTY and (self._unseen or hidden):
            if not self._unseen or tag == self._unseen[0]:
                self._unseen.append(tag)
            return
        if tag in {"td", "th"}:
            self.said.append(_CELL)
        elif tag in _BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Ends an element."""
        if self._unseen:
            if tag == self._unseen[-1]:
                self._unseen.pop()
        elif tag in _BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        """Takes text."""
        if not self._unseen:
            self.said.append(data.replace("\n", " ").replace("\xa0", " "))
