"""A diary as text: all files of one journal, and which of them an entry belongs in."""
