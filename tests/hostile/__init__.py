"""What a hostile file, name or word may do to a reader: nothing."""
