"""What is done on the pages that look across, and belongs to no single feature."""
