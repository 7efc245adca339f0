"""同意: given for a purpose, to a recipient, for named fields and at most a year; withdrawn at any time."""
