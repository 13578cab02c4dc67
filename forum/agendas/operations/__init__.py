"""What is done with agendas and proposals. Each operation is one transaction: kept whole, or not at all."""

from forum.agendas.operations.answers import answer_proposal, put_on_proposal
from forum.agendas.operations.asking_for_papers import ask_for_papers, let_go_of_files, remind_of_papers
from forum.agendas.operations.backing import back_proposal, stop_backing
from forum.agendas.operations.beginning import begin_agenda, fill_like
from forum.agendas.operations.building import (
    add_item,
    carry_on,
    change_item,
    leave_item,
    put_on,
    take_up,
)
from forum.agendas.operations.calls import announce_call, announce_calls, save_call
from forum.agendas.operations.documents import (
    ask_for_pack,
    claim_copy,
    fail_copy,
    finish_copy,
    forget_copies,
    keep_agenda_copy,
    note_progress,
)
from forum.agendas.operations.late_papers import accept_late, ask_chair_about, decline_late
from forum.agendas.operations.ordering import (
    arrange,
    move_item,
    remove_item,
    save_lengths,
    set_heading,
    set_order,
    take_off,
)
from forum.agendas.operations.paper_withdrawal import (
    bring_paper_back,
    show_paper_version_again,
    withdraw_paper,
    withhold_paper_version,
)
from forum.agendas.operations.papers import (
    add_paper,
    add_paper_form,
    add_paper_version,
    change_paper,
    note_opened,
    take_papers_along,
)
from forum.agendas.operations.presenting import (
    answer_as_presenter,
    ask_presenters,
    give_presenter_address,
)
from forum.agendas.operations.proposals import drop_draft, keep_draft, submit_proposal, take_back_proposal
from forum.agendas.operations.publishing import publish_agenda, withhold_version
from forum.agendas.operations.reviews import (
    agree_by_letter,
    agree_on_desk,
    ask_chair,
    remark,
    see_to_remark,
)
from forum.agendas.operations.standing import save_standing_items, use_usual_items
from forum.agendas.operations.taking import (
    merge_item,
    note_not_reached,
    note_reached,
    put_back,
    take_as_printed,
    take_now,
    withdraw_item,
)
from forum.agendas.operations.waiting import move_on_proposals, wait_again

__all__ = [
    "merge_item", "note_not_reached", "note_reached", "put_back", "take_as_printed", "take_now", "withdraw_item",
    "accept_late", "add_paper", "add_paper_form", "add_paper_version", "ask_chair_about", "ask_for_papers",
    "bring_paper_back", "change_paper", "decline_late", "let_go_of_files", "note_opened", "remind_of_papers",
    "show_paper_version_again", "take_papers_along", "withdraw_paper", "withhold_paper_version",
    "agree_by_letter", "agree_on_desk", "ask_chair", "remark", "see_to_remark", "withhold_version",
    "carry_on", "fill_like", "leave_item", "remove_item", "save_standing_items", "set_order", "set_heading", "take_up",
    "use_usual_items",
    "announce_call", "announce_calls", "back_proposal", "drop_draft", "keep_draft", "move_on_proposals", "save_call",
    "stop_backing", "take_back_proposal", "wait_again",
    "ask_for_pack", "claim_copy", "fail_copy", "finish_copy", "forget_copies", "keep_agenda_copy", "note_progress",
    "answer_as_presenter", "ask_presenters", "give_presenter_address",
    "add_item", "answer_proposal", "arrange", "begin_agenda", "change_item", "move_item", "publish_agenda",
    "put_on", "put_on_proposal", "save_lengths", "submit_proposal", "take_off",
]  # fmt: skip
