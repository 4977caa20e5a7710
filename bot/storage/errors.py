"""What can go wrong with the database, worded for the person who can mend it."""


class StorageError(Exception):
    """The message is one line: what is wrong with the database, and what to do."""
