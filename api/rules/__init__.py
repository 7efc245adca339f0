"""ルール集: what a municipality changes of the rules, points and travel; tried out before it is in force."""
