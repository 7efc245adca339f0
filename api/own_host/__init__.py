"""受入先の自分のページ: what a host sees and says itself, on a phone, by a link or an account."""
