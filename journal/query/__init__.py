"""Say which entries are meant, and in which order."""
