"""Find words in entries: fold, match, rank, excerpt."""
