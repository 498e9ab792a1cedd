"""The templates of letters: built-in ones, over them the office's own; styles inlined and compiled once.

A template of the office that cannot be used never stops a letter: the built-in one takes its place, and the log and the
doctor say so.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from config.log import record
from notifications.letters.errors import TemplateFault
from notifications.letters.facts import SHOWN
from notifications.letters.inlining import inline_styles
from notifications.letters.source import Source, expand

KINDS = ("digest", "notice", "weekly", "escalation", "report", "report-changed")
"""Letters that have a template; a single reminder is a digest of one item."""
MAIL_ONLY = ("report", "report-changed")
"""Letters that go by no other channel."""
FORMS = ("html", "txt")
PARTS = ("head", "item", "foot")
NAMES = tuple(f"{stem}.{form}" for stem in (*KINDS, *PARTS) for form in FORMS)
"""The files that an office can have its own version of."""
LARGEST = 100_000
"""Bytes of one file; mail programs cut letters of about that size."""


def templates_folder(home: Path) -> Path:
    """Return where an office keeps its own templates."""
    return home / "templates" / "letters"


def built_in(name: str) -> str | None:
    """Return the built-in file ``name``, None when there is none."""
    if name not in NAMES:
        return None
    return files("notifications.letters").joinpath("templates", name).read_text("utf-8")


def installed(folder: Path | None) -> dict[str, str]:
    """Return the office's own files by name, as they are; what is not one of ``NAMES`` is left alone."""
    if folder is None or not folder.is_dir():
        return {}
    return {name: (folder / name).read_text("utf-8", "replace") for name in NAMES if (folder / name).is_file()}


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which asks ten questions before it reads an attribute; fields of our own values need none."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in SHOWN.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


def environment(form: str) -> jinja2.Environment:
    """Return the sandbox in which templates of ``form`` run: they read what they are given, and nothing else."""
    sandbox = _Sandbox(
        autoescape=form == "html",
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    sandbox.globals.clear()  # ``range`` and its like make letters without end
    return sandbox


def source_of(name: str, own: Mapping[str, str]) -> Source:
    """Return the template ``name`` with its parts, the files of ``own`` first; raises ``TemplateFault``."""
    return expand(name, lambda part: own.get(part) or built_in(part))


def compiled(source: Source) -> jinja2.Template:
    """Return ``source`` ready to be filled in, styles inlined; raises ``jinja2.TemplateError``."""
    form = source.name.rpartition(".")[2]
    return environment(form).from_string(inline_styles(source.text) if form == "html" else source.text)


Checker = Callable[[Mapping[str, str]], None]
"""Raises ``TemplateFault`` when letters cannot be written with these files over the built-in ones."""


@dataclass
class Templates:
    """Templates that can be used: those of the office that hold, built-in ones for the rest."""

    own: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[TemplateFault, ...] = ()
    """Why files of the office are not used."""
    _compiled: dict[str, jinja2.Template] = field(default_factory=dict)

    def fill(self, name: str, facts: Mapping[str, Any]) -> str:
        """Return the template ``name`` (``digest.html``) filled in with ``facts``.

        Own files have been tried with sample data; should real ones break them all the same, the built-in speaks.
        """
        try:
            return self._template(name).render(facts)
        except Exception as error:  # whatever an edited template does, the reminder must go out
            if not self.own:
                raise
            record("letter.template-broken", level=logging.ERROR, template=name, fault=type(error).__name__)
            return _built_in_templates().fill(name, facts)

    def _template(self, name: str) -> jinja2.Template:
        found = self._compiled.get(name)
        if found is None:
            found = self._compiled[name] = compiled(source_of(name, self.own))
        return found


@lru_cache(maxsize=1)
def _built_in_templates() -> Templates:
    return Templates()


def load_templates(folder: Path | None, check: Checker) -> Templates:
    """Return the templates in use: the built-in ones, and the files of ``folder`` that pass ``check``.

    Nothing is done twice while the files stay the same.
    """
    if folder is None or not folder.is_dir():
        return _built_in_templates()
    stamps = []
    for name in NAMES:
        try:
            status = (folder / name).stat()
        except OSError:
            continue
        stamps.append((name, status.st_mtime_ns, status.st_size, status.st_ino))
    return _loaded(folder, tuple(stamps), check) if stamps else _built_in_templates()


@lru_cache(maxsize=8)
def _loaded(folder: Path, _stamps: tuple[tuple[str, int, int, int], ...], check: Checker) -> Templates:
    own = installed(folder)
    faults: list[TemplateFault] = []
    while own:
        try:
            check(own)
        except TemplateFault as fault:
            faults.append(fault)
            record("letter.template-refused", level=logging.WARNING, template=fault.file, line=fault.line)
            # A fault in a built-in part comes from what surrounds it: then none of the own files can be trusted.
            own = {name: text for name, text in own.items() if name != fault.file} if fault.file in own else {}
        else:
            break
    return Templates(own, tuple(faults)) if own or faults else _built_in_templates()
