"""What can be wrong with a template."""

from config.errors import DondocError


class TemplateFault(DondocError):
    """A template that cannot be used: ``file`` and ``line`` say where, as the office sees the file."""

    def __init__(self, file: str, line: int | None, what: str) -> None:
        self.file, self.line, self.what = file, line, what
        super().__init__(f"{file}{f', dòng {line}' if line else ''}: {what}")
