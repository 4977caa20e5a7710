"""What starting and answering may cost."""
