"""The demo forum: an invented forum with a year behind it and a year ahead, made by the forum's own operations."""
