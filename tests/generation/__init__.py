"""Tests of answers that a language model writes, against a server of our own that plays every kind of model."""
