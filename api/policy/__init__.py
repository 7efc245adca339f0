"""Who may see and do what, at which stage: the only place that decides."""
