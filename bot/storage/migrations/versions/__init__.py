"""How the tables came about, a file each step; never changed once released."""
