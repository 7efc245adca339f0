"""用件: what a coordinator has to do because of something that happened."""
