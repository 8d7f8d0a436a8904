"""The commands: they read their arguments, call one function, and show what came of it."""
