"""Resource gaps for the planner: analyses, monthly snapshots, and the worklist of developments."""
