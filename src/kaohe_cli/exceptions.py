"""Everything kaohe raises for people to read: one short tree with one base.

Each message is a finished Chinese sentence with where, what and how to mend it; the command line
prints it as it is.
"""


class KaoheError(Exception):
    """Base of every error whose message is meant for the person at the terminal."""
