"""Documents that leave the service on paper or as a file: PDF and Excel, each a numbered copy."""
