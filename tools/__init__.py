"""What developers run by hand, and the tests with them."""
