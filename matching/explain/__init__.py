"""Why, why not, and the smallest change that would help."""

from matching.explain.alone import Choices, choices_of
from matching.explain.assigned import explain_assignments
from matching.explain.changes import confirm_changes, more_of_pool_slot, useful_changes
from matching.explain.questions import first_questions
from matching.explain.situation import Situation
from matching.explain.unplaced import explain_unplaced
from matching.explain.unused import unused_margins

__all__ = [
    "Choices",
    "Situation",
    "choices_of",
    "confirm_changes",
    "explain_assignments",
    "explain_unplaced",
    "first_questions",
    "more_of_pool_slot",
    "unused_margins",
    "useful_changes",
]
