"""Who leads (chủ trì) and who co-operates (phối hợp), as a commitment is written.

``Giao A chủ trì, phối hợp với B …``, ``A chủ trì …``, ``A tổ chức …`` (A named as the subject), ``do A trình``,
``phối hợp giữa A với B``, ``theo Chương trình công tác … của A``.
"""

import re
from dataclasses import dataclass

_HEADS = (
    r"UBND|UBMTTQ|MTTQ|HĐND|UBKT|BTC|BTG|BTGDV|BDV|BCH|BTV|Ủy\s+ban|Hội\s+đồng\s+nhân\s+dân|Ban(?!\s+hành)"
    r"|Văn\s+phòng|Sở"
    r"|Phòng(?!,|\s+chống|\s+ngừa)|Công\s+an|Đảng\s+ủy|Đảng\s+bộ|Chi\s+bộ|Huyện\s+ủy|Tỉnh\s+ủy|Thành\s+ủy|Thường\s+trực"
    r"|Mặt\s+trận|Hội(?!\s+(?:nghị|thảo|họp|thi|nhập|chợ))|Đoàn(?!\s+kết)|Liên\s+đoàn|Trung\s+tâm|Trường(?!\s+hợp)"
    r"|Bộ(?!\s+(?:máy|phận|tiêu|chỉ\s+tiêu))|Cục|Chi\s+cục|Kho\s+bạc|Thuế|Viện|Tòa\s+án|Tập\s+đoàn"
    r"|Tổng\s+[Cc]ông\s+ty|Đài"
    r"|Báo(?!\s+cáo)|Ngân\s+hàng|Bảo\s+hiểm|Thanh\s+tra|Bí\s+thư|Phó\s+\w+|Chủ\s+tịch|Đồng\s+chí|đồng\s+chí"
    r"|Giám\s+đốc|Trưởng"
    r"|Thủ\s+trưởng|thủ\s+trưởng|[Bb]ộ\s+trưởng|Bộ\s+Chỉ\s+huy|Ban\s+Chỉ\s+huy|Quân\s+sự|Đồn|Hạt|Hợp\s+tác\s+xã"
    r"|Công\s+ty"
    r"|[Cc]ấp\s+ủy|[Cc]hính\s+quyền|[Ll]ực\s+lượng|[Đđ]ối\s+tượng|[Nn]gười\s+đứng\s+đầu|[Ll]ãnh\s+đạo\s+(?:các"
    r"|UBND|Ban)"
    r"|(?:[Cc]ác|[Tt]ừng|[Mm]ột\s+số)\s+(?:cơ\s+quan|đơn\s+vị|địa\s+phương|[Bb]an|[Ss]ở|ngành|[Bb]ộ|[Pp]hòng|xã"
    r"|phường|cấp\s+ủy"
    r"|tổ\s+chức|chi\s+bộ|đảng\s+ủy|đảng\s+bộ|chi,|đoàn\s+thể|hội|lực\s+lượng|[Tt]ập\s+đoàn|thành\s+viên"
    r"|đồng\s+chí|cấp)"
)
_HEAD = re.compile(rf"(?:{_HEADS})(?!\w)")
_ACTS = (
    r"chỉ\s+đạo\s+chủ\s+trì|chủ\s+trì|phối\s+hợp|chịu\s+trách\s+nhiệm|có\s+trách\s+nhiệm|có\s+kế\s+hoạch"
    r"|tiếp\s+tục|khẩn\s+trương"
    r"|chủ\s+động|tập\s+trung|tăng\s+cường|đẩy\s+mạnh|nâng\s+cao|xây\s+dựng"
    r"|(?<!chuyên trách )(?<!quan )tham\s+mưu|hướng\s+dẫn"
    r"|rà\s+soát|theo\s+dõi|đôn\s+đốc|thực\s+hiện|triển\s+khai|báo\s+cáo|ban\s+hành|hoàn\s+thành|lãnh\s+đạo|chỉ\s+đạo"
    r"|trực\s+tiếp|kiện\s+toàn|ưu\s+tiên|bố\s+trí|căn\s+cứ|phản\s+hồi|theo\s+chức\s+năng|nghiên\s+cứu|đề\s+xuất"
    r"|tổng\s+hợp|phát\s+huy"
    r"|quan\s+tâm|thường\s+xuyên|làm\s+việc|gửi|lập|chuẩn\s+bị|xem\s+xét|phát\s+động|vận\s+động|tuyên\s+truyền"
    r"|quán\s+triệt|cử"
    r"|phân\s+công|kiểm\s+tra|giám\s+sát|thẩm\s+định|tiến\s+hành|kịp\s+thời|trình|cho\s+ý\s+kiến|sớm|cập\s+nhật"
    r"|quyết\s+định|cùng"
    r"|nghiêm\s+túc|cần|phải|nêu\s+cao|bám\s+sát|duy\s+trì|phụ\s+trách|bảo\s+đảm|đảm\s+bảo|rút\s+kinh\s+nghiệm"
    r"|tham\s+gia"
    r"|thành\s+lập|tổng\s+kết|sơ\s+kết|đưa|làm\s+sạch|khởi\s+công|khảo\s+sát|nghiệm\s+thu|sửa\s+chữa|ký\s+kết|nghe"
    r"|(?<!các )(?<!cấp )(?<!những )(?<!, )tổ\s+chức(?!,|\s+(?:chính\s+trị|đảng|cơ\s+sở|xã\s+hội|kinh\s+tế"
    r"|đơn\s+vị|và|liên\s+quan))"
)
_ACT = re.compile(rf"(?<![\wÀ-ỹ])(?:{_ACTS})(?![\wÀ-ỹ])")
_ASSIGNS = re.compile(
    r"(?:^|[:;]\s*|\.\s+)(?:[Gg]iao(?:\s+cho)?|[Đđ]ề\s+nghị|[Yy]êu\s+cầu|[Pp]hân\s+công|[Cc]hỉ\s+đạo|[Ll]ãnh\s+đạo)\s+"
)
_ORDERED = re.compile(
    rf"(?=(?:{_HEADS})(?!\w))[^,;:.]{{3,80}}?\s(?:yêu\s+cầu|đề\s+nghị|giao|phân\s+công)\s+(?=(?:{_HEADS})(?!\w))"
)
"""A body that orders others: those it names act, not the body."""
_OPENS = re.compile(r"^|:\s+")
_ADVERBIAL = re.compile(
    r"(?i:để|trong|trên|căn\s+cứ|theo|nếu|khi|với|qua|từ|đối\s+với|định\s+kỳ|hằng|hàng)\s[^;:.]{0,160}"
)
_COMMA = re.compile(r",\s+")
_DONE_BY = re.compile(r"\bdo\s+(?P<who>[^,;.()]{2,80}?)\s+(?:trình|chủ\s+trì|chuẩn\s+bị|tham\s+mưu|báo\s+cáo)\b")
_BETWEEN = re.compile(
    r"\bphối\s+hợp\s+giữa\s+(?P<who>.{3,120}?)\s+với\s+(?P<others>[^;.]{3,120}?)(?=\s+(?:trong|để|nhằm)\b|[;.]|$)"
)
_PROGRAMME_OF = re.compile(
    r"\btheo\s+[Cc]hương\s+trình\s+công\s+tác\s+(?:năm\s+\d{4}\s+"
    r"|quý\s+[IV]+(?:/\d{4})?\s+)?của\s+(?P<who>[^;.()]{3,120}?)(?=[;.(]|$)"
)
_WITH = re.compile(r"\b(?:[Pp]hối\s+hợp(?:\s+chặt\s+chẽ)?|chủ\s+trì,?\s+cùng|cùng)(?:\s+(?:với|cùng|giữa))?\s+")
_ONLY_LEADS = re.compile(r"[\s,:]*chủ\s+trì(?:\s+và)?[\s,]*")
"""`chủ trì, phối hợp với B xây dựng kế hoạch`: what is to be done stands behind B."""
_PURPOSE = re.compile(r"\s+(?:trong\s+việc|trong\s+công\s+tác|trong|để|nhằm)\s")
_DUTY_OF = re.compile(r"(?:Trách\s+nhiệm|Nhiệm\s+vụ)\s+của\s+")
_BREAK = re.compile(r"\.\s")
_COLON = re.compile(r":\s")
_CLAUSE_END = re.compile(r"[;:]|\.(?:\s|$)")
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_DASH_ROLE = re.compile(r"\s+[-–]\s+(?:Cơ\s+quan|Phó|Trưởng|Ủy\s+viên|Thường\s+trực)\b.*$")
_LOCAL = r"xã|phường|thị\s+trấn|thị\s+xã|đặc\s+khu|quận|huyện|thành\s+phố|địa\s+phương"
_FIXED = re.compile(
    r"(?:[Cc]ấp\s+ủy[^,;]*,\s*chính\s+quyền[^,;]*,\s*)?(?:Ủy\s+ban\s+)?(?:Mặt\s+trận|MTTQ|UBMTTQ)[^,;]*(?:,|\s+và)\s*"
    r"(?:các\s+)?(?:tổ\s+chức\s+(?:chính\s+trị|CT)|đoàn\s+thể|hội)[^,;]*"
    r"|[Cc]ác\s+[Ss]ở,(?:\s*ban,)?\s*ngành,\s*(?:UBND|Ủy\s+ban\s+nhân\s+dân)\s+(?:các\s+|cấp\s+)?"
    rf"(?:{_LOCAL})(?:(?:,|\s+và)\s*(?:các\s+)?(?:{_LOCAL}))*"
)
_JOINTS = re.compile(
    rf"\s*;\s*|\s*,\s*(?:và\s+)?(?=(?:{_HEADS})(?!\w))|(?<!HĐND)(?<!ĐBQH)\s+và\s+(?=(?:{_HEADS})(?!\w))"
)
_WHOLE_COMMITTEE = re.compile(r"^(?:Ban\s+Thường\s+vụ|Ban\s+Chấp\s+hành|\w+\s+ủy|Thường\s+trực)\b")
_LONGEST = 260
"""Characters within which the agencies of a sentence end; longer stretches are no list of agencies."""


