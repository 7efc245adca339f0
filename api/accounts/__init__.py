"""Users: signing in and out, who they are, and what they may be."""
