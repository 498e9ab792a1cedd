"""The kind of a commitment (DOMAIN §2) and the product it promises, from the words it uses."""

import re
from dataclasses import dataclass

from tasks_registry.reading.model import Kind
from tasks_registry.reading.text import shorten

_CONDITION = re.compile(
    r"\(nếu có\)|\b(?:nếu có|sau khi|khi đủ điều kiện|khi có|khi được|theo đề nghị|trong trường hợp|trường hợp có)\b",
    re.IGNORECASE,
)
_SIGNS = {
    Kind.STANDING: "tiếp tục|thực hiện tốt|duy trì|thường xuyên|giữ vững|thực hiện nghiêm|bảo đảm|đảm bảo"
    "|triển khai thực hiện"
    "|thực hiện|giải quyết|xử lý|nắm bắt|làm tốt",
    Kind.DIRECTION: "tăng cường|đẩy mạnh|nâng cao|quan tâm|phát huy|chú trọng|đổi mới|khuyến khích|phấn đấu"
    "|chăm lo|thúc đẩy"
    "|hỗ trợ|tạo điều kiện|ưu tiên|tuyên truyền|phối hợp",
    Kind.DELIVERABLE: "tổ chức|ban hành|hoàn thành|hoàn chỉnh|hoàn thiện|trình|báo cáo|xây dựng|tổng kết|sơ kết"
    "|thành lập|kiểm tra"
    "|giám sát|cho ý kiến|đánh giá|quán triệt|rà soát|lập|kiện toàn|bầu|chuẩn bị|hướng dẫn|thẩm định|tổng hợp"
    "|đề xuất|tham mưu"
    "|phê duyệt|công bố|triển khai|số hóa|tách|sáp nhập|khảo sát|bố trí|phân bổ|quyết toán|đối thoại|chất vấn"
    "|cập nhật|gửi|nộp"
    "|thanh tra|tập huấn|bồi dưỡng|nghiên cứu|ra mắt|thu hoạch|thực hiện việc|thực hiện quy trình|thực hiện các bước",
}
_KIND_OF_SIGN = {word: kind for kind, words in _SIGNS.items() for word in words.split("|")}
_SIGN = re.compile(
    r"(?<![\wÀ-ỹ])(?:" + "|".join(sorted(_KIND_OF_SIGN, key=len, reverse=True)) + r")(?![\wÀ-ỹ])", re.IGNORECASE
)
_ALWAYS = re.compile(r"(?:thường xuyên|liên tục|hằng ngày|hàng ngày)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[;.]\s+")
_COMPLETES = re.compile(r"(?:hoàn thành|ban hành|thành lập|trình|tổng kết|sơ kết|xây dựng|tổ chức)\b", re.IGNORECASE)
_OPENING = 60
"""Characters of a clause in which its deciding verb is looked for; further on stand subordinate verbs."""

_PAPER = (
    r"kế hoạch|chương trình|báo cáo|nghị quyết|chỉ thị|kết luận|quyết định|quy định|quy chế|thông báo|đề án"
    r"|phương án|tờ trình"
    r"|hướng dẫn|dự thảo|hồ sơ|danh mục|văn bản|hội nghị|hội thảo|đại hội|lễ|cuộc họp|đoàn|tổ|ban chỉ đạo"
    r"|tiểu ban|lớp|kỳ"
)
_PRODUCT = re.compile(
    r"\b(?:xây dựng|ban hành|trình|hoàn thành|hoàn chỉnh|hoàn thiện|lập|tổ chức|thành lập|sơ kết|tổng kết"
    r"|chuẩn bị|tham mưu)\s+"
    rf"(?:(?:ban hành|tổ chức|xây dựng|các|những|việc)\s+)*(?P<product>(?:{_PAPER})\b(?:[^,;.:()]|(?<=\d)[,.](?=\d))*)",
    re.IGNORECASE,
)
_REPORTS = re.compile(r"^(?P<product>báo cáo\b(?:[^,;.:()]|(?<=\d)[,.](?=\d))*)", re.IGNORECASE)
_TIME_TAIL = re.compile(
    r"\s+(?:xong\s+)?(?:trước|trong|xong|chậm nhất|đến)\s+(?:ngày|tháng|quý|năm|hết)\b.*$", re.IGNORECASE
)


@dataclass(frozen=True)
class KindFound:
    """The kind, the words that decided it, and whether any did."""

    kind: Kind
    phrase: str
    sure: bool


def kind_of(text: str, time: str = "") -> KindFound:
    """Return the kind of a commitment given without its leading agency, in settled spelling.

    ``time`` is what its own line or column of time says; ``Thường xuyên`` there decides before the text.
    A condition decides first. Else the first verb of the first clause names what the commitment is, and a verb that
    completes something (hoàn thành, ban hành, …) at the head of a later clause still makes it a deliverable.
    """
    standing = _ALWAYS.match(time)
    if standing is not None:
        return KindFound(Kind.STANDING, standing[0], True)
    condition = _CONDITION.search(text)
    if condition is not None:
        return KindFound(Kind.CONDITIONAL, condition[0], True)
    clauses = _CLAUSE.split(text)
    first = _SIGN.search(clauses[0][:_OPENING])
    if first is None:
        return KindFound(Kind.DIRECTION, " ".join(text.split()[:3]), False)
    kind = _KIND_OF_SIGN[first[0].lower()]
    if kind is not Kind.DELIVERABLE:
        later = next((match for clause in clauses[1:] if (match := _COMPLETES.match(clause)) is not None), None)
        if later is not None:
            return KindFound(Kind.DELIVERABLE, later[0], True)
    return KindFound(kind, first[0], True)


def product_of(text: str) -> str | None:
    """Return what the commitment brings forth (sản phẩm): a paper, a meeting, a body; None when none is named."""
    match = _REPORTS.match(text) or _PRODUCT.search(text)
    if match is None:
        return None
    return shorten(_TIME_TAIL.sub("", match["product"]).strip(), 100)
