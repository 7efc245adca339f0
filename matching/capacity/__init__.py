"""本来業務に支障のない範囲: the margin of every pool in every slot and week, and the limit that sets it."""

from matching.capacity.intake import Intake
from matching.capacity.margins import Margins

__all__ = ["Intake", "Margins"]
