"""Moves the styles of a template into its tags, once per template and not per letter (ADR 0019).

The library parses HTML, and a parser moves text out of tables – a ``{% for %}`` between two rows would end up before
the table. So every Jinja mark is taken out first: inside tags and styles a word stands for it, elsewhere a comment,
which may stand anywhere; after the styles are in, the marks come back.
"""

import re

from css_inline import CSSInliner

_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_WORD = re.compile(r'jinja(\d+)x(?:="")?')
_COMMENT = re.compile(r"<!--jinja(\d+)x-->")
_INSIDE = re.compile(
    r"<!--.*?-->|<style\b.*?</style\s*>|<title\b.*?</title\s*>|<[a-zA-Z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL | re.IGNORECASE,
)
_TABLE = re.compile(r"<(/?)table\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_TBODY = re.compile(r"</?tbody\b", re.IGNORECASE)
_INLINER = CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, keep_style_tags=False)


def inline_styles(template: str) -> str:
    """Return the HTML template with the rules of its ``<style>`` blocks in its tags, its marks unchanged."""
    marks: list[str] = []

    def out(mark: re.Match[str]) -> str:
        marks.append(mark[0])
        return f"jinja{len(marks) - 1}x"

    html = _settled(_MARK.sub(out, template))
    inlined = _INLINER.inline(html)
    inlined = _COMMENT.sub(lambda found: marks[int(found[1])], inlined)
    return _WORD.sub(lambda found: marks[int(found[1])], inlined)


def _settled(html: str) -> str:
    """Make the words between tags comments, and give tables the body that a parser would open too late."""
    explicit = _TBODY.search(html) is not None
    pieces: list[str] = []
    at = 0
    for inside in _INSIDE.finditer(html):
        pieces.append(_commented(html[at : inside.start()]))
        table = None if explicit else _TABLE.fullmatch(inside[0])
        if table is None:
            pieces.append(inside[0])
        else:
            pieces.append("</tbody></table>" if table[1] else f"{inside[0]}<tbody>")
        at = inside.end()
    return "".join((*pieces, _commented(html[at:])))


def _commented(text: str) -> str:
    return _WORD.sub(r"<!--jinja\1x-->", text)
