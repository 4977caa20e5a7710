"""Discord: events in, messages out. Meaning belongs to the shared code; this room knows only the platform."""
