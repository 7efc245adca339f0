"""定着の見込み: what follows a placement, learned gently, so that somebody helps before it breaks."""
