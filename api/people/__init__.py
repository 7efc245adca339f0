"""本人: registering, reading and changing cases; who may see them, and why."""
