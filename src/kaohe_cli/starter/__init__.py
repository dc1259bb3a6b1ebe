"""A new workspace: what is in it, and how it comes into being as a whole or not at all."""
