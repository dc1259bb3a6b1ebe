"""What ``kaohe validate`` checks; the list of rules is in `all_rules`."""
