"""Files that are neither Word nor pasted text, each as a stream of texts and grids."""
