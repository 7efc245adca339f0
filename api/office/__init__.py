"""The municipality: its settings, districts and list of 大字・町丁目."""
