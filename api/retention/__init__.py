"""定着の見込み: rows from placements and contacts, training, who may need a contact sooner, the card."""
