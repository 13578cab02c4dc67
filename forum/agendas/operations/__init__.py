"""What is done with agendas and proposals. Each operation is one transaction: kept whole, or not at all."""

from forum.agendas.operations.building import (
    add_item,
    arrange,
    begin_agenda,
    change_item,
    move_item,
    put_on,
    save_lengths,
    take_off,
)
from forum.agendas.operations.proposals import answer_proposal, put_on_proposal, submit_proposal
from forum.agendas.operations.publishing import publish_agenda

__all__ = [
    "add_item", "answer_proposal", "arrange", "begin_agenda", "change_item", "move_item", "publish_agenda",
    "put_on", "put_on_proposal", "save_lengths", "submit_proposal", "take_off",
]  # fmt: skip
