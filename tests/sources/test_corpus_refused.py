"""A folder that is no corpus is refused: the error names file, entry and remedy."""

from pathlib import Path

import pytest

from tests.builders import TINY, manifest_entry, write_corpus
from tests.sources.cats import (
    COMPLETE,
    MANIFEST,
    TRANSLATION,
    complete,
    refused,
)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    message = refused(tmp_path)

    assert "sources.toml" in message
    assert "no such file" in message


@pytest.mark.parametrize("text", ["[[source]", 'id = "x', "= 1"])
def test_a_manifest_that_is_no_toml_is_refused(tmp_path: Path, text: str) -> None:
    message = refused(write_corpus(tmp_path, {}, {"sources.toml": text}))

    assert "sources.toml" in message
    assert "not TOML" in message


def test_a_manifest_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_bytes('title = "café"'.encode("latin-1"))

    message = refused(tmp_path)

    assert "sources.toml" in message
    assert "UTF-8" in message


def test_an_empty_manifest_is_refused(tmp_path: Path) -> None:
    assert "sources.toml" in refused(write_corpus(tmp_path, {}, {"sources.toml": ""}))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ('pubisher = "x"', ["pubisher", "publisher"]),
        ('zzz = "x"', ["zzz", "remove"]),
        ('kind = "poem"', ["kind", "article", "note", "document"]),
        ('language = "English"', ["language"]),
        ('published = "soon"', ["published", "YYYY-MM-DD"]),
        ('published = "2025-02-30"', ["published", "2025-02-30"]),
        ('published = "2025-13"', ["published", "2025-13"]),
        ("held = 7", ["held"]),
        ("captions = 'x'", ["captions"]),
    ],
)
def test_a_wrong_key_of_a_source_is_named_with_a_remedy(tmp_path: Path, fields: str, said: list[str]) -> None:
    message = refused(write_corpus(tmp_path, TINY, {"sources.toml": manifest_entry("rivers", fields)}))

    assert all(word in message for word in ["sources.toml", "rivers", *said])


def test_a_source_without_a_title_is_refused(tmp_path: Path) -> None:
    message = refused(write_corpus(tmp_path, TINY, {"sources.toml": '[[source]]\nid = "rivers"\n'}))

    assert all(word in message for word in ["sources.toml", "rivers", "title"])


def test_an_entry_without_an_id_is_named_by_its_number(tmp_path: Path) -> None:
    text = manifest_entry("rivers") + '[[source]]\ntitle = "Nameless"\n'

    message = refused(write_corpus(tmp_path, TINY, {"sources.toml": text}))

    assert all(word in message for word in ["sources.toml", "2", "id"])


@pytest.mark.parametrize("identifier", ["", "../up", "a b", "a/b", "-x"])
def test_an_id_that_is_no_plain_word_is_refused(tmp_path: Path, identifier: str) -> None:
    message = refused(write_corpus(tmp_path, {}, {"sources.toml": manifest_entry(identifier)}))

    assert "sources.toml" in message
    assert "id" in message


@pytest.mark.parametrize(
    ("name", "kind", "identifier"),
    [
        ("claims.toml", "claim", "C1"),
        ("references.toml", "reference", "report"),
        ("questions.toml", "question", "q1"),
    ],
)
def test_an_id_that_stands_twice_is_refused(tmp_path: Path, name: str, kind: str, identifier: str) -> None:
    twice = COMPLETE[name] + COMPLETE[name]

    message = refused(write_corpus(tmp_path, {}, {**COMPLETE, name: twice}))

    assert all(word in message for word in [name, f"{kind} {identifier}", "twice"])


def test_a_source_that_stands_twice_is_refused(tmp_path: Path) -> None:
    twice = manifest_entry("rivers") + manifest_entry("rivers")

    message = refused(write_corpus(tmp_path, TINY, {"sources.toml": twice}))

    assert all(word in message for word in ["sources.toml", "source rivers", "twice"])


@pytest.mark.parametrize("path", ["../secret.md", "/etc/hostname", "sub/../../secret.md"])
def test_a_path_that_leaves_the_corpus_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.md").write_text("Not for you.", encoding="utf-8")
    manifest = manifest_entry("doc", f'path = "{path}"')

    message = refused(write_corpus(tmp_path / "corpus", {}, {"sources.toml": manifest}))

    assert all(word in message for word in ["sources.toml", "source doc", "outside"])


def test_a_link_that_leaves_the_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("Not for you.", encoding="utf-8")
    folder = write_corpus(tmp_path / "corpus", {}, {"sources.toml": manifest_entry("doc")})
    (folder / "doc.md").symlink_to(tmp_path / "secret.md")

    assert "outside" in refused(folder)


def test_a_translation_outside_the_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "translation.en.toml").write_text(TRANSLATION, encoding="utf-8")
    manifest = MANIFEST.replace('"translation.en.toml"', '"../translation.en.toml"')

    message = refused(complete(tmp_path / "corpus", sources__toml=manifest))

    assert all(word in message for word in ["sources.toml", "source article", "outside"])


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    message = refused(write_corpus(tmp_path, {}, {"sources.toml": manifest_entry("doc")}))

    assert all(word in message for word in ["doc.md", "source doc", "held = false"])


def test_a_folder_in_place_of_a_text_is_named(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path, {}, {"sources.toml": manifest_entry("doc")})
    (folder / "doc.md").mkdir()

    assert all(word in refused(folder) for word in ["doc.md", "source doc"])


