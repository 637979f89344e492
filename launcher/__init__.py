"""What the two commands of run.py do, with nothing but the standard library.

Runs before anything is installed, so no module here may import a package of the lock files.
"""
