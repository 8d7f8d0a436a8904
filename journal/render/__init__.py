"""How things look on a terminal; nothing outside this package imports Rich."""
