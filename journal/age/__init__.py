"""Files encrypted with age (age-encryption.org/v1)."""
