"""From records to the core's model and back: the only bridge. Ids go over it, names of people never."""
