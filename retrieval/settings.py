"""Every knob of retrieval that is not a secret, with its default and its bounds."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

BUNDLED = "bundled"
NONE = "none"


def _possible(path: Path) -> Path:
    if "\0" in str(path):
        raise ValueError("no path holds a NUL character: take it out")
    return path


Folder = Annotated[Path, AfterValidator(_possible)]


class RetrievalSettings(BaseModel):
    """Unknown keys are refused; the comments of config/bot.toml say what each knob does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    corpus: Folder = Path("corpus")
    data: Folder = Path("data")
    embedder: str = Field(default=BUNDLED, min_length=1)
    query_prefix: str = ""
    passage_prefix: str = ""
    passage_characters: int = Field(default=1200, ge=100, le=4000)
    hits: int = Field(default=10, ge=1, le=100)
    candidates: int = Field(default=50, ge=1, le=500)
    question_characters: int = Field(default=2000, ge=100, le=20000)
    statements: int = Field(default=3, ge=1, le=10)
    quotes: int = Field(default=3, ge=1, le=10)
    generations_kept: int = Field(default=3, ge=1, le=50)
    fetch_megabytes: float = Field(default=20.0, gt=0, le=100)
    fetch_redirects: int = Field(default=5, ge=0, le=20)
    fetch_seconds: float = Field(default=30.0, gt=0, le=600)
    text_characters: int = Field(default=2_000_000, ge=1000, le=20_000_000)
    reading_seconds: float = Field(default=60.0, gt=0, le=600)

    @property
    def added(self) -> Path:
        """The folder of the sources that admins added: beside what is built, for the corpus may be read-only."""
        return self.data / "sources"


class GenerationSettings(BaseModel):
    """Every knob of the language model; without one, nothing of this is used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(default=NONE, min_length=1)
    base_url: str = ""
    structure: Literal["", "json_schema", "function_calling", "json_mode"] = ""
    temperature: float = Field(default=0.0, ge=0, le=2)
    options: dict[str, Any] = Field(default_factory=dict)
    seconds: float = Field(default=20.0, ge=3, le=600)
    tokens: int = Field(default=1500, ge=100, le=32000)
    passages: int = Field(default=8, ge=1, le=50)
    rewrite: bool = True
    cache: int = Field(default=256, ge=0, le=100_000)
    failures: int = Field(default=3, ge=1, le=100)
    rest_seconds: float = Field(default=60.0, ge=0, le=86_400)
    price_read: float = Field(default=0.0, ge=0)
    price_written: float = Field(default=0.0, ge=0)
    tokens_per_day: int = Field(default=0, ge=0)
    cost_per_day: float = Field(default=0.0, ge=0)

    @property
    def wanted(self) -> bool:
        """Tell whether a model is to be used at all."""
        return self.model != NONE

    @property
    def provider(self) -> str:
        """What stands before the colon."""
        return self.model.partition(":")[0]
