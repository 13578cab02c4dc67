"""What `python3 wsgi.py` does: set up, start, test. Standard library only until the environment stands."""
