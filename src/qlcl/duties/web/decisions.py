"""The decisions of this room: explaining what was missed, stating what was done on paper."""

from datetime import date

from django.urls import reverse

from qlcl.duties.carrying import carried_over
from qlcl.duties.models import Duty
from qlcl.duties.queries import notices_about
from qlcl.duties.queries.previous import previous_done
from qlcl.duties.web.forms import CloseForm, ExplainForm
from qlcl.kernel import history
from qlcl.kernel.actors import Actor
from qlcl.kernel.decisions import DecisionView, Evidence
from qlcl.ui.writing import vn_number


def explain(actor: Actor, duty: Duty, day: date) -> DecisionView:
    """Why a duty was missed; what a law demands stays late all the same."""
    late = (day - duty.due_on).days
    missing = [] if late > 0 else [f"Việc chưa quá hạn: hạn là {duty.due_on:%d/%m/%Y}."]
    if duty.explanation:
        missing = [f"Đã giải trình ngày {duty.explained_on:%d/%m/%Y}: {duty.explanation}"]
    since = history.since_last(history.system_chain(duty.system_id), ["duties.explain"])
    kept = (
        "Việc do pháp luật quy định: giải trình được ghi lại, việc vẫn tính trễ cho đến khi thực hiện."
        if duty.statutory
        else "Giải trình xong, việc được kết thúc là “đã giải trình”."
    )
    return DecisionView(
        what=f"“{duty.label}” quá hạn {vn_number(late)} ngày mà chưa thực hiện. {kept}",
        button="Ghi giải trình",
        url=reverse("duties:explain", args=[duty.pk]),
        form=ExplainForm(),
        since=since.words,
        changed=since.sentences,
        evidence=[_itself(duty), _told(duty), *_before(duty)],
        missing=missing,
        ready="Thực hiện việc này vẫn là cách kết thúc nó; giải trình chỉ nói rõ vì sao trễ.",
    )


def close_by_hand(actor: Actor, duty: Duty, day: date) -> DecisionView:
    """What was decided on paper, recorded with its paper."""
    since = history.since_last(history.system_chain(duty.system_id), ["duties.close_by_hand"])
    return DecisionView(
        what="Việc được quyết bằng văn bản của cơ quan. Ghi ngày, số văn bản hoặc tải tệp, việc kết thúc.",
        button="Ghi nhận hoàn thành",
        url=reverse("duties:close", args=[duty.pk]),
        form=CloseForm(initial=closing_initial(duty, previous_done(duty), actor, day)),
        since=since.words,
        changed=since.sentences,
        evidence=[_itself(duty), *_before(duty)],
        upload=True,
    )


def closing_initial(duty: Duty, previous: Duty | None, actor: Actor, day: date) -> dict[str, object]:
    """What the form of closing begins with: today, who signs in, last year's words with numbers and days left open."""
    post = actor.post_at(duty.agency_id, [post.role for post in actor.posts])
    initial: dict[str, object] = {"done_on": day, "done_by": f"{actor.name}, {post.title}" if post else actor.name}
    if previous is not None and previous.year and duty.year:
        initial["note"] = carried_over(previous.note, previous.year, duty.year)
    return initial


def _itself(duty: Duty) -> Evidence:
    return Evidence("Vì sao có việc này", duty.source_label or duty.label, reverse("duties:duty", args=[duty.pk]))


def _told(duty: Duty) -> Evidence:
    told = list(notices_about(duty))
    if not told:
        return Evidence("Đã nhắc", "Chưa có thông báo nào", found=False)
    words = f"{len(told)} lần, gần nhất {told[-1].on:%d/%m/%Y} ({told[-1].position.title})"
    return Evidence("Đã nhắc", words, reverse("duties:duty", args=[duty.pk]))


def _before(duty: Duty) -> list[Evidence]:
    past = previous_done(duty)
    if past is None:
        return []
    words = [f"{past.closed_on:%d/%m/%Y}", past.done_by, past.note, past.evidence.name if past.evidence else ""]
    url = reverse("duties:evidence" if past.evidence_id else "duties:duty", args=[past.pk])
    return [Evidence(f"Năm {past.year}", " · ".join(w for w in words if w), url)]
