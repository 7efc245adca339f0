"""受入先 at the coordinator's desk: the list, the card, who could use a slot, and the sheet for a FAX."""
