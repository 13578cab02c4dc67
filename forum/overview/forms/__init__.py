"""What people fill in on the pages that look across the features."""
