"""フォローアップ of both sides: when, by whom, what was heard; and each coordinator's calendar of it."""
