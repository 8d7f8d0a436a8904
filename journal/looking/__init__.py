"""Look back: count, find the same day in other years, and read a period against its goals."""
