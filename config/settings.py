"""One settings object, read once from ``DONDOC_*``; a misspelt name is an error, not a silent default."""

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from config.errors import SettingError

PREFIX = "DONDOC_"
FILE_SUFFIX = "_FILE"

Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseModel):
    """What an installation is told from outside. Everything else lies in the YAML files of its home."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(Path("var"), description="thư mục của bản cài đặt: cơ sở dữ liệu, tệp, nhật ký")
    database_url: SecretStr | None = Field(
        None, description="địa chỉ cơ sở dữ liệu; mặc định là SQLite trong thư mục cài đặt"
    )
    smtp_url: SecretStr | None = Field(
        None, description="địa chỉ máy chủ thư, dạng mailto:// hoặc mailtos:// của Apprise"
    )
    timezone: str = Field("Asia/Ho_Chi_Minh", description="múi giờ của cơ quan")
    trial: bool | None = Field(
        None,
        description="chế độ thử: chỉ gửi tới những địa chỉ trong DONDOC_TRIAL_ALLOW; bỏ trống thì thử cho đến khi chạy "
        "`dondoc arm`",
    )
    trial_allow: str = Field("", description="các địa chỉ thư được nhận khi đang thử, cách nhau bằng dấu phẩy")
    actor: str = Field("Văn phòng", description="tên ghi vào lịch sử cho thao tác từ dòng lệnh")
    prefect_port: Port = Field(4200, description="cổng của máy chủ Prefect khi chạy dondoc up")
    web_host: str = Field("127.0.0.1", description="địa chỉ mà các trang web của phần mềm lắng nghe")
    web_port: Port = Field(8080, description="cổng của các trang web của phần mềm")
    web_url: str | None = Field(
        None,
        description="địa chỉ công khai của các trang, ví dụ https://dondoc.vidu.example; trống thì thư không có nút",
    )
    link_key: SecretStr | None = Field(
        None, description="khóa ký các đường dẫn trong thư; mặc định là khóa tự sinh trong thư mục secrets"
    )
    bounce_url: SecretStr | None = Field(
        None, description="hộp thư nhận thư báo không gửi được: imaps://tên:mật-khẩu@máy/INBOX hoặc maildir:///thư-mục"
    )
    zalo_url: str | None = Field(
        None, description="địa chỉ thay cho mọi máy chủ Zalo, để thử với `dondoc zalo-standin`"
    )
    zalo_app_id: str | None = Field(None, description="mã ứng dụng Zalo của cơ quan")
    zalo_app_secret: SecretStr | None = Field(None, description="khóa bí mật của ứng dụng Zalo")
    zalo_oa_secret: SecretStr | None = Field(None, description="khóa bí mật của OA, để kiểm chữ ký webhook")
    zalo_bot_token: SecretStr | None = Field(None, description="mã của Zalo Bot")
    zalo_bot_webhook_secret: SecretStr | None = Field(None, description="mã bí mật của webhook Zalo Bot")
    log_level: str = Field("INFO", description="mức nhật ký: DEBUG, INFO, WARNING, ERROR")

    @field_validator("home")
    @classmethod
    def _folder(cls, value: Path) -> Path:
        if not value.parts:
            raise ValueError("chưa ghi thư mục nào")
        if value.exists() and not value.is_dir():
            raise ValueError(f"“{value}” là tệp, không phải thư mục")
        return value

    @field_validator("trial_allow")
    @classmethod
    def _addresses(cls, value: str) -> str:
        wrong = [part.strip() for part in value.split(",") if part.strip() and "@" not in part]
        if wrong:
            raise ValueError(f"“{wrong[0]}” không phải địa chỉ thư")
        return value

    @field_validator("web_url", "zalo_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value):
            raise ValueError("hãy ghi địa chỉ dạng https://máy-chủ")
        return value.rstrip("/") if value else value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("không có múi giờ này") from None
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("mức nhật ký là DEBUG, INFO, WARNING hoặc ERROR")
        return value.upper()

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def database_address(self) -> str:
        """The SQLAlchemy address of the registry."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """The SQLite file that is used while no other database is named."""
        return self.home / "dondoc.sqlite"

    @property
    def allowed_recipients(self) -> frozenset[str]:
        """Addresses, in lower case, that may be written to in trial mode."""
        return frozenset(part.strip().lower() for part in self.trial_allow.split(",") if part.strip())


def load_settings(environment: Mapping[str, str] | None = None, *, home: Path | None = None) -> Settings:
    """Read the settings from ``environment`` (default: the process's own).

    ``DONDOC_X_FILE`` names a file that holds the value of ``DONDOC_X``. ``home`` (``--home``) wins over both.
    Raises ``SettingError`` for an unknown name (with the nearest known one), both forms at once, an unreadable file or
    a bad value.
    """
    given = os.environ if environment is None else environment
    values: dict[str, str] = {}
    for name in sorted(given):
        if name.startswith(PREFIX):
            field, value = _read(name, given[name])
            if field in values:
                raise SettingError(
                    f"{PREFIX}{field.upper()} được đặt hai lần (trực tiếp và qua {FILE_SUFFIX}): hãy bỏ bớt một."
                )
            values[field] = value
    if home is not None:
        values["home"] = str(home)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        reason = str(first["ctx"]["error"]) if "error" in first.get("ctx", {}) else "giá trị không hợp lệ"
        raise SettingError(f"{name}: {reason}. Hãy sửa biến môi trường này rồi chạy lại.") from None


def _read(name: str, value: str) -> tuple[str, str]:
    """Return the settings field that ``name`` stands for and its value, following ``_FILE``."""
    fields = Settings.model_fields
    field = name.removeprefix(PREFIX).lower()
    if field in fields:
        return field, value
    behind = field.removesuffix(FILE_SUFFIX.lower())
    if behind != field and behind in fields:
        try:
            return behind, Path(value).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise SettingError(f"{name}: không đọc được tệp “{value}”. Hãy kiểm tra đường dẫn và quyền đọc.") from None
    near = difflib.get_close_matches(field, fields, n=1)
    hint = f" Có phải {PREFIX}{near[0].upper()}?" if near else ""
    raise SettingError(f"Không có thiết lập {name}.{hint} Xem docs/settings.md.")
