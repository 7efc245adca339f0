"""What the command line shows: tables and progress, in Japanese or English."""
