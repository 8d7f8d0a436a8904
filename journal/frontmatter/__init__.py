"""Headers of posts in YAML, TOML and JSON: found by hand, read by python-frontmatter's handlers."""
