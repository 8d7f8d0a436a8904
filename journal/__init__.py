"""A journal over plain Markdown: every entry once, no word lost."""

__version__ = "0.1.0"
