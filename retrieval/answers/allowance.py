"""Whether a language model may be asked now: not while it keeps failing, not beyond the day's budget."""

import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock

from retrieval.settings import GenerationSettings
from retrieval.types import Usage

_log = logging.getLogger(__name__)

SPENT = "spent.sqlite"
"""The file in the data folder that holds what was spent, a row a day."""
_TABLE = (
    "CREATE TABLE IF NOT EXISTS spent (day TEXT PRIMARY KEY, tokens INTEGER NOT NULL, cost REAL NOT NULL)"
)
_ADD = (
    "INSERT INTO spent VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE SET "
    "tokens = tokens + excluded.tokens, cost = cost + excluded.cost"
)


def _today() -> date:
    return datetime.now(UTC).date()


class Allowance:
    """Counts failures in a row, and what was spent today (UTC) by all processes that share a file."""

    def __init__(
        self,
        settings: GenerationSettings,
        file: Path,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = _today,
    ) -> None:
        """Write nothing before something is spent."""
        self._settings = settings
        self._file = file
        self._clock = clock
        self._today = today
        self._lock = Lock()
        self._failures = 0
        self._rests_until = float("-inf")
        self._uncounted = False

    def refusal(self) -> str | None:
        """Return why the model may not be asked, None if it may. After a rest one asker may try, then the next."""
        with self._lock:
            if self._clock() < self._rests_until:
                return f"the model failed {self._failures} times in a row and rests"
            if self._failures >= self._settings.failures:
                self._rests_until = self._clock() + self._settings.rest_seconds
        return self._over_budget()

    def _over_budget(self) -> str | None:
        settings = self._settings
        if not settings.tokens_per_day and not settings.cost_per_day:
            return None
        try:
            tokens, cost = self.spent_today()
        except sqlite3.Error as error:
            return f"what was spent today cannot be read from {self._file} ({error})"
        if self._uncounted:
            return f"what is spent cannot be written to {self._file}"
        if 0 < settings.tokens_per_day <= tokens:
            return f"the day's {settings.tokens_per_day:,} tokens are used up"
        if 0 < settings.cost_per_day <= cost:
            return f"the day's budget of {settings.cost_per_day:g} is used up"
        return None

    def succeeded(self) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures, self._rests_until = 0, float("-inf")

    def failed(self) -> None:
        """Count a failure; after so many in a row the model rests."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._settings.failures:
                self._rests_until = self._clock() + self._settings.rest_seconds

    def cost(self, usage: Usage) -> float:
        """Return what tokens cost, in the currency of the settings' prices."""
        settings = self._settings
        return (usage.read * settings.price_read + usage.written * settings.price_written) / 1e6

    def spend(self, usage: Usage) -> None:
        """Add to what was spent today."""
        row = (self._today().isoformat(), usage.read + usage.written, self.cost(usage))
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=5)) as database, database:
                database.execute(_TABLE)
                database.execute(_ADD, row)
        except (OSError, sqlite3.Error) as error:
            self._uncounted = True
            _log.warning("generation: what is spent cannot be written to %s (%s)", self._file, error)

    def spent_today(self) -> tuple[int, float]:
        """Return today's tokens and their cost. Raises sqlite3.Error."""
        if not self._file.exists():
            return 0, 0.0
        with closing(sqlite3.connect(self._file, timeout=5)) as database:
            query = "SELECT tokens, cost FROM spent WHERE day = ?"
            row = database.execute(query, (self._today().isoformat(),)).fetchone()
        return (int(row[0]), float(row[1])) if row else (0, 0.0)
