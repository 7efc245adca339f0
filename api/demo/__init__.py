"""A municipality filled from a problem: the demo town, and synthetic ones of any size."""
