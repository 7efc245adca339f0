"""What every page shares: templates, headers and errors."""
