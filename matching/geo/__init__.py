"""Where things are and how far apart: grid squares, distances, travel minutes and the nearest menus."""
