"""The command ``search``: tasks by their words."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Home, Json, opened
from cli.output import print_json, say, show_table
from cli.speech import add

if TYPE_CHECKING:
    from tasks_registry.search import Term
    from tasks_registry.store import TaskHit


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    add(app, "search", search, "Tìm nhiệm vụ theo từ ngữ, số văn bản căn cứ hoặc mã; không cần gõ dấu.")


def search(
    query: Annotated[
        str,
        typer.Argument(
            metavar="TỪ…", help="Từ cần tìm, số văn bản, hoặc “cụm từ” trong dấu ngoặc kép.", show_default=False
        ),
    ],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, metavar="N", help="Số kết quả một trang.")] = 20,
    page: Annotated[int, typer.Option("--page", min=1, max=1_000_000, metavar="N", help="Trang thứ mấy.")] = 1,
    home: Home = None,
    json: Json = False,
) -> None:
    """Find tasks in which all words occur: open ones first, then the most relevant. Found words stand in «»."""
    from config.database import reading
    from tasks_registry import store
    from tasks_registry.errors import Refused
    from tasks_registry.search import excerpt, read_query

    terms = read_query(query)
    if not terms:
        raise Refused("Câu tìm không có chữ hay số nào. Ví dụ: dondoc search “giải phóng mặt bằng”")
    with opened(home) as here, reading(here.engine) as session:
        found = store.find_tasks(
            session, here.committee, terms, reader=here.actor, limit=limit, offset=(page - 1) * limit
        )
    if json:
        hits = [
            {
                "code": hit.code,
                "title": hit.title,
                "lead": hit.lead_code,
                "due": hit.due,
                "state": hit.work_state.value,
                "excerpt": excerpt(hit.text, terms),
            }
            for hit in found.hits
        ]
        print_json({"total": found.total, "tasks": hits})
        return
    if not found.hits:
        say(f"Không tìm thấy nhiệm vụ nào có đủ các từ “{query}”." if page == 1 else f"Không có trang {page}.")
        return
    first = (page - 1) * limit + 1
    show_table(
        f"{found.total} nhiệm vụ tìm thấy, từ {first} đến {first + len(found.hits) - 1}",
        ("Mã", "Nhiệm vụ", "Chủ trì", "Hạn", "Trạng thái"),
        (
            (
                hit.code,
                _shown(hit, terms),
                hit.lead_code,
                f"{hit.due:%d/%m/%Y}" if hit.due else "",
                hit.work_state.label,
            )
            for hit in found.hits
        ),
        wide="Nhiệm vụ",
    )


def _shown(hit: "TaskHit", terms: "tuple[Term, ...]") -> str:
    """Return the title, and below it where the words stand in the text when the title does not hold them all."""
    from tasks_registry.search import all_in, excerpt, mark

    title = mark(hit.title, terms)
    found = None if all_in(hit.title, terms) else excerpt(hit.text, terms)
    return f"{title}\n{found}" if found else title
