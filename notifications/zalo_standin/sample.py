"""A stand-in that is ready for trying out: a template, followers, telephone numbers, a group; and how to use it."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime

from notifications.zalo_standin.model import Follower, Template, Zalo


def sample_zalo(clock: Callable[[], datetime]) -> Zalo:
    """Return the Zalo of the fictional commune Hòa Mai."""
    zalo = Zalo(clock)
    zalo.followers = {"8273645546372819": Follower(clock()), "1928374655647382": Follower(clock())}
    zalo.phones = {"84900000111", "84900000222"}
    zalo.templates = {"350001": Template({"ten": 30, "so_viec": 20, "viec_dau": 30, "han": 20})}
    zalo.groups = {"g-hoamai-pkt"}
    zalo.chats = {"chat-0001"}
    return zalo


def lines_for(zalo: Zalo, address: str) -> Iterator[str]:
    """Say how an installation is pointed at the stand-in."""
    yield f"Máy chủ giả thay Zalo: {address} (Ctrl-C để dừng). Ở cửa sổ khác, đặt:"
    for name, value in (
        ("DONDOC_ZALO_URL", address),
        ("DONDOC_ZALO_APP_ID", zalo.app_id),
        ("DONDOC_ZALO_APP_SECRET", zalo.app_secret),
        ("DONDOC_ZALO_OA_SECRET", zalo.oa_secret),
        ("DONDOC_ZALO_BOT_TOKEN", zalo.bot_token),
        ("DONDOC_ZALO_BOT_WEBHOOK_SECRET", zalo.bot_webhook_secret),
    ):
        yield f"export {name}='{value}'"
    template_id, template = next(iter(zalo.templates.items()))
    sources = dict(zip(template.parameters, ("name", "count", "first_code", "first_due"), strict=True))
    parameters = ", ".join(f"{name}: {source}" for name, source in sources.items())
    yield "Trong office.yaml, mục zalo:"
    yield f'  oa_id: "{zalo.oa_id}"'
    yield f'  digest_template: {{id: "{template_id}", parameters: {{{parameters}}}}}'
    pair = json.dumps({"access_token": zalo.access_token, "refresh_token": zalo.refresh_token, "expires_in": "90000"})
    yield "Rồi cấp quyền:"
    yield f"echo '{pair}' | dondoc zalo grant"
    yield f"Số điện thoại có Zalo: {', '.join(sorted(zalo.phones))}; các mã ở đây chỉ để thử."
