"""What may be said: questions taken apart, evidence, quotes, corrections, courtesies."""
