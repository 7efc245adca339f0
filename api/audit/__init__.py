"""監査: an append-only trail, one gap-free chain a municipality."""
