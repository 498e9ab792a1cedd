"""The office's own data files: who it is, its agencies and people, its calendar, its rhythm.

Four YAML files in ``home/config``; a file that is not there is read from the bundled defaults.
"""

import unicodedata
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ValidationError

from config.agencies import AgencyList
from config.cron import next_runs
from config.days_off import CalendarFile
from config.errors import OfficeFileError
from config.office import Office
from config.parts import Part
from config.rhythm import Rhythm


class OfficeFiles(Part):
    """All four files together."""

    office: Office
    directory: AgencyList
    calendar: CalendarFile
    rhythm: Rhythm


FILE_NAMES = ("office.yaml", "agencies.yaml", "calendar.yaml", "rhythm.yaml")
_File = TypeVar("_File", bound=BaseModel)


def config_folder(home: Path) -> Path:
    """Return where the office's own files of an installation lie."""
    return home / "config"


def default_text(name: str) -> str:
    """Return the bundled default of a data file."""
    return files("config").joinpath("defaults", name).read_text("utf-8")


def load_office_files(home: Path, zone: ZoneInfo, now: datetime) -> OfficeFiles:
    """Read and check the four files of ``home``.

    Schedules are proved by their next date after ``now``. Raises ``OfficeFileError`` naming the file, the place in it
    and what to do.
    """
    loaded = OfficeFiles(
        office=_load(home, "office.yaml", Office),
        directory=_load(home, "agencies.yaml", AgencyList),
        calendar=_load(home, "calendar.yaml", CalendarFile),
        rhythm=_load(home, "rhythm.yaml", Rhythm),
    )
    schedules = {f"schedules.{flow}": cron for flow, cron in loaded.rhythm.schedules.as_dict().items()}
    series = {f"bodies.{code}.series": body.series for code, body in loaded.rhythm.bodies.items() if body.series}
    for place, expression in (schedules | series).items():
        try:
            next_runs(expression, now.astimezone(zone))
        except OfficeFileError as error:
            raise OfficeFileError(f"rhythm.yaml, mục {place}: {error}") from None
    return loaded


def _load(home: Path, name: str, model: type[_File]) -> _File:
    path = config_folder(home) / name
    try:
        text = path.read_text("utf-8") if path.exists() else default_text(name)
        # Files from some systems are decomposed: “xã” would look right and match nothing.
        return model.model_validate(yaml.load(unicodedata.normalize("NFC", text), _UniqueKeys) or {})
    except OSError:
        raise OfficeFileError(f"Không đọc được tệp {path}. Hãy kiểm tra quyền đọc.") from None
    except UnicodeDecodeError:
        raise OfficeFileError(f"Tệp {name} không phải UTF-8. Hãy lưu lại tệp với bảng mã UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise OfficeFileError(f"Tệp {name} sai cú pháp YAML gần dòng {line}. Hãy sửa dòng đó rồi chạy lại.") from None
    except ValidationError as error:
        raise OfficeFileError(f"Tệp {name}, {_explain(error)}. Hãy sửa rồi chạy lại.") from None


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with libyaml


class _UniqueKeys(_Loader):  # type: ignore[misc]
    """SafeLoader that refuses a key given twice, which YAML readers otherwise swallow.

    Days stay text until the model reads them: YAML's own reader dies of 30 February without saying where it stands.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 PyYAML's own attribute
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"duplicate key {key.value}", problem_mark=key.start_mark)
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    reasons = {"missing": "thiếu mục này", "extra_forbidden": "không có mục nào tên như vậy"}
    if "error" in first.get("ctx", {}):
        reason = str(first["ctx"]["error"])
    else:
        reason = reasons.get(first["type"], f"giá trị “{first['input']}” không hợp lệ")
    return f"mục {place}: {reason}" if place else reason
