"""Journal files as Markdown: the one place that knows what a section looks like."""
