"""What is to be settled with a host before anybody starts there."""

from __future__ import annotations

from api.tables import StartItem

START_ITEM_WORDS = {
    StartItem.INSURANCE: "保険",
    StartItem.EMERGENCY_CONTACT: "緊急連絡先",
    StartItem.COST_BEARER: "費用の負担",
    StartItem.LABOUR: "労働者性の確認（指揮命令・出欠の義務・対価がそろっています）",
}
