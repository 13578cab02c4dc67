"""Letters about recommendations."""
