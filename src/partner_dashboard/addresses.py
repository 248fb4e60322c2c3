"""From what stands in a cell to an address that a link may lead to."""

from urllib.parse import quote, urlsplit


def web_address(text: str) -> str:
    """Give the address of a web page as it may stand in a link, or an empty text where it is none.

    Only http and https with a host pass; characters that could end a Markdown link are encoded.
    """
    candidate = text.strip()
    if not candidate.isprintable() or " " in candidate:
        return ""
    try:
        parts = urlsplit(candidate)
    except ValueError:
        return ""
    if parts.scheme.casefold() not in ("http", "https") or not parts.hostname:
        return ""
    return quote(candidate, safe=":/?#@!$&'*+,;=%~[]")