@dataclass(frozen=True)
class Parties:
    """Agencies as written: who leads, who co-operates."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    text_after: str = ""
    """The commitment without its opening agencies, from which its kind is read."""


def written_parties(text: str) -> Parties:
    """Return lead and supporting agencies of a commitment in settled spelling."""
    lead, end = _leading(text)
    rest = text[end:]
    between = _BETWEEN.search(text)
    if between is not None and not lead:
        return Parties((between["who"].strip(),), (between["others"].strip(),), text)
    support, start, end = _supporting(rest)
    if not lead:
        lead = _done_by(text)
    what = rest[end:] if _ONLY_LEADS.fullmatch(rest, 0, start) else rest
    return Parties(lead, support, what.lstrip(" ,:") or text)


def names_only_agencies(text: str) -> bool:
    """Tell whether a clause names agencies and leaves the act to the next: ``Đề nghị cấp ủy; thủ trưởng …``."""
    assigns = _ASSIGNS.match(text)
    return _HEAD.match(text, assigns.end() if assigns else 0) is not None and _ACT.search(text) is None


def heading_lead(text: str) -> tuple[str, ...]:
    """Return the agencies that a heading (without its number) or an introducing sentence names as those who act."""
    text = text.rstrip(" :.")
    owner = _DUTY_OF.match(text)
    if owner is not None and _HEAD.match(text, owner.end()):
        return split_agencies(text[owner.end() :])
    if _HEAD.match(text) and len(_ASIDE.sub("", text)) <= _LONGEST and _ACT.search(_ASIDE.sub("", text)) is None:
        return split_agencies(_DASH_ROLE.sub("", text))
    return _leading(text)[0]


def split_agencies(text: str) -> tuple[str, ...]:
    """Return the agencies of a list. Groups that act as one (``các sở, ngành``; Mặt trận and unions) stay whole."""
    text = text.strip(" ,;:.")
    kept: list[str] = []
    whole = {match.start(): match.end() for match in _FIXED.finditer(text)}
    start = 0
    for joint in _JOINTS.finditer(text):
        if any(at <= joint.start() < end for at, end in whole.items()) or _in_brackets(text, joint.start()):
            continue
        kept.append(text[start : joint.start()])
        start = joint.end()
    kept.append(text[start:])
    return tuple(name for part in kept if (name := part.strip(" ,;:.")))


def _leading(text: str) -> tuple[tuple[str, ...], int]:
    """Return the agencies that the sentence opens with or gives the task to, and where they end."""
    starts = [match.end() for match in _ASSIGNS.finditer(text)]
    starts += [match.end() for match in _OPENS.finditer(text)]
    for opening in _OPENS.finditer(text):
        adverbial = _ADVERBIAL.match(text, opening.end())
        if adverbial is not None:
            starts += [match.end() for match in _COMMA.finditer(text, opening.end(), adverbial.end())]
    ordered = _ORDERED.match(text)
    if ordered is not None:
        starts = [ordered.end()]
    for start in sorted(set(starts)):
        if _HEAD.match(text, start) is None:
            continue
        end = _end_of_agencies(text, start)
        if end is not None:
            return split_agencies(text[start:end]), end
    return (), 0


def _end_of_agencies(text: str, start: int) -> int | None:
    """Return where the agencies that begin at ``start`` give way to what they do; None when they do nothing."""
    for act in _ACT.finditer(text, start, start + _LONGEST):
        if not _in_brackets(text[start:], act.start() - start):
            break_between = _BREAK.search(text, start, act.start())
            return act.start() if break_between is None else None
    colon = _COLON.search(text, start, start + _LONGEST)
    return colon.start() if colon else None


def _supporting(text: str) -> tuple[tuple[str, ...], int, int]:
    """Return the agencies worked with, and where the words that name them begin and end."""
    for match in _WITH.finditer(text):
        start = match.end()
        if _HEAD.match(text, start) is None:
            continue
        act = next(
            (act for act in _ACT.finditer(text, start) if not _in_brackets(text[start:], act.start() - start)), None
        )
        ends = [
            found.start() for found in (act, _PURPOSE.search(text, start), _CLAUSE_END.search(text, start)) if found
        ]
        end = min((*ends, start + _LONGEST))
        return split_agencies(text[start:end]), match.start(), end
    return (), 0, 0


def _done_by(text: str) -> tuple[str, ...]:
    done_by = _DONE_BY.search(text)
    if done_by is not None and _HEAD.match(done_by["who"]):
        return split_agencies(done_by["who"])
    programme = _PROGRAMME_OF.search(text)
    if programme is not None and not _WHOLE_COMMITTEE.match(programme["who"]):
        return split_agencies(programme["who"])
    return ()


def _in_brackets(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at)
