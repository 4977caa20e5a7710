"""Discord, driven by people in a simulated Discord and by a small server of our own."""
