"""A corrected version against the former one."""

from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.revision import KnownTask, agreement, compare
from tests.support.readings import proposal

WORDS = st.lists(
    st.lists(
        st.sampled_from("rà soát hồ sơ báo cáo kế hoạch nông thôn mới cán bộ đảng viên".split()), min_size=3, max_size=8
    ).map(" ".join),
    max_size=8,
)


def known(*texts: str) -> list[KnownTask]:
    return [KnownTask(number, text, None) for number, text in enumerate(texts)]


def test_the_same_words_are_the_same_whatever_their_spelling() -> None:
    """Accents set another way, other spaces, other case."""
    found = compare(known("Kiện toàn Ủy ban  Kiểm tra."), [proposal("Kiện toàn uỷ ban kiểm tra")])
    assert (len(found.same), found.changed, found.added, found.gone) == (1, (), (), ())


def test_exactly_the_differences_are_told() -> None:
    """One kept, one changed, one added, one gone."""
    found = compare(
        known(
            "Tổng kết công tác dân vận năm 2026.",
            "Trình phương án trụ sở trước ngày 10/9/2026.",
            "Mở lớp đảng viên mới.",
        ),
        [
            proposal("Tổng kết công tác dân vận năm 2026"),
            proposal("Trình phương án trụ sở trước ngày 20/9/2026"),
            proposal("Ra mắt tổ công nghệ số cộng đồng"),
        ],
    )
    assert [change.known.id for change in found.same] == [0]
    assert [(change.known.id, change.proposal.text) for change in found.changed] == [
        (1, "Trình phương án trụ sở trước ngày 20/9/2026.")
    ]
    assert [one.text for one in found.added] == ["Ra mắt tổ công nghệ số cộng đồng."]
    assert [one.id for one in found.gone] == [2]


def test_twins_pair_one_to_one() -> None:
    """A report may say the same sentence twice."""
    found = compare(known("Tăng cường tuần tra.", "Tăng cường tuần tra."), [proposal("Tăng cường tuần tra")])
    assert (len(found.same), len(found.gone)) == (1, 1)


def test_agreement_counts_words() -> None:
    """Nothing in common is nothing, everything is one."""
    assert agreement("a b", "c d") == 0
    assert agreement("", "") == 0
    assert agreement("Hòa Mai", "hoà mai") == 1


@given(WORDS, WORDS)
def test_every_task_and_every_proposal_is_in_one_place(before: list[str], after: list[str]) -> None:
    """Nothing is lost, nothing doubled."""
    proposals = [proposal(text) for text in after]
    found = compare(known(*before), proposals)
    paired = [*found.same, *found.changed]
    assert sorted([change.known.id for change in paired] + [task.id for task in found.gone]) == list(range(len(before)))
    assert sorted([id(change.proposal) for change in paired] + list(map(id, found.added))) == sorted(map(id, proposals))
