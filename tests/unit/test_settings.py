"""Settings are strict: what is misspelt is an error."""

import re
from pathlib import Path

import pytest

from config.errors import SettingError
from config.settings import PREFIX, Settings, load_settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def test_without_any_variable_everything_has_a_default() -> None:
    """A new installation needs no environment, and is in trial mode."""
    settings = load_settings({})
    assert settings.database_address == "sqlite:///var/dondoc.sqlite"
    assert settings.trial is None
    assert settings.zone.key == "Asia/Ho_Chi_Minh"


def test_other_programs_variables_are_none_of_our_business() -> None:
    """Only names that begin with our prefix are read."""
    assert load_settings({"PATH": "/bin", "SMTP_URL": "x"}).smtp_url is None


def test_a_misspelt_name_is_refused_with_the_nearest_known_one() -> None:
    """DONDOC_SMPT_URL must not silently leave an office without mail."""
    with pytest.raises(SettingError, match=r"DONDOC_SMPT_URL.*DONDOC_SMTP_URL"):
        load_settings({"DONDOC_SMPT_URL": "mailto://x"})


def test_an_unknown_name_without_a_neighbour_is_refused_too() -> None:
    """No guess is better than a wild one."""
    with pytest.raises(SettingError, match=r"DONDOC_QQQQQQQQ\. Xem"):
        load_settings({"DONDOC_QQQQQQQQ": "1"})


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    """The _FILE form reads the value, without the line end that editors add."""
    secret = tmp_path / "url"
    secret.write_text("mailto://h?from=a@b.c\n", "utf-8")
    settings = load_settings({"DONDOC_SMTP_URL_FILE": str(secret)})
    assert settings.smtp_url is not None
    assert settings.smtp_url.get_secret_value() == "mailto://h?from=a@b.c"
    assert "mailto" not in repr(settings)


def test_a_secret_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """The sentence names the variable and the file."""
    with pytest.raises(SettingError, match="DONDOC_SMTP_URL_FILE"):
        load_settings({"DONDOC_SMTP_URL_FILE": str(tmp_path / "nowhere")})


def test_a_value_and_its_file_at_once_are_refused(tmp_path: Path) -> None:
    """Nobody should have to know which one wins."""
    secret = tmp_path / "url"
    secret.write_text("x", "utf-8")
    with pytest.raises(SettingError, match="hai lần"):
        load_settings({"DONDOC_SMTP_URL": "y", "DONDOC_SMTP_URL_FILE": str(secret)})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DONDOC_TRIAL", "có lẽ"),
        ("DONDOC_TIMEZONE", "Asia/Hue"),
        ("DONDOC_PREFECT_PORT", "70000"),
        ("DONDOC_LOG_LEVEL", "loud"),
        ("DONDOC_TRIAL_ALLOW", "an@x.example, abc"),
        ("DONDOC_HOME", ""),
        ("DONDOC_HOME", __file__),
    ],
)
def test_a_bad_value_names_its_variable(name: str, value: str) -> None:
    """The sentence says which variable to mend."""
    with pytest.raises(SettingError, match=name):
        load_settings({name: value})


def test_the_command_line_wins_over_the_environment(tmp_path: Path) -> None:
    """--home is nearer to the user than DONDOC_HOME."""
    assert load_settings({"DONDOC_HOME": "/elsewhere"}, home=tmp_path).home == tmp_path


def test_allowed_recipients_are_compared_without_case() -> None:
    """Addresses are case-insensitive in practice."""
    settings = load_settings({"DONDOC_TRIAL_ALLOW": " An@HoaMai.example , ,b@x.y"})
    assert settings.allowed_recipients == {"an@hoamai.example", "b@x.y"}


def test_every_setting_is_documented() -> None:
    """docs/settings.md names exactly the settings that exist."""
    documented = set(re.findall(rf"^\| `({PREFIX}\w+)`", DOCUMENT.read_text("utf-8"), re.MULTILINE))
    assert documented == {PREFIX + field.upper() for field in Settings.model_fields}
