"""Headers of posts in YAML, TOML and JSON: found by hand, and parsed where they are not plain."""