def test_a_text_that_is_no_utf8_is_named_with_the_byte(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path, {"doc": ""})
    (folder / "doc.md").write_bytes("Un café.".encode("latin-1"))

    assert all(word in refused(folder) for word in ["doc.md", "source doc", "byte 6", "UTF-8"])


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_an_empty_text_is_refused(tmp_path: Path, text: str) -> None:
    message = refused(write_corpus(tmp_path, {"doc": text}))

    assert all(word in message for word in ["doc.md", "source doc", "empty"])


def test_a_caption_that_is_not_in_the_text_is_refused(tmp_path: Path) -> None:
    manifest = manifest_entry("rivers", 'captions = ["no such line"]')

    message = refused(write_corpus(tmp_path, TINY, {"sources.toml": manifest}))

    assert all(word in message for word in ["sources.toml", "source rivers", "no such line"])


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("claims.toml", "5,6 millions", "5.6 millions", ["claim C1", "copy them exactly"]),
        ("claims.toml", 'source = "article"', 'source = "nowhere"', ["claim C1", "nowhere"]),
        ("claims.toml", 'source = "article"', 'source = "far"', ["claim C1", "far"]),
        ("claims.toml", '["report"]', '["rapport"]', ["claim C1", "rapport", "references.toml"]),
        ("claims.toml", '"wrong"\n', '"false"\n', ["claim C1", "verdict"]),
        ("claims.toml", ', fr = "Il a coûté moins."', "", ["claim C1", "languages"]),
        ("claims.toml", "verdict", "verdit", ["claim C1", "verdict"]),
        ("note.md", "refs: report", "refs: rapport", ["The cat was cheap", "rapport", "references.toml"]),
        ("references.toml", "2025-02-01", '"01/02/2025"', ["reference report", "date", "YYYY-MM-DD"]),
        ("references.toml", '"page"', '"quoted"', ["reference report", "through"]),
        ("references.toml", '"page"', '"heard"', ["reference report", "read"]),
        ("translation.en.toml", "Le chien veille.", "Le loup veille.", ["sentence 2", "copy them exactly"]),
        ("translation.en.toml", 'source = "article"', 'source = "note"', ["note", "article"]),
        ("translation.en.toml", 'language = "en"', 'language = "English"', ["language"]),
        ("questions.toml", 'after = "q1"', 'after = "q9"', ["question q2", "q9"]),
        ("questions.toml", 'after = "q1"', 'after = "q3"', ["question q2", "q3"]),
        ("questions.toml", 'after = "q1"', 'after = "q2"', ["question q2"]),
        ("questions.toml", "5,6 millions", "6 millions", ["question q1", "article_quote"]),
        ("questions.toml", "answerable = false", "answerable = maybe", ["not TOML"]),
        ("questions.toml", "answerable = false", 'answerable = "perhaps"', ["question q3", "answerable"]),
        ("questions.toml", "shows", "show", ["question q1", "shows"]),
    ],
)
def test_files_that_contradict_each_other_are_refused(
    tmp_path: Path, name: str, old: str, new: str, said: list[str]
) -> None:
    assert old in COMPLETE[name]

    message = refused(write_corpus(tmp_path, {}, {**COMPLETE, name: COMPLETE[name].replace(old, new, 1)}))

    assert all(word in message for word in [name, *said]), message


def test_translated_sentences_must_stand_in_the_order_of_the_source(tmp_path: Path) -> None:
    head, first, second = TRANSLATION.split("[[sentence]]")
    swapped = f"{head}[[sentence]]{second}\n[[sentence]]{first}"

    message = refused(complete(tmp_path, translation__en__toml=swapped))

    assert all(word in message for word in ["translation.en.toml", "sentence 2", "order"])


def test_a_translation_that_is_missing_is_named(tmp_path: Path) -> None:
    folder = complete(tmp_path)
    (folder / "translation.en.toml").unlink()

    assert "translation.en.toml" in refused(folder)


def test_a_folder_in_place_of_the_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").mkdir()

    assert all(word in refused(tmp_path) for word in ["sources.toml", "cannot be read"])


@pytest.mark.parametrize("mark", ["# ", ""])
def test_a_claim_about_a_heading_or_a_caption_is_refused(tmp_path: Path, mark: str) -> None:
    article = f"Le chat dort. Le chien veille.\n\n{mark}Il a coûté 5,6 millions USD.\n\nEt voilà."
    manifest = MANIFEST.replace(
        'path = "article.txt"', 'path = "article.txt"\ncaptions = ["Il a coûté 5,6 millions USD."]'
    )

    reason = refused(complete(tmp_path, article__txt=article, sources__toml=MANIFEST if mark else manifest))

    assert all(word in reason for word in ("claims.toml", "C1", "heading", "caption")), reason


@pytest.mark.parametrize("fields", ['path = "a\\u0000b.md"', 'translations = ["a\\u0000b.toml"]'])
def test_a_path_that_no_file_can_have_is_refused(tmp_path: Path, fields: str) -> None:
    reason = refused(write_corpus(tmp_path, TINY, {"sources.toml": manifest_entry("rivers", fields)}))

    assert "rivers" in reason


def test_a_number_of_five_thousand_digits_is_refused(tmp_path: Path) -> None:
    entry = manifest_entry("rivers", f"published = {'9' * 5000}")

    assert "sources.toml" in refused(write_corpus(tmp_path, TINY, {"sources.toml": entry}))
