"""What can be found: embedders, vectors, generations and their builds."""
