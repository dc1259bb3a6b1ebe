"""Chinese text and the signs it is written with. Knows nothing of files or 考核."""
