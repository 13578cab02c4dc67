"""Rules of the pages that look across: what stands on the thread, and what needs whom."""
