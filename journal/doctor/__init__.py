"""A check-up of a journal: what looks wrong, where, and what to do. It changes nothing."""
