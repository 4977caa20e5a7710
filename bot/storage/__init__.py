"""What the bot remembers of its chats: the only door to SQLAlchemy and Alembic.

Tables are in `tables.py`, how they came about in `migrations/`; every other file keeps one kind of thing.
"""
