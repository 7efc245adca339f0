"""The coordinator's desk: pages that draw on several features, each with a view made by their services."""
